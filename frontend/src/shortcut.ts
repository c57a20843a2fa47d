// The key "/" goes to the search field. It can be switched off (WCAG 2.1.4) and means nothing special in fields.
import { hasShortcut } from "./choices.ts";

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly defaultPrevented: boolean;
}

/** Tell whether a key is the one that goes to the search. */
export function isSearchKey(event: Key): boolean {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  return event.key === "/" && plain && !event.isComposing && !event.defaultPrevented;
}

/** Let the key go to the first search field of the page. */
export function startShortcut(): void {
  const field = document.querySelector<HTMLInputElement>("form[role=search] input[name=q]");
  if (!field) return;
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const writes = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
    if (writes || !isSearchKey(event) || !hasShortcut()) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
