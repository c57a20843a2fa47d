import assert from "node:assert/strict";
import { test } from "node:test";
import { stepped, suggestionsOf } from "../src/suggestions.ts";

const SITE = "http://localhost:8000/below/page.html";

test("an answer becomes suggestions with addresses of this site", () => {
  const answer = ["exp", ["Expert Power", "Experience"], ["power source"], ["/below/power-source/expert-power.html", ""]];
  assert.deepEqual(suggestionsOf(answer, SITE), [
    { label: "Expert Power", description: "power source", address: "http://localhost:8000/below/power-source/expert-power.html" },
    { label: "Experience", description: "", address: "" },
  ]);
});

test("no suggestion leads to another site or runs anything", () => {
  const hostile = ["x", ["a", "b", "c", "d"], [], ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "http://["]];
  assert.deepEqual(
    suggestionsOf(hostile, SITE).map((each) => each.address),
    ["", "", "", ""],
  );
});

test("an answer of another form suggests nothing", () => {
  for (const answer of [null, {}, "text", [], ["x"], ["x", "labels"]]) assert.deepEqual(suggestionsOf(answer, SITE), []);
  assert.equal(suggestionsOf(["x", [3]], SITE)[0]?.label, "");
});

test("arrow keys go round: from the field to the first, from the last to the field", () => {
  assert.equal(stepped(-1, 1, 3), 0);
  assert.equal(stepped(2, 1, 3), -1);
  assert.equal(stepped(-1, -1, 3), 2);
  assert.equal(stepped(0, -1, 3), -1);
});
