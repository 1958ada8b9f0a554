import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Answer, UsageError } from "../command";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { readText } from "../stack-file/stack-file";
import { parseStackFile, readStackFile, stackNames } from "../stack-file/stack-file";
import { YamlFile } from "../stack-file/yaml";
import { leftToDo } from "./left-to-do";
import { withStack, workflowsWithLists } from "./stack-lists";
import { copiedStackText, ENCRYPTION, haveOwn, newStackText } from "./stack-text";
import { type FileChange, writeFiles } from "./write-files";

/**
 * Makes the file of a new stack, adds the stack to the lists of the workflows, and says what is left to do.
 *
 * A stack file with only what `pulumi stack init` writes is filled in. Any other existing file stays as it is, and only the
 * lists are updated.
 *
 * @throws {UsageError} for a wrong name, a stack that exists, and a file that cannot be read or written. Nothing is written then.
 */
export function addStack(folder: string, stack: string, from?: string): Answer {
  refuseName(stack);
  const origin = from === undefined ? undefined : readStackFile(folder, from);
  if (origin?.faults) return { exitCode: 1, stderr: formatLocatedFaults(origin.stack, origin.faults) };

  const workflows = workflowsWithLists(folder);
  const lists = workflows
    .map(({ path, text, lists: of }) => ({
      path,
      before: text,
      after: withStack({ path, text, lists: of }, stack, from),
    }))
    .filter(({ before, after }) => before !== after);

  const name = `Pulumi.${stack}.yaml`;
  const before = existsSync(join(folder, name)) ? readText(folder, name) : undefined;
  const parts = before === undefined ? [] : partsOf(before, name);
  const isMade = parts.some((part) => ENCRYPTION.includes(part));
  // True if the file has more than `pulumi stack init` writes.
  const isWritten = before !== undefined && !(isMade && parts.every((part) => ENCRYPTION.includes(part)));
  if (isWritten && (origin || lists.length === 0)) {
    throw new UsageError(`${name} exists already; the stacks are ${stackNames(folder).join(", ")}`);
  }
  const after = isWritten ? before : (origin ? copiedStackText(origin) : newStackText(stack)) + (before ?? "");
  const file = parseStackFile(stack, { project: readText(folder, "Pulumi.yaml"), stack: after });
  if (origin && (file.faults || haveOwn(file.settings))) {
    throw new UsageError(
      `${origin.name} is written in a form that cannot be copied here; write ${name} by hand, and run the command again`,
    );
  }
  const changes: FileChange[] = isWritten ? lists : [{ path: name, before, after }, ...lists];
  writeFiles(folder, changes);
  const changed = changes.map(({ path }) => path);
  return {
    exitCode: 0,
    stdout: leftToDo({ file, from, changed, hasLists: workflows.length > 0, isMade }),
  };
}

function partsOf(text: string, name: string): string[] {
  return Object.keys((new YamlFile(text, name).content as object | null) ?? {});
}

/** Refuses a name that the Pulumi CLI does not allow, or that would share the workflows' environments. */
function refuseName(stack: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(stack)) {
    throw new UsageError(
      `"${stack}" is not a valid stack name; give 1 to 100 letters, digits, hyphens, underscores or periods, a letter or digit first`,
    );
  }
  // See docs/ci.md.
  if (/-(preview|drift|usage)$|^rotation$/i.test(stack)) {
    throw new UsageError(
      `the workflows have a GitHub environment "${stack}" of their own, and the stack would share its roles; give another name`,
    );
  }
}
