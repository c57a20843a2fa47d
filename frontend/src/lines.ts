// Lines of a note as they stand in `data-lines`: "12" or "12-14".

export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Read the lines; undefined where the text names none. */
export function linesOf(text: string | undefined): Lines | undefined {
  const found = /^(\d+)(?:-(\d+))?$/.exec(text?.trim() ?? "");
  if (!found) return undefined;
  const first = Number(found[1]);
  const last = Number(found[2] ?? found[1]);
  return first <= last ? { first, last } : undefined;
}

/** Tell whether two places have a line in common. */
export function overlap(one: Lines, other: Lines): boolean {
  return one.first <= other.last && other.first <= one.last;
}
