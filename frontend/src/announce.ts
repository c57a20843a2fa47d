// Tells those who do not see the page what has happened on it.

let region: HTMLElement | undefined;

/** Make the place where announcements are read from; it has to be there before the first one. */
export function startAnnouncements(): void {
  region = document.createElement("div");
  region.className = "aside";
  region.setAttribute("role", "status");
  document.body.append(region);
}

/** Have a text read out. The same text twice is read twice. */
export function announce(text: string): void {
  if (!region) return;
  const previous = region.textContent;
  region.textContent = previous === text ? `${text}\u00a0` : text;
}
