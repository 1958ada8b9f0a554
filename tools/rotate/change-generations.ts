import { isDeepStrictEqual } from "node:util";
import { mapValues } from "../../src/map-values";
import type { Presence } from "../../src/rotation";
import { readSettings, type Settings } from "../../src/settings";
import type { Fault } from "../../src/settings/faults";
import { currentId, type GenerationSettings } from "../../src/settings/generations";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import { UsageError } from "../command";
import { editGenerations, keysAreText, leavesKeys } from "../stack-file/edit-generations";

import { parseStackFile, readText, type SoundStackFile } from "../stack-file/stack-file";

/** For each key that changes, the new states of the generations that change. */
export type Changes = Readonly<Record<string, Readonly<Record<string, Presence>>>>;

/**
 * Changes the generations in the text of a stack file, without writing it; returns the faults if the changed keys have any. An
 * added generation is on the given plan or else on that of the current one, so that a moved key stays moved.
 *
 * @throws {UsageError} for a file that cannot be edited.
 */
export function changeGenerations(
  file: SoundStackFile,
  changes: Changes,
  folder: string,
  usagePlan?: string,
): SoundStackFile | { readonly faults: readonly Fault[] } {
  const keys = mapValues(file.settings.keys, (key, name) =>
    Object.hasOwn(changes, name) ? changeKey(key, changes[name]!, usagePlan) : key,
  );
  const faults = faultsOf(file, keys);
  if (faults) return { faults };
  const edited = readBack(file, edit(file, keys, usagePlan), folder);
  if (!isDeepStrictEqual(edited.settings.keys, keys)) throw notEditable(file);
  return edited;
}

/** A key with its generations changed. */
export function changeKey(
  key: ServiceKeySettings,
  changes: Changes[string],
  usagePlan: string | undefined,
): ServiceKeySettings {
  const plan = usagePlan ?? key.generations[currentId(key)]!.usagePlan;
  const generations = new Map<string, GenerationSettings>(Object.entries(key.generations));
  for (const [id, state] of Object.entries(changes)) {
    if (state === "absent") generations.delete(id);
    else generations.set(id, { ...(generations.get(id) ?? (plan !== undefined && { usagePlan: plan })), state });
  }
  return { ...key, generations: Object.fromEntries(generations) };
}

function edit(file: SoundStackFile, keys: Settings["keys"], usagePlan: string | undefined): string {
  if (leavesKeys(file)) {
    throw new UsageError(`${file.name} leaves its keys to an ESC environment; make the step there`);
  }
  if (keysAreText(file)) {
    throw new UsageError(
      `${file.name}: keys is JSON text, as pulumi config set keys writes it; write it as a map, and make the step again`,
    );
  }
  return editGenerations(file, keys, usagePlan);
}

/** The faults that the keys would have, such as a missing usage plan. */
function faultsOf(file: SoundStackFile, keys: Settings["keys"]): readonly Fault[] | undefined {
  const entries = { ...file.entries, [`${file.project}:keys`]: JSON.stringify(keys) };
  return readSettings({ project: file.project, entries, isSecret: () => false }).faults;
}

/** Parses the edited text. */
function readBack(file: SoundStackFile, text: string, folder: string): SoundStackFile {
  try {
    const edited = parseStackFile(file.stack, { project: readText(folder, "Pulumi.yaml"), stack: text });
    if (!edited.faults) return edited;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  throw notEditable(file);
}

function notEditable({ name }: SoundStackFile): UsageError {
  return new UsageError(
    `${name} is written in a form that cannot be edited here, and is left as it was; edit it by hand`,
  );
}
