import { takeOut } from "./by-hand";
import { readDocument } from "./document";
import type { Engine, StackConfig } from "./engine";

const { commands, symptoms } = readDocument("docs/recovery.md");

/** After following one section this often, the document leads in a circle. */
const CIRCLE = 4;

/** What an operator knows and no command shows. */
export interface Known {
  /** What the stack file says. */
  readonly to: StackConfig;
  /** The same, with removed generations that still work as disabled. */
  readonly between?: StackConfig;
  readonly args?: readonly string[];
}

/**
 * Deploys a stack file by following docs/recovery.md: if a deployment fails, it looks up the output in the table, runs the
 * commands of that section, and deploys again.
 *
 * Returns the sections that it followed.
 *
 * @throws {Error} if the document has no section for the output, or leads in a circle.
 */
export async function recover(engine: Engine, known: Known): Promise<string[]> {
  const followed: string[] = [];
  for (;;) {
    engine.configure(known.to);
    const { code, text } = await engine.up(...(known.args ?? []));
    if (code === 0) return followed;
    const title = sectionFor(text);
    if (title === undefined) throw new Error(`docs/recovery.md has nothing for this:\n${errorsIn(text)}`);
    followed.push(title);
    if (followed.filter((it) => it === title).length > CIRCLE) {
      throw new Error(`docs/recovery.md leads in a circle, ${followed.join(", ")}:\n${errorsIn(text)}`);
    }
    followed.push(...(await follow(engine, title, text, known)));
  }
}

/** The section that the document's table gives for a command's output. */
export function sectionFor(text: string): string | undefined {
  const words = (symptom: string) =>
    [...symptom.matchAll(/`(.*?)`|"(.*?)"/g)].map(([, code, quoted]) => code ?? quoted!);
  const seen = symptoms.filter(
    ([symptom]) => words(symptom).length > 0 && words(symptom).every((it) => text.includes(it)),
  );
  return seen.at(-1)?.[1];
}

/** Does what a section says, except the deployment at its end. Returns the other sections that this led to. */
async function follow(engine: Engine, title: string, text: string, { between, args }: Known): Promise<string[]> {
  if (title === "A removal that came too early") return recover(engine, { to: between!, args });
  // Its commands need the AWS CLI, which is not available here: test/aws runs them.
  if (title === "A link that is in the way") {
    for (const key of await unlinkedKeys(engine, text)) await takeOut(engine, key);
  }
  for (const command of commands[title]!) {
    if (/^(aws|pulumi (up|preview))\b/.test(command)) continue;
    const { code, text: printed } = await engine.shell(command.replace(/\bprod\b/, engine.stack));
    if (code !== 0) throw new Error(`${title}: ${command}: ${printed}`);
  }
  return [];
}

/** The errors in a command's output. */
function errorsIn(text: string): string {
  return text.slice(Math.max(text.indexOf("Diagnostics:"), 0)).split("\nOutputs:")[0]!;
}

/** The ids of the API keys whose links could not be made. */
async function unlinkedKeys(engine: Engine, text: string): Promise<string[]> {
  const names = [...text.matchAll(/UsagePlanKey[ :]+\(?([a-z0-9-]+)\)?:?\n? *error/g)].map(([, name]) => name);
  const state = await engine.state();
  const ids = state
    .filter(({ urn }) => names.some((name) => urn.endsWith(`apiKey:ApiKey::${name}`)))
    .map(({ id }) => id);
  if (ids.length === 0) throw new Error(`no key of a failed link in:\n${text}`);
  return ids as string[];
}
