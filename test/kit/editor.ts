import Ajv from "ajv";
import { parse } from "yaml";
import { readSettings } from "../../src/settings";
import { stackSchema } from "../../tools/schema/stack-schema";
import { UsageError } from "../../tools/command";
import { readDev } from "./stack-folder";

/** What editors support besides JSON schema. */
export const keywords = ["errorMessage", "patternErrorMessage"];

const ajv = new Ajv({
  keywords,
  strict: true,
  strictTypes: true,
  strictTuples: true,
  allowUnionTypes: true,
  allErrors: true,
});
const validate = ajv.compile(stackSchema());

/** Where an editor with the schema finds faults in a stack file's content. */
export function editorFaults(stackFile: unknown): string[] {
  const places = validate(stackFile) ? [] : validate.errors!.map(({ instancePath }) => instancePath);
  return [...new Set(places)].sort();
}

/** The same for the text of a file. */
export function editorFaultsIn(text: string): string[] {
  return editorFaults(parse(text));
}

/** Where the program finds faults in the text of a stack file of project `acme`; undefined if it cannot read the file. */
export function programFaultsIn(text: string): string[] | undefined {
  try {
    const { project, entries, secretEntries, misplaced, faults } = readDev(text);
    const reading = readSettings({ project, entries, isSecret: (entry) => secretEntries.includes(entry) });
    return [...misplaced, ...faults, ...(reading.faults ?? [])].map(({ path }) => path);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
