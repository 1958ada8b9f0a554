import { isDeepStrictEqual } from "node:util";
import { YAMLMap } from "yaml";
import type { GenerationState, Presence } from "../../src/rotation";
import type { Settings } from "../../src/settings";
import { mapValues } from "../../src/map-values";
import { applySplices, type Splice, YamlText } from "./yaml-edit";

/** For each key that changes, what its generations become; a new one may get a usage plan of its own. */
export type Changes = Readonly<Record<string, KeyChanges>>;

/** What the generations of one key become that do not stay as they are. */
export interface KeyChanges {
  readonly states: Readonly<Record<string, Presence>>;
  /** The usage plan written to the generation that is added. */
  readonly usagePlan?: string;
}

/** The stack file that is edited, and what its text means. */
export interface EditedFile {
  readonly text: string;
  readonly project: string;
  readonly settings: Settings;
  /** What `keys` is where the file has none. */
  readonly defaultKeys: Readonly<Record<string, unknown>>;
}

/**
 * Writes the changes into the text, and what they stand on where it is only there by default. Every other byte stays.
 *
 * The result must be read back: a form that nobody writes may come out wrong, or as it was.
 */
export function editGenerations({ text, project, settings, defaultKeys }: EditedFile, changes: Changes): string {
  const withKeys = addKeys(text, project, defaultKeys);
  const names = namesOfKeys(new YamlText(withKeys), project);
  if (names === undefined) return text;
  const generationsOf = (key: string) => [...names, key, "generations"];

  const withGenerations = edit(withKeys, (yaml) =>
    Object.keys(changes)
      .filter((key) => !yaml.has(generationsOf(key)))
      .map((key) =>
        yaml.addEntry(
          [...names, key],
          "generations",
          mapValues(settings.keys[key]!.generations, ({ state }) => state),
        ),
      ),
  );
  return edit(withGenerations, (yaml) =>
    Object.entries(changes).flatMap(([key, { states, usagePlan }]) =>
      Object.entries(states).map(([id, state]) => {
        const is = Object.hasOwn(settings.keys[key]!.generations, id) ? settings.keys[key]!.generations[id] : undefined;
        if (state === "absent") return yaml.removeEntry(generationsOf(key), id);
        if (is === undefined) return yaml.addEntry(generationsOf(key), id, newGeneration(state, usagePlan));
        const at = [...generationsOf(key), id];
        return yaml.replaceWord(yaml.isMapAt(at) ? [...at, "state"] : at, is.state, state);
      }),
    ),
  );
}

/** The settings as the changes make them. */
export function changeSettings(settings: Settings, changes: Changes): Settings {
  const keys = mapValues(settings.keys, (key, name) => {
    if (!Object.hasOwn(changes, name)) return key;
    const { states, usagePlan } = changes[name]!;
    const own = usagePlan === undefined ? {} : { usagePlan };
    const generations = new Map(Object.entries(key.generations));
    for (const [id, state] of Object.entries(states)) {
      if (state === "absent") generations.delete(id);
      else generations.set(id, generations.has(id) ? { ...generations.get(id), state } : { state, ...own });
    }
    return { ...key, generations: Object.fromEntries(generations) };
  });
  return { ...settings, keys };
}

/** True if the keys are the JSON that `pulumi config set keys` writes, and no map that could be edited. */
export function keysAreText(text: string, project: string): boolean {
  const yaml = new YamlText(text);
  const path = namesOfKeys(yaml, project);
  return path !== undefined && yaml.isTextAt(path);
}

/** True if the file leaves its keys to an ESC environment, which may have some or not. */
export function leavesKeys(text: string, project: string): boolean {
  const yaml = new YamlText(text);
  return yaml.has(["environment"]) && namesOfKeys(yaml, project) === undefined;
}

function addKeys(text: string, project: string, defaultKeys: EditedFile["defaultKeys"]): string {
  return edit(text, (yaml) => {
    if (namesOfKeys(yaml, project)) return [];
    // Nothing behind a name means the same as {}, and leaves room for lines below it.
    const keys = mapValues(defaultKeys, (key) => (isDeepStrictEqual(key, {}) ? null : key));
    return [yaml.has(["config"]) ? yaml.addEntry(["config"], "keys", keys) : yaml.addEntry([], "config", { keys })];
  });
}

/** Where the keys are: under the bare name, or under one with the project's namespace. */
function namesOfKeys(yaml: YamlText, project: string): readonly string[] | undefined {
  const names = ["keys", `${project}:keys`, `${project}:config:keys`].map((name) => ["config", name]);
  return names.find((path) => yaml.has(path));
}

function edit(text: string, splices: (yaml: YamlText) => readonly Splice[]): string {
  return applySplices(text, splices(new YamlText(text)));
}

function newGeneration(state: GenerationState, usagePlan: string | undefined): unknown {
  if (usagePlan === undefined) return state;
  const generation = new YAMLMap();
  generation.flow = true;
  generation.set("state", state);
  generation.set("usagePlan", usagePlan);
  return generation;
}
