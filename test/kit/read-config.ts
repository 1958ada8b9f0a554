import { readSettings, type Reading, type Settings } from "../../src/settings";
import type { Fault } from "../../src/settings/faults";

/** The project name of every test, whatever the project is called. */
export const PROJECT = "ai-service-keys";

/** Our part of a configuration, as in a stack file: text stays as it is, `null` is an empty entry. */
export type TestConfig = Readonly<Record<string, unknown>>;

/** Configuration entries as the Pulumi CLI passes them. A name without namespace gets the project's. */
export function entriesOf(given: TestConfig): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : value === null ? "" : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.includes(":") ? name : PROJECT + ":" + name, text(value)]),
  );
}

/** Reads a configuration; `encrypted` lists the full names of the encrypted entries. */
export function read(given: TestConfig, encrypted: readonly string[] = []): Reading {
  return readSettings({
    project: PROJECT,
    entries: entriesOf(given),
    isSecret: (entry) => encrypted.includes(entry),
  });
}

/** The settings of a configuration without faults. */
export function settingsOf(given: TestConfig): Settings {
  const { settings, faults } = read(given);
  if (faults) throw new Error(`refused:\n${linesOf(faults).join("\n")}`);
  return settings;
}

/** The faults of a configuration, as lines of the error text. */
export function faultsOf(given: TestConfig, encrypted?: readonly string[]): string[] {
  return linesOf(read(given, encrypted).faults ?? []);
}

/** `path: problem` for each. */
export function linesOf(faults: readonly Fault[]): string[] {
  return faults.map(({ path, problem }) => `${path}: ${problem}`);
}

/** A map with `count` entries; name and value come from the position. */
export function many<T>(count: number, name: (index: number) => string, value: (index: number) => T) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), value(index)]));
}
