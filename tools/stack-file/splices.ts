/** A change of a text: what is dropped from `start` to `end`, and what comes in its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

/** The change that puts text in without dropping any. */
export function insert(at: number, put: string): Splice {
  return { start: at, end: at, put };
}

/** Changes that do not overlap, made all at once. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, put }) => result.slice(0, start) + put + result.slice(end), text);
}
