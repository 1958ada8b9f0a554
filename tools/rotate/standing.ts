/** How each key of a stack stands: by its file, by what was last deployed, and by who still uses it. */
import type { DeployedKey, LastDeployment } from "../../src/last-deployment";
import { mapValues, valueIn } from "../../src/map-values";
import type { GenerationState } from "../../src/rotation";
import type { Settings } from "../../src/settings";
import { listed } from "../../src/settings/faults";
import { addDays, type Day, daysBetween } from "../days";
import type { UsageReport } from "../usage-file";
import type { CalendarGeneration, CalendarKey } from "./calendar";

/** A key as its file has it and as it was last deployed. */
export interface KeyStanding extends CalendarKey {
  /** Whether the last deployment of the key finished; null if it is not known, or if there was none. */
  readonly finished: boolean | null;
  /** Those of the file, and those that are still deployed. */
  readonly generations: Readonly<Record<string, GenerationStanding>>;
}

/** A generation as its file has it and as it was last deployed. */
export interface GenerationStanding extends CalendarGeneration {
  /** True if its API key exists, as far as is known. */
  readonly isDeployed: boolean;
  /** The state that was last deployed; null if there is none, or if it is not known. */
  readonly deployed: GenerationState | null;
  /** The plan that the file gives it or, if the file does not have it, the deployed one; null without one. */
  readonly usagePlan: string | null;
}

/** What the standing of a stack's keys is made from. */
export interface StandingInput {
  readonly settings: Settings;
  /** Undefined if it is not known. */
  readonly last?: LastDeployment;
  /** Undefined if it is not known who still uses what. */
  readonly usage?: UsageReport;
  readonly today: Day;
}

/** How each key in a stack file stands. */
export function standings({ settings, last, usage, today }: StandingInput): Readonly<Record<string, KeyStanding>> {
  const asked = usage && withoutRegionsOff(usage, settings);
  return mapValues(settings.keys, (key, name): KeyStanding => {
    const deployed = last && valueIn(last.keys, name);
    const recorded = deployed?.generations ?? {};
    const ofFile = mapValues(key.generations, ({ state, usagePlan = null }, id): GenerationStanding => {
      const record = valueIn(recorded, id);
      const calendar = state === "grace" && key.rotation;
      const inUse = calendar ? useOf(asked, { key: name, generation: id }, calendar.quietDays, today) : undefined;
      const { state: deployedState = null, since = null } = record ?? {};
      return { state, usagePlan, isDeployed: record !== undefined, deployed: deployedState, since, inUse };
    });
    const leftOut = Object.keys(recorded).filter((id) => !Object.hasOwn(key.generations, id));
    const ofRecord = leftOut.map((id): [string, GenerationStanding] => {
      const { state = null, since = null, usagePlan = null } = recorded[id]!;
      return [id, { state: "absent", usagePlan, isDeployed: true, deployed: state, since }];
    });
    return {
      enabled: key.enabled,
      rotation: key.rotation,
      finished: deployed ? deployed.finished !== undefined : null,
      heldBecause: last && whyHeld(key, deployed),
      generations: { ...ofFile, ...Object.fromEntries(ofRecord) },
    };
  });
}

/** Nothing waits for a Region that is off. */
function withoutRegionsOff(usage: UsageReport, { regions }: Settings): UsageReport {
  return {
    ...usage,
    unanswered: usage.unanswered?.filter(({ region }) => valueIn(regions, region)?.enabled !== false),
  };
}

/** Why no step of a key may be made now, as a clause; undefined if what was deployed is what its file has. */
function whyHeld(key: Settings["keys"][string], deployed: DeployedKey | undefined): string | undefined {
  if (deployed === undefined) return NOT_DEPLOYED;
  if (Object.values(deployed.generations).every(({ state }) => state === undefined)) return OLDER_VERSION;
  if (!deployed.finished) return UNFINISHED;
  const ids = [...new Set([...Object.keys(key.generations), ...Object.keys(deployed.generations)])];
  const isAsDeployed = ids.every((id) => {
    const wanted = valueIn(key.generations, id)?.state;
    return wanted !== undefined && wanted === valueIn(deployed.generations, id)?.state;
  });
  return isAsDeployed && key.enabled === deployed.finished.enabled ? undefined : NOT_DEPLOYED;
}

const NOT_DEPLOYED = "not deployed yet";
const OLDER_VERSION = "the last deployment does not tell its states: deploy it once";
const UNFINISHED = "its last deployment did not finish";

function useOf(
  usage: UsageReport | undefined,
  generation: { readonly key: string; readonly generation: string },
  quietDays: number,
  today: Day,
): string | undefined {
  if (usage !== undefined) return usedWithin(usage, generation, quietDays, today);
  return "it is not known who still uses it: run npm run usage with --json, and give its output with --usage FILE";
}

/**
 * Why a generation may have been used in the last `quietDays` whole days before today, as a clause; undefined if it was not.
 *
 * Today and the day of the last request do not count as whole days.
 */
export function usedWithin(
  report: UsageReport,
  { key, generation }: { readonly key: string; readonly generation: string },
  quietDays: number,
  today: Day,
): string | undefined {
  const usage = report.generations.find((it) => it.key === key && it.generation === generation);
  if (usage === undefined) return "the usage file does not have it: run npm run usage again";
  if (usage.usagePlan === null) return "it has no usage plan, so API Gateway does not count its use";
  const gap = usageGap(report, quietDays, today);
  if (gap !== undefined) return gap;
  if (usage.lastUsed === null || daysBetween(usage.lastUsed, today) > quietDays) return whoIsSilent(report);
  const since = addDays(today, -quietDays);
  const requests = usage.days.reduce((sum, each, index) => (addDays(report.from, index) < since ? sum : sum + each), 0);
  return `still used: ${requests} ${requests === 1 ? "request" : "requests"} in the last ${inDays(quietDays)}`;
}

/** That a Region did not tell what it counted, as a clause; undefined if all did. */
function whoIsSilent({ unanswered = [] }: UsageReport): string | undefined {
  if (unanswered.length === 0) return undefined;
  const regions = listed(unanswered.map(({ region }) => region));
  return `it is not known who still uses it in ${regions}, which did not answer: run npm run usage again`;
}

/** Why a report does not cover the last `quietDays` days, as a clause; undefined if it does. */
function usageGap({ from, to }: UsageReport, quietDays: number, today: Day): string | undefined {
  if (to < addDays(today, -1)) return `the usage file ends on ${to}: run npm run usage again`;
  if (daysBetween(from, to) >= quietDays) return undefined;
  return `the usage file begins on ${from}, too late for ${inDays(quietDays)}: run npm run usage with --days ${quietDays + 1}`;
}

function inDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
