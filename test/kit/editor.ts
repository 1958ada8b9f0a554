import Ajv from "ajv";
import { parse } from "yaml";
import { stackSchema } from "../../tools/schema/stack-schema";

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
  return editorFaults(parse(text, { merge: true }));
}
