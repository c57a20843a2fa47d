// The query page: an editor in the place of the field, and answers on the same page. Without it the form does all.
import { addressOf, linked, readAnswer, type Answer, type Term } from "./answer.ts";
import { makeEditor, type Editor } from "./editor.ts";

const SHOWN_AT_ONCE = 100; // rows
const MOST_BYTES = 20_000_000; // more is for a file, not for a page
const MOST_TEXT = 200_000; // characters of a graph that are shown

class Workbench {
  private readonly texts: DOMStringMap;
  private readonly editor: Editor;
  private readonly cancel: HTMLButtonElement;
  private readonly time: HTMLElement;
  private readonly said: HTMLElement;
  private readonly shown: HTMLElement;
  private running: string | null = null;

  constructor(
    private readonly form: HTMLFormElement,
    place: HTMLElement,
    field: HTMLTextAreaElement,
  ) {
    this.texts = place.dataset;
    this.cancel = place.querySelector<HTMLButtonElement>("button")!;
    this.time = place.querySelector<HTMLElement>("[data-time]")!;
    this.said = place.querySelector<HTMLElement>("[role=status]")!;
    this.shown = place.querySelector<HTMLElement>("[data-shown]")!;
    this.editor = makeEditor(field, form.querySelector("label")?.textContent ?? "", () => void this.run());
    place.hidden = false;
    this.cancel.addEventListener("click", () => void this.stop());
    form.addEventListener("submit", (event) => {
      const button = event.submitter as HTMLButtonElement | null;
      if (button && button.value !== "html") return; // a download is the browser's own
      event.preventDefault();
      void this.run();
    });
    addEventListener("hashchange", () => this.follow());
    this.follow();
  }

  private follow(): void {
    const asked = linked(location.hash);
    if (!asked) return;
    this.editor.fill(asked.query);
    if (asked.run) void this.run();
  }

  private text(name: string, ...values: string[]): string {
    return values.reduce((text, value, place) => text.replace(`{${place}}`, () => value), this.texts[name] ?? "");
  }

  private async stop(): Promise<void> {
    if (this.running) await fetch(`${this.form.action}/queries/${this.running}`, { method: "DELETE" }).catch(() => undefined);
  }

  private async run(): Promise<void> {
    if (this.running) return;
    const started = performance.now();
    const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
    const id = (this.running = [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join(""));
    this.editor.clear();
    document.getElementById("results")?.remove();
    this.shown.replaceChildren();
    this.said.textContent = "";
    this.cancel.hidden = false;
    const tick = () => (this.time.textContent = this.text("running", seconds()));
    tick();
    const clock = setInterval(tick, 100);
    try {
      const timeout = this.form.querySelector<HTMLInputElement>("[name=timeout]")?.value ?? "";
      const response = await fetch(this.form.action, {
        method: "POST",
        headers: { Accept: "application/sparql-results+json, application/n-triples", "X-Query-Id": id },
        body: new URLSearchParams({ query: this.editor.text(), ...(timeout ? { timeout } : {}) }),
      });
      if (!response.ok) this.fault(response.status, await response.text(), seconds());
      else await this.show(response, seconds);
    } catch {
      this.said.textContent = this.text("silent");
    } finally {
      clearInterval(clock);
      this.running = null;
      this.cancel.hidden = true;
      this.time.textContent = "";
    }
  }

  private fault(status: number, body: string, seconds: string): void {
    if (status === 409) {
      this.said.textContent = this.text("cancelled", seconds);
      return;
    }
    let problem: { title?: string; detail?: string; hint?: string; line?: number; column?: number; option?: string } = {};
    try {
      problem = JSON.parse(body);
    } catch {
      // a proxy in between answered in its own words
    }
    const place = problem.line ? `${this.text("place", String(problem.line), String(problem.column ?? 1))} ` : "";
    this.said.textContent = `${problem.title ?? status}. ${place}${(problem.detail ?? "").replace(/[^.!?]$/, "$&.")} ${problem.hint ?? ""}`.trim();
    this.editor.mark(problem.line ?? 0, problem.column ?? 0, [problem.detail, problem.hint].filter(Boolean).join(" "));
  }

  private async show(response: Response, seconds: () => string): Promise<void> {
    const text = await bounded(response);
    if (text === null) {
      this.said.textContent = this.text("long");
    } else if (response.headers.get("Content-Type")?.startsWith("application/sparql-results+json")) {
      const answer = readAnswer(text);
      if (answer.boolean !== undefined) this.said.textContent = this.text(answer.boolean ? "yes" : "no");
      else {
        this.said.textContent = this.text("rows", String(answer.rows.length), seconds());
        this.shown.replaceChildren(...this.table(answer));
      }
    } else {
      const lines = document.createElement("pre");
      lines.textContent = text.slice(0, MOST_TEXT);
      this.said.textContent = this.text("rows", String(text.split("\n").filter(Boolean).length), seconds());
      this.shown.replaceChildren(lines);
    }
  }

  private table(answer: Answer): HTMLElement[] {
    if (answer.rows.length === 0) return [];
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", this.text("table"));
    const table = scroll.appendChild(document.createElement("table"));
    const head = table.createTHead().insertRow();
    for (const name of answer.columns) {
      const cell = head.appendChild(document.createElement("th"));
      cell.scope = "col";
      cell.textContent = name;
    }
    const body = table.createTBody();
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = this.text("more");
    const add = () => {
      for (const row of answer.rows.slice(body.rows.length, body.rows.length + SHOWN_AT_ONCE)) {
        const line = body.insertRow();
        for (const name of answer.columns) this.put(line.insertCell(), row[name]);
      }
      more.hidden = body.rows.length >= answer.rows.length;
    };
    more.addEventListener("click", add);
    add();
    return [scroll, more];
  }

  private put(cell: HTMLElement, term: Term | undefined): void {
    if (!term) return;
    const base = this.texts["base"] ?? "";
    const address = term.type === "uri" ? addressOf(term.value, base, this.texts["root"] ?? "") : "";
    if (!address) {
      cell.textContent = term.value;
      if (term["xml:lang"]) cell.lang = term["xml:lang"];
      return;
    }
    const link = cell.appendChild(document.createElement("a"));
    link.href = address;
    link.textContent = term.value.startsWith(base) ? term.value.slice(base.length) : term.value;
    if (!term.value.startsWith(base)) link.rel = "noopener";
  }
}

/** Read a body as text, null where it is longer than a page can hold. */
async function bounded(response: Response): Promise<string | null> {
  const reader = response.body?.getReader();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > MOST_BYTES) return await reader.cancel(), null;
    text += decoder.decode(value, { stream: true });
  }
}

const form = document.querySelector<HTMLFormElement>("form.query");
const place = document.querySelector<HTMLElement>("[data-workbench]");
const field = form?.querySelector<HTMLTextAreaElement>("textarea[name=query]");
if (form && place && field) new Workbench(form, place, field);
