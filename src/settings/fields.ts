import { z } from "zod";
import { complain, listed, type Complaint } from "./complaints";
import { nearest } from "./nearest";

/** Text of `min` to `max` characters. */
export function text(min: number, max: number) {
  const error = complain({ expected: `text of ${min} to ${max} characters`, due: "text" });
  return z.string({ error }).min(min, { error }).max(max, { error });
}

/** Text of one form; `expected` says which, in words. */
export function textLike(form: RegExp, expected: string) {
  const error = complain({ expected, due: "text" });
  return z.string({ error }).regex(form, { error });
}

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  const expected = `one of ${words.join(", ")}`;
  const error = ({ input }: { input?: unknown }) => {
    const near = typeof input === "string" ? nearest(input, words) : undefined;
    return complain({ expected: near === undefined ? expected : `${expected}; did you mean "${near}"?` })({ input });
  };
  return z.enum(words, { error });
}

/** A whole number, or the same as a decimal string, as `pulumi config set --path` writes it. */
export function wholeNumber(min: number, max: number, unit: string, also: Pick<Complaint, "missing"> = {}) {
  const error = complain({ expected: `a whole number from ${min} to ${max} (${unit})`, ...also });
  return decimalOf(z.number({ error }).int({ error }).min(min, { error }).max(max, { error }), error);
}

/** A number above 0, fractions allowed, or the same as a decimal string. */
export function positiveNumber(unit: string, also: Pick<Complaint, "missing"> = {}) {
  const error = complain({ expected: `a number above 0 (${unit})`, ...also });
  return decimalOf(z.number({ error }).gt(0, { error }), error);
}

/** The id that AWS gave to something that exists, which the stack takes over. */
export function importId(what: string) {
  return textLike(/^[a-z0-9]{1,64}$/, `the id of ${what} that exists: 1 to 64 lower-case letters and digits`);
}

/** `true` or `false`, or those two words as text. */
export function flag() {
  const error = complain({ expected: "true or false" });
  return z.union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")], { error });
}

/** A map with exactly these entries; every other name is a fault. */
export function fields<T extends z.core.$ZodLooseShape>(shape: T) {
  const names = Object.keys(shape);
  const map = z.object(shape, { error: complain({ expected: `a map with ${listed(names)}`, due: "map" }) });
  // In place of z.strictObject, which reports all unknown names of a map in one issue: this reports each at its own path.
  const unknown = z.unknown().refine(() => false, { error: ({ path }) => unknownName(String(path?.at(-1)), names) });
  return map.catchall(unknown.meta({ not: {} })) as unknown as z.ZodObject<T, z.core.$strict>;
}

/** A map with names of the user's own choice, of the given form. What a misnamed entry holds is checked all the same. */
export function mapOf<T extends z.ZodType>(form: RegExp, expectedName: string, entry: T, what: string) {
  const record = z.record(z.string(), entry, { error: complain({ expected: `a map of ${what}`, due: "map" }) });
  return orEmptyMap(
    record.superRefine((map, context) => {
      for (const name of Object.keys(map)) {
        if (form.test(name)) continue;
        context.addIssue({
          code: "custom",
          path: [name],
          message: `not a name: give ${expectedName}`,
          params: NAME_ONLY,
        });
      }
    }, WHERE_MAP),
  ).meta({ propertyNames: { pattern: form.source } }); // For the JSON schema, which knows nothing of a rule in code.
}

/** The names of keys and usage plans, which are part of the logical names of their resources. */
export function namedMapOf<T extends z.ZodType>(entry: T, what: string) {
  const expected = "lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters";
  return mapOf(/^(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/, expected, entry, what);
}

/** A list in which nothing stands twice. Of two entries with the same `identity` the second one is at fault, with what `twice` says. */
export function listOf<T extends z.ZodType>(entry: T, what: string, unique: Unique<z.output<T>>) {
  return z.array(entry, { error: complain({ expected: `a list of ${what}`, due: "list" }) }).superRefine(
    (given, context) => {
      const sound = soundFields(context.issues);
      const faultsIn = (index: number) =>
        context.issues.filter(({ path }) => Number(path?.[0]) === index).map(({ path }) => String(path?.[1]));
      const seen = new Set<string>();
      given.forEach((item, index) => {
        if (!sound(`${index}`) || faultsIn(index).some((field) => unique.fields?.includes(field))) return;
        const identity = unique.identity(item);
        if (seen.has(identity)) context.addIssue({ code: "custom", path: [index], message: unique.twice(item) });
        seen.add(identity);
      });
    },
    { when: ({ value }) => Array.isArray(value) },
  );
}

/** What makes two entries of a list the same. */
interface Unique<T> {
  readonly identity: (item: T) => string;
  /** The fields of the entry that `identity` reads. */
  readonly fields?: readonly string[];
  readonly twice: (item: T) => string;
}

/** One of two forms, told apart by what is given, so that a fault is told at its own place within. */
export function choice<A extends z.ZodType, B extends z.ZodType>(
  isFirst: (given: unknown) => boolean,
  first: A,
  second: B,
) {
  return z
    .unknown()
    .transform((given, context): z.output<A> | z.output<B> => {
      const { data, error } = (isFirst(given) ? first : second).safeParse(given);
      for (const issue of error?.issues ?? []) context.issues.push({ ...issue, input: given } as z.core.$ZodRawIssue);
      return (error ? given : data) as z.output<A> | z.output<B>;
    })
    .meta({ choice: [first, second] }); // For the JSON schema.
}

/** Nothing behind a map-valued entry means `{}`. */
export function orEmptyMap<T extends z.ZodType>(map: T) {
  // zod's JSON schema knows what comes out of code that goes before a schema, and not what goes in.
  return z.preprocess((given) => (given === null ? {} : given), map).meta({ type: ["object", "null"] });
}

/** Runs a rule across fields on whatever did parse, where zod would skip it once any field is bad. */
export const WHERE_MAP = { when: ({ value }: z.core.ParsePayload) => isMap(value) };

/** Marks the fault of a name, which leaves what it names sound. */
const NAME_ONLY = { nameOnly: true };

/** Tells a rule which fields it may read: those where neither they nor what holds them is at fault. */
export function soundFields(issues: readonly z.core.$ZodRawIssue[]): (...path: readonly string[]) => boolean {
  const faulty = new Set<string>();
  for (const { path = [], params } of issues) {
    if (params !== NAME_ONLY) faulty.add(JSON.stringify(path.map(String)));
  }
  return (...path) => path.every((_, end) => !faulty.has(JSON.stringify(path.slice(0, end + 1))));
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A decimal number as people write it: no plus sign, no leading zeros, no exponent, no separators. */
const DECIMAL = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

function decimalOf(number: z.ZodNumber, error: (issue: { input?: unknown }) => string) {
  return z.union([number, z.string().regex(DECIMAL).transform(Number).pipe(number)], { error });
}

function unknownName(name: string, names: readonly string[]): string {
  const near = nearest(name, names) ?? names.find((full) => full.endsWith(`:${name}`));
  return `unknown; ${near === undefined ? "" : `did you mean "${near}"? `}allowed here: ${listed(names)}`;
}
