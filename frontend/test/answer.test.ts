import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, linked, readAnswer } from "../src/answer.ts";

const BASE = "https://example.org/graph/";

test("a thing of this site leads to its page here, another to its own, nothing runs", () => {
  assert.equal(addressOf(`${BASE}person/martín-i`, BASE, "/below"), "/below/person/mart%C3%ADn-i.html");
  assert.equal(addressOf(`${BASE}ontology#Note`, BASE, ""), "/ontology.html#Note");
  assert.equal(addressOf("https://elsewhere.example/", BASE, ""), "https://elsewhere.example/");
  for (const hostile of ["javascript:alert(1)", "data:text/html,x", `${BASE}/elsewhere.example`, `${BASE}../x`, "urn:a"])
    assert.equal(addressOf(hostile, BASE, ""), "");
});

test("a link fills the editor, and runs only where it says so", () => {
  assert.deepEqual(linked("#query=ASK%20%7B%7D"), { query: "ASK {}", run: false });
  assert.deepEqual(linked("#query=ASK%20%7B%7D&run=1"), { query: "ASK {}", run: true });
  assert.equal(linked("#content"), null);
});

test("an answer has its columns and rows, or yes or no", () => {
  const rows = [{ a: { type: "literal", value: "x" } }];
  assert.deepEqual(readAnswer(JSON.stringify({ head: { vars: ["a"] }, results: { bindings: rows } })), { columns: ["a"], rows });
  assert.equal(readAnswer('{"head":{},"boolean":true}').boolean, true);
});
