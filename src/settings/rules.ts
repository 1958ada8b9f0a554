import type { z } from "zod";
import { listed, quote } from "./complaints";
import { isMap, soundFields } from "./fields";
import { MAX_API_KEYS, MAX_TAGS } from "./limits";
import { nearestFinder } from "./nearest";
import type { GivenSettings } from "./stack-entries";
import { reservedTags } from "./tags";

/** What must hold between keys, plans and the rest. Each fault is at the field whose row of the config table states the rule. */
export function checkRules(settings: GivenSettings, context: z.core.$RefinementCtx): void {
  const sound = soundFields(context.issues);
  const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  const rules = { settings, sound, refuse };

  const names = sound("keys") ? Object.keys(settings.keys).filter((name) => isMap(settings.keys[name])) : [];
  checkPlanNames(rules, names);
  checkReaders(rules, names);
  checkSecretNames(rules, names);
  checkImports(rules, names);
  if (sound("keys")) checkKeyCount(rules);
  if (sound("tags")) checkTagCounts(rules, names);
  if (sound("secretsManager") && sound("deletionProtection")) checkRecoveryWindow(rules);
}

interface Rules {
  readonly settings: GivenSettings;
  readonly sound: ReturnType<typeof soundFields>;
  readonly refuse: (path: string[], message: string) => void;
}

function checkPlanNames({ settings, sound, refuse }: Rules, names: readonly string[]): void {
  if (!sound("usagePlans")) return;
  const plans = Object.keys(settings.usagePlans);
  const nearest = nearestFinder(plans);
  const check = (plan: string | undefined, ...path: string[]) => {
    if (plan === undefined || !sound(...path) || Object.hasOwn(settings.usagePlans, plan)) return;
    const near = nearest(plan);
    const remedy =
      near !== undefined
        ? `did you mean "${near}"?`
        : plans.length > 0
          ? `the usage plans are ${listed(plans)}`
          : "there is none at all: add it under usagePlans, or drop the line";
    refuse(path, `there is no usage plan ${quote(plan)}; ${remedy}`);
  };
  for (const name of names) {
    const key = settings.keys[name]!;
    check(key.usagePlan, "keys", name, "usagePlan");
    if (!isMap(key.generations)) continue;
    for (const [id, generation] of Object.entries(key.generations)) {
      if (isMap(generation)) check(generation.usagePlan, "keys", name, "generations", id, "usagePlan");
    }
  }
}

function checkReaders({ settings, sound, refuse }: Rules, names: readonly string[]): void {
  if (settings.secretsManager !== undefined || !sound("secretsManager")) return;
  for (const name of names) {
    if (settings.keys[name]!.readers === undefined || !sound("keys", name, "readers")) continue;
    refuse(
      ["keys", name, "readers"],
      "readers read the key from Secrets Manager, which publishes nothing here; add secretsManager: {}, or drop the readers",
    );
  }
}

function checkSecretNames({ settings, sound, refuse }: Rules, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    const { secretName } = settings.keys[name]!;
    const path = ["keys", name, "secretName"];
    if (secretName === undefined || !sound(...path)) continue;
    if (settings.secretsManager === undefined && sound("secretsManager")) {
      refuse(path, "names the key's secret, and nothing is published here; add secretsManager: {}, or drop the line");
    }
    if (seen.has(secretName)) refuse(path, `the name ${quote(secretName)} is given twice; give each secret its own`);
    seen.add(secretName);
  }
}

function checkImports({ settings, sound, refuse }: Rules, names: readonly string[]): void {
  const once = (what: string) => {
    const seen = new Set<string>();
    return (id: string | undefined, ...path: string[]) => {
      if (id === undefined || !sound(...path)) return;
      if (seen.has(id)) refuse(path, `the ${what} ${quote(id)} is imported twice; import it once`);
      seen.add(id);
    };
  };
  const [apiKey, usagePlan] = [once("API key"), once("usage plan")];
  for (const name of names) {
    const { generations } = settings.keys[name]!;
    for (const [id, generation] of isMap(generations) ? Object.entries(generations) : []) {
      if (isMap(generation)) apiKey(generation.import, "keys", name, "generations", id, "import");
    }
  }
  for (const [name, plan] of sound("usagePlans") ? Object.entries(settings.usagePlans) : []) {
    if (isMap(plan)) usagePlan(plan.import, "usagePlans", name, "import");
  }
}

function checkKeyCount({ settings, refuse }: Rules): void {
  const count = Object.values(settings.keys).reduce(
    (sum, key) => sum + (isMap(key) && isMap(key.generations) ? Object.keys(key.generations).length : 1),
    0,
  );
  if (Object.keys(settings.keys).length === 0) {
    refuse(["keys"], "got no key; give one at least, for example service: {}, or drop the line to get that one");
  }
  if (count > MAX_API_KEYS) {
    refuse(
      ["keys"],
      `got ${count} API keys, all generations counted; AWS holds ${MAX_API_KEYS} in an account and Region: split the stack`,
    );
  }
}

function checkTagCounts({ settings, sound, refuse }: Rules, names: readonly string[]): void {
  const everywhere = Object.keys(settings.tags);
  const check = (tags: readonly string[], ours: number, path: string[]) => {
    const count = new Set([...everywhere, ...tags]).size + ours;
    if (count <= MAX_TAGS) return false;
    refuse(
      path,
      `comes to ${count} tags on a resource, ${ours} of them the stack's own; AWS takes ${MAX_TAGS}: drop some`,
    );
    return true;
  };
  // An API key carries all four of the stack's own tags, a usage plan only project and stack.
  if (check([], reservedTags.length, ["tags"])) return;
  for (const name of names) {
    const path = ["keys", name, "tags"];
    if (sound(...path)) check(Object.keys(settings.keys[name]!.tags ?? {}), reservedTags.length, path);
  }
  for (const [name, plan] of sound("usagePlans") ? Object.entries(settings.usagePlans) : []) {
    const path = ["usagePlans", name, "tags"];
    if (isMap(plan) && sound(...path)) check(Object.keys(plan.tags ?? {}), 2, path);
  }
}

function checkRecoveryWindow({ settings, refuse }: Rules): void {
  if (settings.secretsManager?.recoveryWindowInDays !== 0 || !settings.deletionProtection) return;
  refuse(
    ["secretsManager", "recoveryWindowInDays"],
    "got 0, which deletes a secret at once and for good; give 7 to 30 (days), or set deletionProtection: false",
  );
}
