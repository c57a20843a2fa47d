// What a reader may choose for this browser: the colours, and whether "/" goes to the search.
import { applyTheme, themeOf } from "./colours.ts";
import { recall, remember } from "./storage.ts";

/** Tell whether the key "/" goes to the search. */
export function hasShortcut(): boolean {
  return recall("shortcut") !== "off";
}

/** Show the choices, as they stand, and heed them. */
export function startChoices(): void {
  const theme = document.querySelector<HTMLSelectElement>("select[data-choice=theme]");
  if (theme) {
    theme.value = themeOf(recall("theme"));
    theme.addEventListener("change", () => {
      const chosen = themeOf(theme.value);
      remember("theme", chosen === "system" ? null : chosen);
      applyTheme(chosen);
    });
  }
  const shortcut = document.querySelector<HTMLInputElement>("input[data-choice=shortcut]");
  if (shortcut) {
    shortcut.checked = hasShortcut();
    shortcut.addEventListener("change", () => remember("shortcut", shortcut.checked ? null : "off"));
  }
  for (const each of document.querySelectorAll<HTMLElement>("[data-choices]")) each.hidden = false;
  // Another page of this site may be open beside this one.
  addEventListener("storage", (event) => {
    if (event.key !== "powergraph.theme") return;
    applyTheme(themeOf(event.newValue));
    if (theme) theme.value = themeOf(event.newValue);
  });
}
