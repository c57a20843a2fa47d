// Suggestions as the server sends them (OpenSearch Suggestions 1.1): [asked, [labels], [descriptions], [addresses]].

export interface Suggestion {
  readonly label: string;
  readonly description: string;
  /** Where it leads: an address on this site, or "" where the label is to be searched for. */
  readonly address: string;
}

/** Read an answer; what has another form suggests nothing. Addresses of other sites are left out. */
export function suggestionsOf(answer: unknown, site: string): Suggestion[] {
  if (!Array.isArray(answer)) return [];
  const [, labels, descriptions, addresses] = answer as unknown[];
  return texts(labels).map((label, index) => ({
    label,
    description: texts(descriptions)[index] ?? "",
    address: onSite(texts(addresses)[index] ?? "", site),
  }));
}

/** Return the place that the arrow keys lead to among *count* options: -1 is the field itself. */
export function stepped(current: number, step: 1 | -1, count: number): number {
  const places = count + 1;
  return ((current + 1 + step + places) % places) - 1;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map((each) => (typeof each === "string" ? each : "")) : [];
}

function onSite(address: string, site: string): string {
  if (!address) return "";
  try {
    const url = new URL(address, site);
    return url.origin === new URL(site).origin ? url.href : "";
  } catch {
    return "";
  }
}
