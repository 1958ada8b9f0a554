import { z } from "zod";
import { isMap } from "../map-values";
import { listed, quote } from "./faults";
import { nearest } from "./nearest";

// What an entry may look like. Each function makes a zod schema whose faults are sentences, and whose `allowed` (its
// metadata) says what may be given in words that can follow "give": in faults, in editors and in docs/configuration.md.
// The metadata of an entry also has a `description` and `examples`; "Without it ..." ends the description of an optional one.

/** Replaces the value of an encrypted entry, so that nothing below it can be read or quoted. */
export const ENCRYPTED = Symbol("encrypted");

/** The fault of an encrypted entry. */
export const ENCRYPTED_PROBLEM =
  "this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it";

/** What may be given for an entry, as its fault says it. */
interface AllowedValue {
  /** What is allowed, in words that can follow "give". */
  readonly allowed: string;
  /** The fault of a missing entry, in place of "missing; give ...". */
  readonly missing?: string;
  /** `text`: a number or boolean needs quotes. `map` and `list`: text in their place is never quoted back. */
  readonly kind?: "text" | "map" | "list";
}

/** Makes the fault's text, as zod's `error`: what was given, and what to give instead. */
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

/** Text of `min` to `max` characters. */
export function text(min: number, max: number) {
  const allowed = `text of ${min} to ${max} characters`;
  const error = faultText({ allowed, kind: "text" });
  return z.string({ error }).min(min, { error }).max(max, { error }).meta({ allowed });
}

/** Text of one form, which `allowed` describes. `hint` may give a better fault for some values. */
export function textLike(
  form: RegExp,
  allowed: string,
  hint: (given: unknown) => string | undefined = () => undefined,
) {
  const fault = faultText({ allowed, kind: "text" });
  const error = ({ input }: { input?: unknown }) => hint(input) ?? fault({ input });
  return z.string({ error }).regex(form, { error }).meta({ allowed });
}

/** Characters of an alias after `alias/` ("CreateAlias", AWS Key Management Service API Reference). */
const MAX_ALIAS = 250;

const KEY_ID = String.raw`(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})`;
const ALIAS = `alias/[A-Za-z0-9/_-]{1,${MAX_ALIAS}}`;
const KMS_KEY = new RegExp(
  `^(?:arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:(?:key/${KEY_ID}|${ALIAS})|${KEY_ID}|${ALIAS})$`,
);

/** A KMS key that encrypts what is published. */
export function kmsKey() {
  return textLike(KMS_KEY, "a KMS key: its id, its ARN, alias/NAME or the alias's ARN");
}

/** The id of an existing resource in AWS that the stack takes over. */
export function importId(what: string) {
  return textLike(/^[A-Za-z0-9]{1,64}$/, `the id of an existing ${what}: 1 to 64 letters and digits`);
}

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: noneOf(words) }).meta({ allowed: `one of ${words.join(", ")}` });
}

/** The fault of a value that is none of these words. */
export function noneOf(words: readonly string[]) {
  const allowed = `one of ${words.join(", ")}`;
  return ({ input }: { input?: unknown }) => {
    const near = typeof input === "string" ? nearest(input, words) : undefined;
    return faultText({ allowed: near === undefined ? allowed : `${allowed}; did you mean "${near}"?` })({ input });
  };
}

/** `true` or `false`, or those two words as text. */
export function flag() {
  const allowed = "true or false";
  const words = z.enum(["true", "false"]).transform((word) => word === "true");
  return z.union([z.boolean(), words], { error: faultText({ allowed }) }).meta({ allowed });
}

/** A whole number, or a decimal string, as `pulumi config set --path` writes it. */
export function wholeNumber(min: number, max: number, unit: string, also: Partial<AllowedValue> = {}) {
  const value = { allowed: `a whole number from ${min} to ${max} (${unit})`, ...also };
  const error = faultText(value);
  return orDecimal(z.number({ error }).int({ error }).min(min, { error }).max(max, { error }), value);
}

/** A number from `min`, fractions allowed, or a decimal string. */
export function numberFrom(min: number, unit: string, also: Partial<AllowedValue>) {
  const value = { allowed: `a number from ${min} (${unit})`, ...also };
  const error = faultText(value);
  return orDecimal(z.number({ error }).min(min, { error }), value);
}

/** A decimal number as people write it: no plus sign, no leading zeros, no exponent, no separators. */
const DECIMAL = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

function orDecimal(number: z.ZodNumber, value: AllowedValue) {
  const error = faultText(value);
  const decimal = z.string().regex(DECIMAL, { error }).transform(Number).pipe(number);
  return z.union([number, decimal], { error }).meta({ allowed: value.allowed });
}

/** A map with exactly these entries; every other name is a fault. */
export function fields<T extends z.core.$ZodLooseShape>(shape: T) {
  const names = Object.keys(shape);
  const allowed = `a map with ${listed(names)}`;
  const fault = faultText({ allowed, kind: "map" });
  return z
    .strictObject(shape, {
      // zod reports all unknown names of a map at once: a line for each, which `faultsOf` (./rules) takes apart.
      error: (issue) => {
        if (issue.code !== "unrecognized_keys") return fault(issue);
        const given = issue.input as Readonly<Record<string, unknown>>;
        return issue.keys.map((name) => unknownName(name, given[name], names)).join("\n");
      },
    })
    .meta({ allowed });
}

/** Names under which somebody might paste a key's value into the file. */
const VALUE_NAME = /^((x-)?api[-_]?key|key|(api[-_]?)?(key[-_]?)?(value|secret|token))$/i;

function unknownName(name: string, given: unknown, names: readonly string[]): string {
  const near = nearest(name, names);
  if (near !== undefined) return `unknown; did you mean "${near}"? allowed here: ${listed(names)}`;
  const isValue = VALUE_NAME.test(name) && (typeof given === "string" || typeof given === "number");
  if (!isValue) return `unknown; allowed here: ${listed(names)}`;
  return "unknown, as AWS generates every key value; drop the line. If this was the value of a key, it is exposed: replace that key";
}

/** The form of the names in a map. */
export interface NameForm {
  readonly form: RegExp;
  /** The form in words that can follow "give". */
  readonly allowed: string;
  /** Guesses what a name of another form was meant to be. */
  readonly meant?: (name: string) => string | undefined;
}

/** As {@link givenMapOf}; nothing in its place means an empty map. */
export function mapOf<T extends z.ZodType>(names: NameForm, entry: T, what: string) {
  const map = givenMapOf(names, entry, what);
  return orEmptyMap(map).meta(map.meta()!);
}

/** A map of `what`, whose names the user chooses. A name of the wrong form is a fault, and its entry is still checked. */
export function givenMapOf<T extends z.ZodType>(names: NameForm, entry: T, what: string) {
  const allowed = `a map of ${what}`;
  const record = z.record(z.string(), entry, { error: faultText({ allowed, kind: "map" }) });
  const checked = record.superRefine(
    (map, context) => {
      for (const name of Object.keys(map).filter((each) => !names.form.test(each))) {
        const meant = names.meant?.(name);
        const hint = meant === undefined ? "" : `did you mean ${quote(meant)}? `;
        const message = `not a valid name; ${hint}give ${names.allowed}`;
        context.addIssue({ code: "custom", path: [name], message });
      }
    },
    // Without `when`, zod would not look at the names if an entry is at fault.
    { when: ({ value }) => isMap(value) },
  );
  // The form of the names is for the JSON schema, which cannot see a rule in code.
  return checked.meta({
    allowed,
    propertyNames: { pattern: names.form.source, allowed: names.allowed },
  });
}

/** The names of keys and usage plans, which are part of the logical names of their resources. */
const NAME = /^(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** A map whose names are part of logical names. `kind` is put before a name that begins with a digit: `key-3m`. */
export function namedMapOf<T extends z.ZodType>(entry: T, what: string, kind: string) {
  const allowed = "lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters";
  return mapOf({ form: NAME, allowed, meant: (name) => nameIn(name, kind) }, entry, what);
}

/** The name meant by `Acme`, `webShop`, `acme_corp`, `acme.com` or `a--b`. */
function nameIn(given: string, kind: string): string | undefined {
  if (!/^[\w .-]+$/.test(given)) return undefined;
  const words =
    given
      .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const name = words.join("-");
  const meant = /^[0-9]/.test(name) ? `${kind}-${name}` : name;
  return NAME.test(meant) ? meant : undefined;
}

/** A list of `what`. */
export function listOf<T extends z.ZodType>(entry: T, what: string) {
  const allowed = `a list of ${what}`;
  return z.array(entry, { error: faultText({ allowed, kind: "list" }) }).meta({ allowed });
}

/** Nothing behind a map-valued entry means `{}`. */
export function orEmptyMap<T extends z.ZodType>(map: T) {
  // zod's JSON schema describes what z.preprocess puts out, not what it takes.
  return z.preprocess((given) => (given === null ? {} : given), map).meta({ type: ["object", "null"] });
}
