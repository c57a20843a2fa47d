// Buttons that copy a text: `<button data-copy="text" hidden>Copy</button>`; `data-copied` of the body is what is said then.
import { announce } from "./announce.ts";

const SHOWN_FOR = 2000; // milliseconds

/** Show the buttons, and let them copy. Without a clipboard they stay hidden: the text beside them can be selected. */
export function startCopying(): void {
  if (!("clipboard" in navigator)) return; // browsers have one on https and on this machine only
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
  } catch {
    return; // the browser does not let us; nothing is said to be copied
  }
  announce(document.body.dataset["copied"] ?? "");
  button.dataset["done"] = "";
  setTimeout(() => delete button.dataset["done"], SHOWN_FOR);
}
