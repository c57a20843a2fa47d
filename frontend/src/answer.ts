// What comes back for a query: its rows, and where the IRIs in it lead.

/** A term as SPARQL Results JSON has it. */
export interface Term {
  type: string;
  value: string;
  "xml:lang"?: string;
}
export interface Answer {
  boolean?: boolean;
  columns: string[];
  rows: Record<string, Term>[];
}

/** Read SPARQL Results JSON. Throws where it is none. */
export function readAnswer(text: string): Answer {
  const found = JSON.parse(text);
  if (typeof found.boolean === "boolean") return { boolean: found.boolean, columns: [], rows: [] };
  return { columns: found.head.vars, rows: found.results.bindings };
}

/** Return where an IRI leads: to its page here, to another site by http or https, or "" where no link is safe. */
export function addressOf(iri: string, base: string, root: string): string {
  if (!iri.startsWith(base)) return /^https?:\/\//i.test(iri) ? iri : "";
  const [path = "", fragment] = iri.slice(base.length).split(/#(.*)/s);
  const parts = path.split("/");
  if (parts.some((part) => ["", ".", ".."].includes(part))) return "";
  return `${root}/${parts.map(encodeURIComponent).join("/")}.html${fragment ? `#${encodeURIComponent(fragment)}` : ""}`;
}

/** Return what a link asks for (`#query=...&run=1`), null where it asks for nothing. */
export function linked(hash: string): { query: string; run: boolean } | null {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const query = found.get("query");
  return query ? { query, run: found.get("run") === "1" } : null;
}
