// The choices at the foot of a page. Each works by its form; here the colours are seen and kept at once, and "/" can be
// switched off.
import { recall, remember } from "./storage.ts";

/** Return what the style sheet reads in `data-theme`; undefined leaves the colours to the system. */
export function themeOf(choice: string): "light" | "dark" | undefined {
  return choice === "light" || choice === "dark" ? choice : undefined;
}

/** Tell whether the key "/" goes to the search. */
export function hasShortcut(): boolean {
  return recall("shortcut") !== "off";
}

/** Heed the choices while they are made. */
export function startChoices(): void {
  const theme = document.querySelector<HTMLSelectElement>("form.choices select[name=theme]");
  theme?.addEventListener("change", () => {
    applyTheme(theme.value);
    void keep(theme.form, theme.value);
  });
  const shortcut = document.querySelector<HTMLInputElement>("input[data-choice=shortcut]");
  if (shortcut) {
    shortcut.checked = hasShortcut();
    shortcut.addEventListener("change", () => remember("shortcut", shortcut.checked ? null : "off"));
    for (const each of document.querySelectorAll<HTMLElement>("[data-choices]")) each.hidden = false;
  }
}

function applyTheme(choice: string): void {
  const theme = themeOf(choice);
  if (theme) document.documentElement.dataset["theme"] = theme;
  else delete document.documentElement.dataset["theme"];
  document.querySelector<HTMLMetaElement>("meta[name=color-scheme]")?.setAttribute("content", theme ?? "light dark");
}

/** Have the server keep the choice, as the form's button would; the other choices of the form stay what they were. */
async function keep(form: HTMLFormElement | null, theme: string): Promise<void> {
  if (!form) return;
  const address = new URL(form.action);
  address.searchParams.set("theme", theme);
  try {
    await fetch(address, { redirect: "manual" });
  } catch {
    // the page has its colours all the same, and the button is there
  }
}
