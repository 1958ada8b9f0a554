import type { z } from "zod";
import { type Fault, formatPath, type Path } from "./faults";
import { nearest } from "./nearest";

/** A rule across fields. It reads what did parse, and is silent where a field that it reads is itself at fault. */
export type Rule = (parsed: Parsed) => void;

/** What did parse of a map or list, whatever is wrong with the rest of it. */
export interface Parsed {
  /**
   * The values at each such path; `*` stands for any name or position. What is absent or at fault, in itself or in what holds
   * it, is left out.
   */
  all<T>(this: void, ...pattern: readonly string[]): readonly Found<T>[];
  /** The names in the map at this path, those of faulty entries too; undefined if the map is absent or at fault. */
  names(this: void, ...path: readonly string[]): string[] | undefined;
  /** False if what is given at this path is at fault, in itself or in what holds it, or is there under a misspelt name. */
  isSound(this: void, ...path: readonly string[]): boolean;
  /** Reports a fault. */
  refuse(this: void, path: Path, problem: string): void;
}

/** A value without fault, and where it is. */
export class Found<T> {
  constructor(
    private readonly within: Found<unknown> | undefined,
    private readonly name: PropertyKey,
    readonly value: T,
    /** The faults below it. */
    readonly place: Place | undefined,
  ) {}

  get path(): PropertyKey[] {
    return this.within ? [...this.within.path, this.name] : [];
  }

  /** False if something below it is at fault. */
  get isWhole(): boolean {
    return this.place === undefined;
  }
}

/** Adds rules to the schema of a map or list. They also run where something in it is at fault. */
export function addRules<T extends z.ZodType>(schema: T, ...rules: readonly Rule[]): T {
  return schema.superRefine(
    (value, context) => {
      const parsed = whatParsed(value, context);
      for (const rule of rules) rule(parsed);
    },
    // Without `when`, zod skips the rules if there is any fault.
    { when: ({ value }) => typeof value === "object" && value !== null },
  );
}

/** A rule that refuses each value that was found before. */
export function refuseTwice<T>(
  { refuse }: Parsed,
  found: readonly Pick<Found<T>, "path" | "value">[],
  problem: (value: T) => string,
): void {
  const seen = new Set<string>();
  for (const each of found) {
    const text = JSON.stringify(each.value);
    if (seen.has(text)) refuse(each.path, problem(each.value));
    seen.add(text);
  }
}

/** The faults of what zod found: several where it reports several at once. */
export function faultsOf(issue: z.core.$ZodIssue, within: Path = []): Fault[] {
  const path = within.length > 0 ? [...within, ...issue.path] : issue.path;
  if (issue.code === "unrecognized_keys") {
    const problems = issue.message.split("\n");
    return issue.keys.map((name, index) => ({ path: formatPath([...path, name]), problem: problems[index]! }));
  }
  const ofForm = formMeant(issue);
  if (ofForm) return ofForm.flatMap((each) => faultsOf(each, path));
  return [{ path: formatPath(path), problem: issue.message }];
}

type Issue = z.core.$ZodIssue | z.core.$ZodRawIssue;

/** Of a value with several forms, none of which fits: what is wrong in the form that was meant, if one can tell. */
function formMeant(issue: Issue): z.core.$ZodIssue[] | undefined {
  if (issue.code !== "invalid_union") return undefined;
  const isOtherForm = ({ code, path }: Issue) =>
    path?.length === 0 && (code === "invalid_type" || code === "invalid_value");
  return (issue.errors as z.core.$ZodIssue[][]).find((issues) => !issues.some(isOtherForm));
}

/** Where something is at fault. */
interface Place {
  isFaulty: boolean;
  below?: Map<string, Place>;
}

/** What was found at a pattern, and at those that go on from there. */
interface Known {
  readonly found: readonly Found<unknown>[];
  below?: Map<string, Known>;
}

function whatParsed(whole: unknown, context: z.core.$RefinementCtx): Parsed {
  const root = context.issues.length > 0 ? faultyPlaces(context.issues) : undefined;
  // Many rules read the same maps: what is at a pattern, or at the beginning of one, is looked for once.
  const top: Known = { found: root?.isFaulty ? [] : [new Found(undefined, "", whole, root)] };
  const foundAt = (pattern: readonly string[]): readonly Found<unknown>[] => {
    let known = top;
    for (const step of pattern) {
      known.below ??= new Map();
      const next = known.below.get(step) ?? { found: foundIn(known.found, step) };
      known.below.set(step, next);
      known = next;
    }
    return known.found;
  };
  return {
    all: <T>(...pattern: readonly string[]) => foundAt(pattern) as readonly Found<T>[],
    names: (...path) => {
      const [map] = foundAt(path);
      return isObject(map?.value) ? Object.keys(map.value) : undefined;
    },
    isSound: (...path) => {
      let place = root;
      return !place?.isFaulty && path.every((step) => !(place = place?.below?.get(step))?.isFaulty);
    },
    refuse: (path, message) => context.addIssue({ code: "custom", path: [...path], message }),
  };
}

/** What these maps and lists hold under one name, or under every name (`*`), where it is not at fault. */
function foundIn(maps: readonly Found<unknown>[], step: string): Found<unknown>[] {
  const found: Found<unknown>[] = [];
  for (const map of maps) {
    if (!isObject(map.value)) continue;
    if (step !== "*") addFound(found, map, map.value, step);
    else for (const name of Object.keys(map.value)) addFound(found, map, map.value, name);
  }
  return found;
}

function addFound(
  found: Found<unknown>[],
  map: Found<unknown>,
  value: Readonly<Record<string, unknown>>,
  name: string,
): void {
  const item = Object.hasOwn(value, name) ? value[name] : undefined;
  const below = map.place?.below?.get(name);
  if (item === undefined || below?.isFaulty) return;
  found.push(new Found<unknown>(map, Array.isArray(value) ? Number(name) : name, item, below));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function faultyPlaces(issues: readonly Issue[]): Place {
  const root: Place = { isFaulty: false };
  for (const issue of issues) markFaulty(root, issue);
  return root;
}

/** Marks what is at fault in what stands at this place. */
function markFaulty(within: Place, issue: Issue): void {
  // What broke a rule did parse.
  if (issue.code === "custom") return;
  let place = within;
  for (const step of issue.path ?? []) place = placeBelow(place, String(step));
  if (issue.code === "unrecognized_keys") {
    const names = "inst" in issue ? Object.keys((issue.inst as z.ZodObject).shape) : [];
    for (const name of issue.keys as readonly string[]) {
      placeBelow(place, name).isFaulty = true;
      // The field that was meant is at fault too, not absent.
      const meant = nearest(name, names);
      if (meant !== undefined) placeBelow(place, meant).isFaulty = true;
    }
    return;
  }
  const ofForm = formMeant(issue);
  if (ofForm) for (const each of ofForm) markFaulty(place, each);
  else place.isFaulty = true;
}

function placeBelow(place: Place, name: string): Place {
  place.below ??= new Map();
  let below = place.below.get(name);
  if (below === undefined) place.below.set(name, (below = { isFaulty: false }));
  return below;
}
