import { readSettings, type Settings } from "../../src/settings";
import { type Fault, sortFaults } from "../../src/settings/faults";
import type { StackFile } from "./stack-file";

/** The settings that a stack file makes, or every fault of it: the program's, and what only its reader can see. */
export function settingsOf(
  file: StackFile,
):
  | { readonly settings: Settings; readonly faults?: undefined }
  | { readonly settings?: undefined; readonly faults: readonly Fault[] } {
  const isSecret = (entry: string) => file.secretEntries.includes(entry);
  const { settings, faults = [] } = readSettings({ project: file.project, entries: file.entries, isSecret });
  if (settings && file.faults.length === 0) return { settings };
  return { faults: sortFaults([...file.faults, ...faults]) };
}
