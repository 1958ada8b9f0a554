import { printable } from "./printable";

/** Replaces the value of an encrypted entry, so that nothing below it can be read or quoted. */
export const ENCRYPTED = Symbol("encrypted");

/** The fault of an encrypted entry. */
export const ENCRYPTED_PROBLEM =
  "this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it";

/** The fault of an entry whose name says that it holds the value of a key. */
export const VALUE_PROBLEM =
  "unknown, as AWS generates every key value; drop the line. If this was the value of a key, it is exposed: replace that key";

/** What may be given for an entry, as its fault says it. */
export interface AllowedValue {
  /** What is allowed, in words that can follow "give". */
  readonly allowed: string;
  /** The fault of a missing entry, in place of "missing; give ...". */
  readonly missing?: string;
  /** `text`: a number or boolean needs quotes. `map` and `list`: text in their place is never quoted back. */
  readonly kind?: "text" | "map" | "list";
}

/** Makes the fault's text: what was given, and what to give instead. */
export function faultText({ allowed, missing = `missing; give ${allowed}`, kind }: AllowedValue) {
  return ({ input }: { readonly input?: unknown }): string => {
    if (input === ENCRYPTED) return ENCRYPTED_PROBLEM;
    if (input === undefined) return missing;
    if (input === null) return "empty: give a value or drop the line";
    if (Array.isArray(input)) return `got a list; give ${allowed}`;
    if (typeof input === "object") return `got a map; give ${allowed}`;
    if (typeof input === "string") {
      // Text in place of a map or a list could be anything, even a key value pasted into the wrong line.
      return `got ${kind === "map" || kind === "list" ? "text" : quote(input)}; give ${allowed}`;
    }
    const given = typeof input === "number" || typeof input === "boolean" ? String(input) : typeof input;
    const hint = kind === "text" ? ", which is not text: put it in quotes" : "";
    return `got ${given}${hint}; give ${allowed}`;
  };
}

/** Quotes given text, shortened, unless it looks like a key value that was pasted into the wrong line. */
export function quote(given: string): string {
  if (KEY_VALUE.test(given)) return "text like a key value, which is not shown";
  const quoted = printable(JSON.stringify(given));
  return quoted.length > 60 ? `${quoted.slice(0, 58)}…"` : quoted;
}

/** The form of values that API Gateway makes: letters in both cases and digits. */
const KEY_VALUE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{20,128}$/;

/** Names as a sentence lists them; of more than ten, the first ten. */
export function listed(names: readonly string[]): string {
  return names.length > 10 ? `${names.slice(0, 10).join(", ")} and ${names.length - 10} more` : names.join(", ");
}
