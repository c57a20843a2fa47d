import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, overlap } from "../src/lines.ts";

test("one line and a range are read, and nothing else is", () => {
  assert.deepEqual(linesOf("12"), { first: 12, last: 12 });
  assert.deepEqual(linesOf(" 12-14 "), { first: 12, last: 14 });
  for (const text of [undefined, "", "12-", "-14", "14-12", "a-b", "1-2-3"]) assert.equal(linesOf(text), undefined);
});

test("places overlap where they share a line", () => {
  const place = { first: 5, last: 7 };
  assert.ok(overlap(place, { first: 7, last: 9 }));
  assert.ok(overlap(place, { first: 6, last: 6 }));
  assert.ok(!overlap(place, { first: 8, last: 9 }));
  assert.ok(!overlap(place, { first: 1, last: 4 }));
});
