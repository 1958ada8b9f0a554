/** What a plan tells in every form: the resources without the day of the run, keys and Regions in a few words, counts. */
import { importAt } from "../../src/regions";
import type { Settings } from "../../src/settings";
import type { OutputReference } from "../../src/settings/api-stages";
import { printable } from "../../src/settings/faults";
import { currentId } from "../../src/settings/generations";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import type { Delivery } from "../../src/settings/stores";
import { TAG } from "../../src/settings/tags";
import { kindOf, type Registration } from "../program/registration";
import type { ProgramRun } from "../program/run-program";

/** The settings of a stack, and what the program makes of them. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  readonly settings: Settings;
  readonly run: ProgramRun;
}

/** What a plan cannot tell: that needs the last deployment, which only a preview knows. */
export const WANTED = "What is wanted, not what would change; a preview checks that it may follow what was deployed.";

/**
 * The same registrations without the day of the run, so that a plan is the same on every day, and with the names of
 * other stacks' outputs in place of `[unknown]`.
 */
export function asPlanned(registrations: readonly Registration[], settings: Settings): Registration[] {
  return registrations.map((registration) => {
    const inputs = { ...registration.inputs };
    const tags = inputs.tags as Readonly<Record<string, unknown>> | undefined;
    if (tags?.[TAG.since] !== undefined) inputs.tags = { ...tags, [TAG.since]: "[day of the deployment]" };
    if (Array.isArray(inputs.apiStages)) {
      inputs.apiStages = withOutputNames(inputs.apiStages as object[], registration.name, settings);
    }
    return { ...registration, inputs };
  });
}

/** The API stages of a plan; `standard@us-east-1` is the plan `standard` in that Region, with stages of its own. */
function withOutputNames(apiStages: readonly object[], name: string, { usagePlans }: Settings): object[] {
  const [plan = "", region] = name.split("@");
  const given = usagePlans[plan]!.apiStages!.filter((stage) => stage.region === region);
  return given.map(({ apiId, stage }, index) => {
    return { ...apiStages[index], apiId: shownText(apiId), stage: shownText(stage) };
  });
}

/** The id of an API or the name of a stage. An output of another stack is not known offline. */
function shownText(given: string | OutputReference): string {
  return typeof given === "string" ? given : `[output ${given.output} of ${given.stack}]`;
}

type ApiStage = NonNullable<Settings["usagePlans"][string]["apiStages"]>[number];

/** The API and its stage in few characters. */
export function shownStage({ apiId, stage }: Pick<ApiStage, "apiId" | "stage">): string {
  return `${shownText(apiId)}/${shownText(stage)}`;
}

/** How many resources `pulumi preview` counts for a new stack, the stack included, and how many warnings there are. */
export function counts({ registrations, warnings }: ProgramRun): string {
  const kinds = new Map([["Stack", 1]]);
  for (const { type } of registrations) kinds.set(kindOf(type), (kinds.get(kindOf(type)) ?? 0) + 1);
  const each = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${count} ${name}`);
  const imported = registrations.filter(({ importId }) => importId !== undefined).length;
  const total = `${registrations.length + 1 - imported} to create${imported === 0 ? "" : ` and ${imported} to import`}`;
  const warned = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  return `New stack: ${total} (${each.join(", ")}); ${warned}.`;
}

/** A service key in a few words, for a reviewer. */
export interface KeyRow {
  /** The plan of the current generation. */
  readonly usagePlan: string | undefined;
  /** Every generation with its state, with its plan if that is not the current one's, and with what it imports. */
  readonly generations: string;
  /** Where its value goes. */
  readonly published: string;
  /** Who may read it, from their ARNs: the account, and a name such as `role/assistant`. */
  readonly readers: readonly { readonly account: string; readonly name: string }[];
}

const PUBLISHED: Readonly<Record<Delivery, string>> = {
  secretsManager: "secret",
  parameterStore: "parameter",
  both: "secret and parameter",
  none: "by hand",
};

/** Describes a service key in a few words. */
export function keyRow(key: ServiceKeySettings): KeyRow {
  const { enabled, generations, delivery, readers = [] } = key;
  const { usagePlan } = generations[currentId(key)]!;
  const states = Object.entries(generations).map(([id, { state, usagePlan: plan, import: keyId }]) => {
    const own = plan === usagePlan ? "" : plan === undefined ? " without plan" : ` on ${plan}`;
    return `${id} ${state}${own}${importText(keyId)}`;
  });
  return {
    usagePlan,
    generations: `${states.join(", ")}${enabled ? "" : "; all switched off"}`,
    published: PUBLISHED[delivery],
    readers: readers.map((arn) => {
      const [account, name] = arn.split(":").slice(4);
      return { account: account!, name: name! };
    }),
  };
}

/** What an entry imports, in brackets: ` (import a1b2c3)`, or ` (import eu-central-1 a1b2c3, us-east-1 d4e5f6)`. */
export function importText(ids: string | Readonly<Record<string, string>> | undefined): string {
  if (ids === undefined) return "";
  const each = typeof ids === "string" ? [ids] : Object.entries(ids).map(([region, id]) => `${region} ${id}`);
  return ` (import ${each.join(", ")})`;
}

/** True for a resource of a further Region. The tree shows those of the stack's own, which differ in little. */
export function isElsewhere({ name }: Pick<Registration, "name">): boolean {
  return name.includes("@");
}

/** Each further Region of a stack, in name order, with what is its own there, in words. */
export function furtherRegions({ settings, run }: Plan): { readonly region: string; readonly about: string }[] {
  const { keys, usagePlans, region: own } = settings;
  const plans = Object.entries(usagePlans);
  const generations = Object.entries(keys).flatMap(([key, its]) =>
    Object.entries(its.generations).map(([id, generation]) => [`${key} ${id}`, generation] as const),
  );
  return Object.entries(settings.regions).map(([region, { enabled, kmsKeyId }]) => {
    const count = run.registrations.filter(({ name }) => name.endsWith(`@${region}`)).length;
    const open = plans.flatMap(([plan, { apiStages = [] }]) => {
      const here = apiStages.filter((stage) => stage.region === region);
      return here.length === 0 ? [] : [`${plan} ${here.map(shownStage).join(" ")}`];
    });
    const imports = [...plans, ...generations].flatMap(([name, { import: given }]) => {
      const id = importAt(given, { region }, own);
      return id === undefined ? [] : [`${name} ${id}`];
    });
    const about = [
      `the same again, ${count} resources`,
      ...(enabled ? [] : ["every key switched off"]),
      ...(open.length === 0 ? [] : [`open: ${open.join(", ")}`]),
      ...(kmsKeyId === undefined ? [] : [`kmsKeyId ${kmsKeyId}`]),
      ...(imports.length === 0 ? [] : [`import: ${imports.join(", ")}`]),
    ];
    return { region, about: printable(about.join("; ")) };
  });
}
