import { isDeepStrictEqual } from "node:util";
import { isMap, YAMLMap } from "yaml";
import { mapValues, valueIn } from "../../src/map-values";
import type { Settings } from "../../src/settings";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import { spellings } from "./entry";
import type { SoundStackFile } from "./stack-file";
import { YamlEditor } from "./yaml-editor";

/**
 * The text of a stack file with the generations of its keys changed to the wanted ones. Keys that the file has only by default
 * are written out. Read the result back before it is used.
 *
 * @param usagePlan is written for a new generation, even if it is the key's.
 * @throws {UsageError} for what an anchor shares with other entries, and for unusual forms.
 */
export function editGenerations(file: SoundStackFile, wanted: Settings["keys"], usagePlan?: string): string {
  const yaml = new YamlEditor(file.text, file.name);
  const names = namesOfKeys(yaml, file.project);
  const changes = Object.entries(wanted)
    .map(([name, becomes]) => ({ name, is: file.settings.keys[name]!, becomes, usagePlan }))
    .filter(({ is, becomes }) => !isDeepStrictEqual(is, becomes));
  if (names === undefined) addKeys(yaml, file, changes);
  else for (const change of changes) editKey(yaml, [...names, change.name], change);
  return yaml.edited;
}

/** True if the keys are the JSON text that `pulumi config set keys` writes, which cannot be edited as a map. */
export function keysAreText({ text, name, project }: SoundStackFile): boolean {
  const yaml = new YamlEditor(text, name);
  const path = namesOfKeys(yaml, project);
  return path !== undefined && yaml.isText(path);
}

/** True if the file has no keys but an ESC environment, which may have them. */
export function leavesKeys({ text, name, project }: SoundStackFile): boolean {
  const yaml = new YamlEditor(text, name);
  return yaml.has(["environment"]) && namesOfKeys(yaml, project) === undefined;
}

/** A key whose generations change. */
interface KeyChange {
  readonly name: string;
  readonly is: ServiceKeySettings;
  readonly becomes: ServiceKeySettings;
  readonly usagePlan?: string;
}

function editKey(yaml: YamlEditor, key: readonly string[], change: KeyChange): void {
  const { is, becomes } = change;
  const path = [...key, "generations"];
  if (yaml.own(path) === undefined) return yaml.add(key, "generations", written(change));
  for (const id of new Set([...Object.keys(is.generations), ...Object.keys(becomes.generations)])) {
    const [from, to] = [valueIn(is.generations, id)?.state, valueIn(becomes.generations, id)?.state];
    const at = [...path, id];
    if (to === undefined) yaml.remove(at);
    else if (from === undefined) yaml.add(path, id, written(change)[id]);
    else if (from !== to) yaml.replaceWord(isMap(yaml.own(at)) ? [...at, "state"] : at, from, to);
  }
}

/** Writes keys into a file without any, which has those of Pulumi.yaml or the program by default. */
function addKeys(yaml: YamlEditor, file: SoundStackFile, changes: readonly KeyChange[]): void {
  const given = file.entries[`${file.project}:keys`];
  const defaults = (given ? JSON.parse(given) : file.settings.keys) as Record<string, Record<string, unknown> | null>;
  const keys = mapValues(defaults, (key, name) => {
    const change = changes.find((each) => each.name === name);
    if (change) return { ...key, generations: written(change) };
    // An empty entry means the same as {}, and lines can be added below it.
    return isDeepStrictEqual(key, {}) ? null : key;
  });
  if (yaml.has(["config"])) yaml.add(["config"], "keys", keys);
  else yaml.add([], "config", { keys });
}

/** The generations of a key as a file writes them: states, with the plan if it is not the key's or was given in the call. */
function written({ is, becomes, usagePlan: asked }: KeyChange): Record<string, unknown> {
  return mapValues(becomes.generations, ({ state, usagePlan }, id) => {
    const isOwn = usagePlan !== becomes.usagePlan || (asked !== undefined && valueIn(is.generations, id) === undefined);
    if (!isOwn) return state;
    const generation = new YAMLMap();
    generation.flow = true;
    generation.set("state", state);
    generation.set("usagePlan", usagePlan);
    return generation;
  });
}

/** The names that lead to the keys: `keys` is written bare or with the project's namespace. */
function namesOfKeys(yaml: YamlEditor, project: string): readonly string[] | undefined {
  return spellings(project, "keys")
    .map((name) => ["config", name])
    .find((path) => yaml.has(path));
}
