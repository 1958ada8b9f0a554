import { printable } from "./printable";

/** Stands where an encrypted entry stood, so that nothing below it can be read, let alone quoted. */
export const ENCRYPTED = Symbol("encrypted");

/** The fault of an encrypted entry. */
export const ENCRYPTED_PROBLEM =
  "this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it";

/** The fault of an entry that is named like the value of a key, and holds one. */
export const VALUE_PROBLEM =
  "unknown; AWS generates every key value, so none is given here: drop the line. A key whose value stood here counts as exposed: replace it";

/** What is said of an entry that is not as it should be. */
export interface Complaint {
  /** What is allowed, in words that can follow "give". */
  readonly allowed: string;
  /** Said in place of "missing; give ..." when the entry is not there. */
  readonly missing?: string;
  /** `text`: a bare number or boolean wants quotes. `map` and `list`: text in their place is never quoted back. */
  readonly due?: "text" | "map" | "list";
}

/** Makes the sentence of a complaint: what was given, and what to give instead. */
export function complain({ allowed, missing = `missing; give ${allowed}`, due }: Complaint) {
  return ({ input }: { readonly input?: unknown }): string => {
    if (input === ENCRYPTED) return ENCRYPTED_PROBLEM;
    if (input === undefined) return missing;
    if (input === null) return "empty: give a value or drop the line";
    if (Array.isArray(input)) return `got a list; give ${allowed}`;
    if (typeof input === "object") return `got a map; give ${allowed}`;
    if (typeof input === "string") {
      // Text where structure is due could be anything, a key value pasted into the wrong line too.
      return `got ${due === "map" || due === "list" ? "text" : quote(input)}; give ${allowed}`;
    }
    const given = typeof input === "number" || typeof input === "boolean" ? String(input) : typeof input;
    const hint = due === "text" ? ", which is no text: put it in quotes" : "";
    return `got ${given}${hint}; give ${allowed}`;
  };
}

/** Quotes text that was given, cut short; not where it looks like a key value that was pasted into the wrong line. */
export function quote(given: string): string {
  if (KEY_VALUE.test(given)) return "text like a key value, which is not shown";
  const quoted = printable(JSON.stringify(given));
  return quoted.length > 60 ? `${quoted.slice(0, 58)}…"` : quoted;
}

/** What API Gateway makes: letters in both cases and digits. */
const KEY_VALUE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{20,128}$/;

/** Names as a sentence lists them; where they are many, the first ten. */
export function listed(names: readonly string[]): string {
  return names.length > 10 ? `${names.slice(0, 10).join(", ")} and ${names.length - 10} more` : names.join(", ");
}
