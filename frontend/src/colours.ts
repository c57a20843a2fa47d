// The choice between light, dark and what the system says.

export type Theme = "light" | "dark" | "system";

/** Read a choice; what is none is the system's. */
export function themeOf(text: string | null): Theme {
  return text === "light" || text === "dark" ? text : "system";
}

/** Give the page its colours: the style sheet reads `data-theme` and, without it, asks the system. */
export function applyTheme(theme: Theme, root: HTMLElement = document.documentElement): void {
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}
