/** A change of a text: what stands from `start` to `end` is replaced by `put`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

/** The change that only inserts text. */
export function insert(at: number, put: string): Splice {
  return { start: at, end: at, put };
}

/** Makes changes that do not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, put }) => result.slice(0, start) + put + result.slice(end), text);
}
