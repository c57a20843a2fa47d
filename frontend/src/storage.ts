// What this browser remembers for its reader. It may refuse to: then everything holds for the page alone.

/** Return what is kept under a name, null where nothing is or nothing may be. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`powergraph.${name}`);
  } catch {
    return null;
  }
}

/** Keep a value under a name; null forgets it. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`powergraph.${name}`);
    else localStorage.setItem(`powergraph.${name}`, value);
  } catch {
    // a browser that keeps nothing
  }
}
