import { isMap, mapValues } from "./map-values";
import { readEntries, sizeWarnings, type StackConfig } from "./settings/config-entries";
import { type Fault, sortFaults } from "./settings/faults";
import { REGION } from "./settings/region";
import { calendarOf } from "./settings/rotation-calendar";
import { faultsOf } from "./settings/rules";
import { type GivenSettings, type Settings, settingsOfProject, stackEntries } from "./settings/stack-entries";
import { defaultDelivery } from "./settings/stores";
import { DEFAULT_TAGS, IGNORE_TAGS } from "./settings/tags";
import { warningsOf } from "./settings/warnings";

export type { Settings };

/** Settings without a fault and their warnings, or else every fault. */
export type Reading =
  | { readonly settings: Settings; readonly warnings: readonly string[]; readonly faults?: undefined }
  | { readonly settings?: undefined; readonly faults: readonly Fault[] };

/** Reads a stack's whole configuration. Never throws. Finds all faults at once, sorted by path. */
export function readSettings(config: StackConfig): Reading {
  const { values, faults } = readEntries(config, Object.keys(stackEntries.shape));
  const parsed = settingsOfProject(config.project).safeParse(values);
  const found = [...faults, ...(parsed.error?.issues ?? []).flatMap((issue) => faultsOf(issue))];
  if (!parsed.success || found.length > 0) return { faults: sortFaults(found) };
  const settings = inNameOrder(resolved(parsed.data));
  return { settings, warnings: [...warningsOf(settings), ...sizeWarnings(config.entries)] };
}

/** Fills in the usage plan of each generation, and the calendar and delivery of each key. */
function resolved(given: GivenSettings): Settings {
  const { rotation, delivery, [REGION]: region, [DEFAULT_TAGS]: _, [IGNORE_TAGS]: __, ...settings } = given;
  const ofStack = delivery ?? defaultDelivery(settings);
  const keys = mapValues(settings.keys, ({ rotation: own, delivery: ofKey = ofStack, ...key }) => {
    const calendar = calendarOf(rotation, own);
    const generations = mapValues(key.generations, ({ usagePlan = key.usagePlan, ...generation }) => ({
      ...generation,
      ...(usagePlan !== undefined && { usagePlan }),
    }));
    return { ...key, generations, delivery: ofKey, ...(calendar && { rotation: calendar }) };
  });
  return { ...settings, keys, ...(region !== undefined && { region }) };
}

function inNameOrder<T>(value: T): T {
  if (Array.isArray(value)) return value.map(inNameOrder) as T;
  if (!isMap(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inNameOrder(value[name])])) as T;
}
