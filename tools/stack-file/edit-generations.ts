import { isDeepStrictEqual } from "node:util";
import { YAMLMap } from "yaml";
import { mapValues } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import { generationIn } from "../generation-in";
import { spellings } from "./entry-name";
import { applySplices, type Splice } from "./splices";
import type { SoundStackFile } from "./stack-file";
import { YamlText } from "./yaml-edit";

/**
 * The text of a stack file with the generations of its keys changed to the wanted ones. Every other byte stays.
 *
 * Keys that the file has only by default are written out. Unusual forms may come out wrong or unchanged, so parse the result
 * before you use it.
 *
 * @param usagePlan is written for a new generation, even if it is the key's.
 */
export function editGenerations(file: SoundStackFile, wanted: Settings["keys"], usagePlan?: string): string {
  const yaml = new YamlText(file.text);
  const names = namesOfKeys(yaml, file.project);
  const changes = Object.entries(wanted)
    .map(([name, becomes]) => ({ name, is: file.settings.keys[name]!, becomes, usagePlan }))
    .filter(({ is, becomes }) => !isDeepStrictEqual(is, becomes));
  if (names === undefined) return applySplices(file.text, [addKeys(yaml, file, changes)]);
  const splices = changes.flatMap((change) => editKey(yaml, [...names, change.name, "generations"], change));
  return applySplices(file.text, splices);
}

/** True if the keys are the JSON text that `pulumi config set keys` writes, which cannot be edited as a map. */
export function keysAreText({ text, project }: SoundStackFile): boolean {
  const yaml = new YamlText(text);
  const path = namesOfKeys(yaml, project);
  return path !== undefined && yaml.isTextAt(path);
}

/** True if the file has no keys but an ESC environment, which may have them. */
export function leavesKeys({ text, project }: SoundStackFile): boolean {
  const yaml = new YamlText(text);
  return yaml.has(["environment"]) && namesOfKeys(yaml, project) === undefined;
}

/** A key whose generations change. */
interface KeyChange {
  readonly name: string;
  readonly is: ServiceKeySettings;
  readonly becomes: ServiceKeySettings;
  readonly usagePlan?: string;
}

function editKey(yaml: YamlText, path: readonly string[], change: KeyChange): Splice[] {
  const { is, becomes } = change;
  if (!yaml.has(path)) return [yaml.addEntry(path.slice(0, -1), "generations", written(change))];
  const ids = [...new Set([...Object.keys(is.generations), ...Object.keys(becomes.generations)])];
  return ids.flatMap((id) => {
    const [from, to] = [generationIn(is, id), generationIn(becomes, id)];
    if (to === undefined) return [yaml.removeEntry(path, id)];
    if (from === undefined) return [yaml.addEntry(path, id, written(change)[id])];
    const at = [...path, id];
    return from.state === to.state
      ? []
      : [yaml.replaceWord(yaml.isMapAt(at) ? [...at, "state"] : at, from.state, to.state)];
  });
}

/** Writes keys into a file without any, which has those of Pulumi.yaml or the program by default. */
function addKeys(
  yaml: YamlText,
  { project, entries, settings }: SoundStackFile,
  changes: readonly KeyChange[],
): Splice {
  const given = entries[`${project}:keys`];
  const defaults = (given ? JSON.parse(given) : settings.keys) as Record<string, Record<string, unknown> | null>;
  const keys = mapValues(defaults, (key, name) => {
    const change = changes.find((each) => each.name === name);
    if (change) return { ...key, generations: written(change) };
    // An empty entry means the same as {}, and lines can be added below it.
    return isDeepStrictEqual(key, {}) ? null : key;
  });
  return yaml.has(["config"]) ? yaml.addEntry(["config"], "keys", keys) : yaml.addEntry([], "config", { keys });
}

/** The generations of a key as a file writes them: states, with the plan if it is not the key's or was given in the call. */
function written({ is, becomes, usagePlan: asked }: KeyChange): Record<string, unknown> {
  return mapValues(becomes.generations, ({ state, usagePlan }, id) => {
    const isOwn = usagePlan !== becomes.usagePlan || (asked !== undefined && generationIn(is, id) === undefined);
    if (!isOwn) return state;
    const generation = new YAMLMap();
    generation.flow = true;
    generation.set("state", state);
    generation.set("usagePlan", usagePlan);
    return generation;
  });
}

/** The names that lead to the keys: `keys` is written bare or with the project's namespace. */
function namesOfKeys(yaml: YamlText, project: string): readonly string[] | undefined {
  return spellings(project, "keys")
    .map((name) => ["config", name])
    .find((path) => yaml.has(path));
}
