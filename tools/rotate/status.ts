import { mapValues } from "../../src/map-values";
import { nextStep } from "../calendar/due-steps";
import { datedKeys } from "../calendar/stack-calendar";
import type { Answer } from "../command";
import type { Day } from "../days";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { historyFromHead } from "../stack-file/history";
import { readStackFile } from "../stack-file/stack-file";
import type { StatusCall } from "./call";
import { keysOf } from "./keys-of";
import { type KeyStatus, statusTable } from "./status-table";
import { legalSteps } from "./steps";

/**
 * Shows the states of the keys of a stack, by its file and by git.
 *
 * @throws {UsageError} for a missing key, and for a file that cannot be read.
 */
export function status(call: StatusCall, folder: string, today: Day, colour: boolean): Answer {
  const { stack, json } = call;
  const { settings, faults } = readStackFile(folder, stack);
  if (faults) return { exitCode: 1, stderr: formatLocatedFaults(stack, faults) };
  const dated = datedKeys({ settings, history: historyFromHead(folder, stack), today });
  const keys = keysOf(call, settings).map((name): KeyStatus => {
    const key = dated[name]!;
    const generations = mapValues(settings.keys[name]!.generations, ({ usagePlan = null }, id) => {
      return { ...key.generations[id]!, usagePlan };
    });
    const legal = legalSteps(mapValues(generations, ({ state }) => state));
    return {
      name,
      enabled: key.enabled,
      hasCalendar: key.rotation !== undefined,
      heldBecause: key.heldBecause,
      generations,
      legal,
      due: nextStep(key, today),
    };
  });
  return { exitCode: 0, stdout: json ? statusJson(stack, today, keys) : statusTable(stack, today, keys, colour) };
}

function statusJson(stack: string, on: Day, all: readonly KeyStatus[]): string {
  const keys = all.map(({ name, generations, legal, due = null }) => {
    const shown = mapValues(generations, ({ state, usagePlan, since, commit }) => ({
      state,
      usagePlan,
      since,
      commit,
    }));
    return [name, { generations: shown, legal, due }] as const;
  });
  return JSON.stringify({ stack, on, keys: Object.fromEntries(keys) }, null, 2);
}
