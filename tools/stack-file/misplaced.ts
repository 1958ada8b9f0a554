/** Entries that stand where the Pulumi CLI silently ignores them, and would deploy defaults instead. */
import { formatPath } from "../../src/settings/faults";
import { isMap } from "../../src/map-values";
import { nearest } from "../../src/settings/nearest";
import { stackEntries } from "../../src/settings/stack-entries";
import type { YamlMap } from "./entry";
import type { PlacedFault } from "./located-faults";

/** What a stack file can hold (`ProjectStack` in Pulumi's Go SDK). */
const STACK_PARTS = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/** What the project's file can hold (`project.json` in Pulumi's Go SDK). */
const PROJECT_PARTS = [
  ...["name", "description", "author", "website", "license", "runtime", "main", "config", "stackConfigDir"],
  ...["backend", "options", "template", "packages", "plugins"],
];

const OUR_ENTRIES = Object.keys(stackEntries.shape);

/** An entry of a stack file's configuration. */
export interface GivenEntry {
  /** Its name as the file spells it, or as it was meant. */
  readonly as: string;
  /** The names that lead to it in the file. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The faults of entries beside `config` in a stack file. */
export function misplacedEntries(file: YamlMap, name: string): PlacedFault[] {
  return Object.keys(file).flatMap((entry) => {
    const meant = meantBy(entry);
    if (isAside(entry)) return [];
    return meant === entry && STACK_PARTS.includes(entry) ? [] : [misplaced(name, entry, problemOf(entry, meant))];
  });
}

/** The faults of entries beside `config` in Pulumi.yaml. Other unknown names are not faults: the CLI allows them. */
export function misplacedInProject(file: YamlMap): PlacedFault[] {
  return Object.keys(file).flatMap((entry) => {
    if (PROJECT_PARTS.includes(entry)) return [];
    const near = nearest(entry, PROJECT_PARTS);
    if (near === undefined && !OUR_ENTRIES.includes(entry)) return [];
    const remedy = near === undefined ? "give it under config, as a default" : `did you mean "${near}"?`;
    return [misplaced("Pulumi.yaml", entry, `unknown in Pulumi.yaml, and the Pulumi CLI ignores it; ${remedy}`)];
  });
}

/**
 * The entries inside `config`, and those outside it that were meant to be inside. Reading both avoids faults that only follow
 * from the misplacement, and finds those of the misplaced entry itself.
 */
export function entriesAsMeant(file: YamlMap): { readonly inside: GivenEntry[]; readonly outside: GivenEntry[] } {
  const holder = Object.keys(file).find((name) => meantBy(name) === "config" && isMap(file[name]));
  const config = holder === undefined ? [] : Object.entries(file[holder] as YamlMap);
  return {
    inside: config.map(([as, value]) => ({ as, path: [holder!, as], value })),
    outside: Object.entries(file).flatMap(([name, value]) => {
      const meant = meantBy(name);
      return meant !== undefined && OUR_ENTRIES.includes(meant) ? [{ as: meant, path: [name], value }] : [];
    }),
  };
}

/** True for `x-anything`, the usual place for what anchors repeat. */
function isAside(name: string): boolean {
  return name.startsWith("x-");
}

/** What a name beside `config` was meant to be: a part of a stack file, or an entry of its configuration. */
function meantBy(name: string): string | undefined {
  if (isAside(name)) return undefined;
  const known = [...STACK_PARTS, ...OUR_ENTRIES];
  return known.includes(name) ? name : nearest(name, known);
}

function problemOf(entry: string, meant: string | undefined): string {
  if (meant === undefined) {
    return `unknown, and the Pulumi CLI ignores it; drop it, or indent it under config. Allowed here: ${STACK_PARTS.join(", ")}`;
  }
  if (STACK_PARTS.includes(meant)) return `unknown, and the Pulumi CLI ignores it; did you mean "${meant}"?`;
  const remedy = meant === entry ? "indent it under config" : `did you mean "${meant}", indented under config?`;
  return `outside config, where the Pulumi CLI ignores it; ${remedy}`;
}

function misplaced(file: string, entry: string, problem: string): PlacedFault {
  return { path: formatPath([entry]), problem, place: { file, path: [entry] } };
}
