import { z } from "zod";
import { faultText, type AllowedValue } from "./fault-text";
import { nearest } from "./nearest";

/** Text of `min` to `max` characters. */
export function text(min: number, max: number) {
  const allowed = `text of ${min} to ${max} characters`;
  const error = faultText({ allowed, kind: "text" });
  return z.string({ error }).min(min, { error }).max(max, { error }).meta({ allowed });
}

/** Text of one form, which `allowed` describes. `hint` may give a better fault for some texts. */
export function textLike(form: RegExp, allowed: string, hint: (given: string) => string | undefined = () => undefined) {
  const fault = faultText({ allowed, kind: "text" });
  const error = ({ input }: { input?: unknown }) =>
    (typeof input === "string" ? hint(input) : undefined) ?? fault({ input });
  return z.string({ error }).regex(form, { error }).meta({ allowed });
}

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  const allowed = `one of ${words.join(", ")}`;
  const error = ({ input }: { input?: unknown }) => {
    const near = typeof input === "string" ? nearest(input, words) : undefined;
    return faultText({ allowed: near === undefined ? allowed : `${allowed}; did you mean "${near}"?` })({ input });
  };
  return z.enum(words, { error }).meta({ allowed });
}

/** A whole number, or a decimal string, as `pulumi config set --path` writes it. */
export function wholeNumber(min: number, max: number, unit: string, also: Partial<AllowedValue> = {}) {
  const value = { allowed: `a whole number from ${min} to ${max} (${unit})`, ...also };
  const error = faultText(value);
  return decimalOf(z.number({ error }).int({ error }).min(min, { error }).max(max, { error }), value);
}

/** A number above 0, fractions allowed, or a decimal string. */
export function positiveNumber(unit: string, also: Pick<AllowedValue, "missing">) {
  const value = { allowed: `a number above 0 (${unit})`, ...also };
  const error = faultText(value);
  return decimalOf(z.number({ error }).gt(0, { error }), value);
}

/** The id of an existing resource in AWS that the stack takes over. */
export function importId(what: string) {
  return textLike(/^[a-z0-9]{1,64}$/, `the id of an existing ${what}: 1 to 64 lower-case letters and digits`);
}

/** `true` or `false`, or those two words as text. */
export function flag() {
  const [allowed, words] = ["true or false", z.enum(["true", "false"]).transform((word) => word === "true")];
  return z.union([z.boolean(), words], { error: faultText({ allowed }) }).meta({ allowed });
}

/** A decimal number as people write it: no plus sign, no leading zeros, no exponent, no separators. */
const DECIMAL = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

function decimalOf(number: z.ZodNumber, value: AllowedValue) {
  const { allowed } = value;
  const decimal = z.string().regex(DECIMAL).transform(Number).pipe(number);
  return z.union([number, decimal], { error: faultText(value) }).meta({ allowed });
}
