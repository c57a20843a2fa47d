import assert from "node:assert/strict";
import { test } from "node:test";
import { themeOf } from "../src/choices.ts";
import { isSearchKey } from "../src/shortcut.ts";
import { recall, remember } from "../src/storage.ts";

test("what is no choice of colours is left to the system", () => {
  assert.deepEqual(["light", "dark", "auto", "DARK", ""].map(themeOf), ["light", "dark", undefined, undefined, undefined]);
});

test("only a plain slash goes to the search", () => {
  const plain = { key: "/", ctrlKey: false, metaKey: false, altKey: false, isComposing: false, defaultPrevented: false };
  assert.ok(isSearchKey(plain));
  assert.ok(!isSearchKey({ ...plain, key: "s" }));
  for (const name of ["ctrlKey", "metaKey", "altKey", "isComposing", "defaultPrevented"]) {
    assert.ok(!isSearchKey({ ...plain, [name]: true }), name);
  }
});

test("a browser that keeps nothing breaks nothing", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new Error("not allowed");
    },
  });
  remember("theme", "dark");
  assert.equal(recall("theme"), null);
});
