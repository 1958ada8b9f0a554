import { z } from "zod";
import { faultText, listed, quote, VALUE_PROBLEM } from "./fault-text";
import { nearest } from "./nearest";
import { NAME_ONLY, soundFields, WHERE_MAP } from "./sound-fields";

/**
 * What an entry is, for editors and docs/configuration.md. What may be given stands there too, in the words of the entry's
 * fault (`allowed`).
 */
export function about(description: string, ...examples: readonly unknown[]) {
  return { description, ...(examples.length > 0 && { examples }) };
}

/** A map with exactly these entries; every other name is a fault. */
export function fields<T extends z.core.$ZodLooseShape>(shape: T) {
  const names = Object.keys(shape);
  const allowed = `a map with ${listed(names)}`;
  const map = z.object(shape, { error: faultText({ allowed, kind: "map" }) });
  // z.strictObject would report all unknown names of a map in one issue. This reports each at its own path.
  const error = ({ path, input }: z.core.$ZodRawIssue) => unknownName(String(path?.at(-1)), input, names);
  const unknown = z.unknown().refine(() => false, { error, params: { names } });
  return map.catchall(unknown.meta({ not: {} })).meta({ allowed }) as unknown as z.ZodObject<T, z.core.$strict>;
}

/** The form of the names in a map. */
export interface NameForm {
  readonly form: RegExp;
  /** The form in words that can follow "give". */
  readonly allowed: string;
  /** Guesses what a name of another form was meant to be. */
  readonly meant?: (name: string) => string | undefined;
}

/** A map whose names the user chooses. A name of the wrong form is a fault, and its entry is still checked. */
export function mapOf<T extends z.ZodType>(names: NameForm, entry: T, what: string) {
  const allowed = `a map of ${what}`;
  const record = z.record(z.string(), entry, { error: faultText({ allowed, kind: "map" }) });
  return orEmptyMap(
    record.superRefine((map, context) => {
      for (const name of Object.keys(map).filter((each) => !names.form.test(each))) {
        const meant = names.meant?.(name);
        const hint = meant === undefined ? "" : `did you mean ${quote(meant)}? `;
        const message = `not a valid name; ${hint}give ${names.allowed}`;
        context.addIssue({ code: "custom", path: [name], message, params: NAME_ONLY });
      }
    }, WHERE_MAP),
    // For the JSON schema, which cannot see a rule in code.
  ).meta({ allowed, propertyNames: { pattern: names.form.source, allowed: names.allowed } });
}

/** The names of keys and usage plans, which are part of the logical names of their resources. */
export function namedMapOf<T extends z.ZodType>(entry: T, what: string) {
  const allowed = "lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters";
  return mapOf({ form: /^(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/, allowed }, entry, what);
}

/** A list without duplicates. If two entries have the same `identity`, the second one gets the fault `twice`. */
export function listOf<T extends z.ZodType>(entry: T, what: string, unique: Unique<z.output<T>>) {
  const allowed = `a list of ${what}`;
  const list = z.array(entry, { error: faultText({ allowed, kind: "list" }) }).superRefine(
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
  return list.meta({ allowed });
}

/** What makes two entries of a list the same. */
interface Unique<T> {
  readonly identity: (item: T) => string;
  /** The fields of the entry that `identity` reads. */
  readonly fields?: readonly string[];
  readonly twice: (item: T) => string;
}

/** One of two forms. `isFirst` tells from the value which is meant, so that a fault is reported at its exact place. */
export function choice<A extends z.ZodType, B extends z.ZodType>(
  isFirst: (given: unknown) => boolean,
  first: A,
  second: B,
) {
  return z
    .unknown()
    .transform((given, context): z.output<A> | z.output<B> => {
      // `safeParse` would make an error of the issues, which takes longer than to find them.
      const parsed = (isFirst(given) ? first : second)._zod.run({ value: given, issues: [] }, { async: false });
      const { value, issues } = parsed as z.core.ParsePayload<z.output<A> | z.output<B>>;
      context.issues.push(...issues);
      return value;
    })
    .meta({ choice: [second, first] }); // For the JSON schema.
}

/** Nothing behind a map-valued entry means `{}`. */
export function orEmptyMap<T extends z.ZodType>(map: T) {
  // zod's JSON schema describes what z.preprocess puts out, not what it takes.
  return z.preprocess((given) => (given === null ? {} : given), map).meta({ type: ["object", "null"] });
}

/** Names under which somebody might paste a key's value into the file. */
const VALUE_NAME = /^((x-)?api[-_]?key|key|(api[-_]?)?(key[-_]?)?(value|secret|token))$/i;

function unknownName(name: string, given: unknown, names: readonly string[]): string {
  const near = nearest(name, names) ?? names.find((full) => full.endsWith(`:${name}`));
  if (near !== undefined) return `unknown; did you mean "${near}"? allowed here: ${listed(names)}`;
  const isValue = VALUE_NAME.test(name) && (typeof given === "string" || typeof given === "number");
  return isValue ? VALUE_PROBLEM : `unknown; allowed here: ${listed(names)}`;
}
