// Suggestions below a search field while its reader types: an editable combobox with a list (ARIA Authoring Practices).
import { announce } from "./announce.ts";
import { stepped, type Suggestion, suggestionsOf } from "./suggestions.ts";

const PAUSE = 120; // milliseconds without a key before the server is asked
let lists = 0;

/** Let every search form suggest: `<form role="search" data-suggest="address" data-suggestions="Suggestions">`. */
export function startSuggestions(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) {
    const field = form.querySelector<HTMLInputElement>("input[name=q]");
    if (field) new Combobox(form, field);
  }
}

class Combobox {
  readonly #list = document.createElement("ul");
  #options: Suggestion[] = [];
  #current = -1;
  #typed = "";
  #asked: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly form: HTMLFormElement,
    readonly field: HTMLInputElement,
  ) {
    const list = this.#list;
    lists += 1;
    list.id = `suggestions-${lists}`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset["suggestions"] ?? "");
    field.after(list);
    field.autocomplete = "off";
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", list.id],
    ] as const) {
      field.setAttribute(name, value);
    }
    field.addEventListener("input", () => this.#later());
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("blur", () => this.#close());
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option) this.#choose([...list.children].indexOf(option));
    });
    form.addEventListener("submit", () => this.#close());
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort(); // an answer to what stood there before would come too late
    this.#typed = this.field.value;
    this.#point(-1);
    if (this.#typed.trim() === "") this.#close();
    else this.#timer = setTimeout(() => void this.#ask(this.#typed), PAUSE);
  }

  async #ask(text: string): Promise<void> {
    const asked = (this.#asked = new AbortController());
    const address = new URL(this.form.dataset["suggest"] ?? "", document.baseURI);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const options = suggestionsOf(await answer.json(), document.baseURI);
      if (!asked.signal.aborted) this.#show(options);
    } catch {
      if (!asked.signal.aborted) this.#close(); // the search itself works all the same
    }
  }

  #show(options: Suggestion[]): void {
    this.#options = options;
    this.#list.replaceChildren(...options.map((each, index) => this.#option(each, index)));
    this.#point(-1);
    if (options.length === 0 || document.activeElement !== this.field) {
      this.#close();
      return;
    }
    this.#list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    announce(`${this.form.dataset["suggestions"] ?? ""}: ${options.length}`);
  }

  #option(suggestion: Suggestion, index: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.#list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.textContent = suggestion.label;
    option.append(label);
    if (suggestion.description) {
      const description = document.createElement("small");
      description.textContent = suggestion.description;
      option.append(" ", description);
    }
    return option;
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const isOpen = !this.#list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.#point(stepped(this.#current, event.key === "ArrowDown" ? 1 : -1, this.#options.length));
      else if (event.key === "ArrowDown" && this.field.value.trim()) void this.#ask((this.#typed = this.field.value));
    } else if (event.key === "Enter" && isOpen && this.#current >= 0) {
      event.preventDefault();
      this.#choose(this.#current);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // or the browser empties the field
      this.field.value = this.#typed;
      this.#close();
    } else if (event.key === "Tab") {
      this.#close();
    }
  }

  #point(index: number): void {
    for (const [number, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(number === index));
      if (number === index) option.scrollIntoView({ block: "nearest" });
    }
    this.#current = index;
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.#list.id}-${index}`);
  }

  #choose(index: number): void {
    const chosen = this.#options[index];
    if (!chosen) return;
    this.#close();
    this.field.value = chosen.label;
    if (chosen.address) location.assign(chosen.address);
    else this.form.requestSubmit();
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.#point(-1);
  }
}
