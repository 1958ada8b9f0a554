import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Step, steps } from "../../src/rotation";
import { rotate } from "../../tools/rotate/rotate";
import type { StepRequest } from "../../tools/rotate/steps";
import { folderWith } from "./stack-folder";

/** A project `acme` with the same declarations as ours. */
export const PROJECT_FILE = "name: acme\nconfig:\n  keys:\n    default:\n      service: {}\n";

/** What a call printed, its exit code, and the stack file afterwards. */
export interface Rotated {
  readonly exitCode: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly text: string;
}

/** Runs rotate on the stack `dev`, whose file has this text, in a new folder. */
export function rotateDev(text: string, args: readonly string[], projectFile = PROJECT_FILE): Rotated {
  const folder = folderWith({ "Pulumi.yaml": projectFile, "Pulumi.dev.yaml": text });
  const answer = rotate(["dev", ...args], folder);
  expect(readdirSync(folder).sort()).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
  expect(lstatSync(join(folder, "Pulumi.dev.yaml")).isFile()).toBe(true);
  return { ...answer, text: readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8") };
}

/** The request for a typed step: `start --now`, `retire 2` or `promote`. */
export function requestOf(typed: string): StepRequest {
  if (Object.hasOwn(steps, typed)) return { step: typed as Step };
  const [step, id] = typed.split(" ") as [Step, string];
  return { step, id };
}
