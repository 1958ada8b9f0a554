import { readSettings, type Reading, type Settings } from "../../src/settings";
import type { Fault } from "../../src/settings/faults";

/** The project that every test runs under, whatever the project is called. */
export const PROJECT = "ai-service-keys";

/** Our part of a configuration, as a stack file has it: text stays as it is, `null` is an entry with nothing behind it. */
export type TestConfig = Readonly<Record<string, unknown>>;

/** Configuration entries as the Pulumi CLI hands them over. A name without namespace gets the project's. */
export function entriesOf(given: TestConfig): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : value === null ? "" : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.includes(":") ? name : PROJECT + ":" + name, text(value)]),
  );
}

/** Reads a configuration; `encrypted` names the entries that are marked secret, namespace included. */
export function read(given: TestConfig, encrypted: readonly string[] = []): Reading {
  return readSettings({
    project: PROJECT,
    entries: entriesOf(given),
    isSecret: (entry) => encrypted.includes(entry),
  });
}

/** The settings of a configuration without fault. */
export function settingsOf(given: TestConfig): Settings {
  return accepted(read(given)).settings;
}

/** The warnings of a configuration without fault. */
export function warningsOf(given: TestConfig): readonly string[] {
  return accepted(read(given)).warnings;
}

/** Every fault of a configuration as a line of the error text, `[]` if there is none. */
export function faultsOf(given: TestConfig, encrypted?: readonly string[]): string[] {
  return linesOf(read(given, encrypted).faults ?? []);
}

/** `path: problem` for each. */
export function linesOf(faults: readonly Fault[]): string[] {
  return faults.map(({ path, problem }) => `${path}: ${problem}`);
}

function accepted(reading: Reading): Exclude<Reading, { readonly settings?: undefined }> {
  if (reading.faults) throw new Error(`refused:\n${linesOf(reading.faults).join("\n")}`);
  return reading;
}

/** A map with `count` entries, named and filled by position. */
export function many<T>(count: number, name: (index: number) => string, value: (index: number) => T) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), value(index)]));
}
