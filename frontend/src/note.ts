// On a note's page: point at a sentence, or reach it by keyboard, and what was understood there is marked; and back.
import { type Lines, linesOf, overlap } from "./lines.ts";

/** Mark what belongs together. */
export function startNote(): void {
  const note = document.querySelector<HTMLElement>(".note");
  if (!note) return;
  const places: [HTMLElement, Lines][] = [];
  for (const each of note.querySelectorAll<HTMLElement>("[data-lines]")) {
    const lines = linesOf(each.dataset["lines"]);
    if (lines) places.push([each, lines]);
  }

  const mark = (source: Element | null): void => {
    const here = source && linesOf((source as HTMLElement).dataset["lines"]);
    for (const [element, lines] of places) {
      element.toggleAttribute("data-marked", Boolean(here && element !== source && overlap(here, lines)));
    }
  };
  const placeOf = (target: EventTarget | null): Element | null =>
    target instanceof Element ? target.closest("[data-lines]") : null;

  // What has the focus keeps its marks while nothing is pointed at.
  note.addEventListener("pointerover", (event) => mark(placeOf(event.target) ?? placeOf(document.activeElement)));
  note.addEventListener("pointerleave", () => mark(placeOf(document.activeElement)));
  note.addEventListener("focusin", (event) => mark(placeOf(event.target)));
  note.addEventListener("focusout", (event) => mark(placeOf(event.relatedTarget)));
}
