import type { z } from "zod";
import { listed, quote } from "./fault-text";
import { MAX_API_KEYS } from "./limits";
import { nearestFinder } from "./nearest";
import { recoveryWindow } from "./secrets-manager";
import { isMap, soundFields } from "./sound-fields";
import type { GivenSettings } from "./stack-entries";
import { reservedTags, tagCountProblem } from "./tags";

/** The rules across keys, plans and other entries. Each fault is at the field that the rule belongs to. */
export function checkRules(settings: GivenSettings, context: z.core.$RefinementCtx): void {
  const rules = rulesFor(settings, context);
  checkPlanNames(rules);
  checkPublished(rules);
  checkTwice(rules);
  checkKeyCount(rules);
  checkTagCounts(rules);
  checkRecoveryWindow(rules);
}

type Rules = ReturnType<typeof rulesFor>;

/** A map of the configuration, its name, and the names that lead to what holds it. */
interface Place<T> {
  readonly within: readonly string[];
  readonly name: string;
  readonly map: T;
}

/** What the rules read, and how they report a fault. */
function rulesFor(settings: GivenSettings, context: z.core.$RefinementCtx) {
  const sound = soundFields(context.issues);
  const mapsIn = <T>(maps: Readonly<Record<string, T>>, ...within: string[]): Place<T>[] => {
    const names = isMap(maps) ? Object.keys(maps) : [];
    return names.filter((name) => isMap(maps[name])).map((name) => ({ within, name, map: maps[name]! }));
  };
  const keys = mapsIn(settings.keys, "keys");
  return {
    settings,
    keys,
    generations: keys.flatMap(({ name, map }) => mapsIn(map.generations, "keys", name, "generations")),
    plans: mapsIn(settings.usagePlans, "usagePlans"),
    sound,
    /** The values of one field in these maps, where it is given and not faulty. */
    given: <T, F extends keyof T & string>(places: readonly Place<T>[], field: F) =>
      places
        .filter(({ within, name, map }) => map[field] !== undefined && sound(...within, name, field))
        .map(({ within, name, map }) => ({ at: [...within, name, field], value: map[field] as NonNullable<T[F]> })),
    refuse: (path: readonly string[], message: string) =>
      context.addIssue({ code: "custom", path: [...path], message }),
  };
}

function checkPlanNames({ settings, keys, generations, sound, given, refuse }: Rules): void {
  if (!sound("usagePlans")) return;
  const plans = Object.keys(settings.usagePlans);
  const nearest = nearestFinder(plans);
  for (const { at, value } of [...given(keys, "usagePlan"), ...given(generations, "usagePlan")]) {
    if (Object.hasOwn(settings.usagePlans, value)) continue;
    const near = nearest(value);
    const remedy =
      near !== undefined
        ? `did you mean "${near}"?`
        : plans.length > 0
          ? `the usage plans are ${listed(plans)}`
          : "add it under usagePlans, or drop the line";
    refuse(at, `there is no usage plan ${quote(value)}; ${remedy}`);
  }
}

function checkPublished({ settings, keys, sound, given, refuse }: Rules): void {
  if (settings.secretsManager !== undefined || !sound("secretsManager")) return;
  const remedy = "add secretsManager: {}, or drop the";
  const [readers, secretNames] = [given(keys, "readers"), given(keys, "secretName")];
  for (const { at } of readers) {
    refuse(at, `readers need a secret, and nothing is published; ${remedy} readers`);
  }
  for (const { at } of secretNames) {
    refuse(at, `names the key's secret, and nothing is published; ${remedy} line`);
  }
}

function checkTwice({ keys, generations, plans, given, refuse }: Rules): void {
  const check = (all: readonly { at: readonly string[]; value: string }[], problem: (quoted: string) => string) => {
    const seen = new Set<string>();
    for (const { at, value } of all) {
      if (seen.has(value)) refuse(at, problem(quote(value)));
      seen.add(value);
    }
  };
  check(given(keys, "secretName"), (name) => `the name ${name} is given twice; give each secret its own name`);
  check(given(generations, "import"), (id) => `the API key ${id} is imported twice; import it once`);
  check(given(plans, "import"), (id) => `the usage plan ${id} is imported twice; import it once`);
}

function checkKeyCount({ settings, sound, refuse }: Rules): void {
  if (!sound("keys")) return;
  const keys: readonly Partial<GivenSettings["keys"][string]>[] = Object.values(settings.keys);
  if (keys.length === 0) {
    refuse(["keys"], "got no key; give at least one, for example service: {}, or drop the line to get that one");
  }
  // A faulty key or a faulty map of generations counts as one.
  const count = keys.reduce((sum, key) => sum + (isMap(key.generations) ? Object.keys(key.generations).length : 1), 0);
  if (count <= MAX_API_KEYS) return;
  const problem = `got ${count} API keys, counting every generation, and AWS allows ${MAX_API_KEYS} per account and Region; split the stack`;
  refuse(["keys"], problem);
}

function checkTagCounts({ settings, keys, plans, sound, given, refuse }: Rules): void {
  if (!sound("tags")) return;
  const check = (at: readonly string[], tags: object, ours: number) => {
    const problem = tagCountProblem([...Object.keys(settings.tags), ...Object.keys(tags)], ours);
    if (problem !== undefined) refuse(at, problem);
    return problem === undefined;
  };
  if (!check(["tags"], {}, reservedTags.length)) return;
  for (const { at, value } of given(keys, "tags")) check(at, value, reservedTags.length);
  for (const { at, value } of given(plans, "tags")) check(at, value, 2);
}

function checkRecoveryWindow({ settings, sound, refuse }: Rules): void {
  if (!sound("secretsManager") || !sound("deletionProtection")) return;
  if (settings.secretsManager?.recoveryWindowInDays !== 0 || !settings.deletionProtection) return;
  const problem = `got 0, which deletes a secret at once and for good; give ${recoveryWindow}`;
  refuse(["secretsManager", "recoveryWindowInDays"], problem);
}
