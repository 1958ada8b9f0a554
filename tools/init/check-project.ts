import type { Answer } from "../command";
import { stackNames } from "../stack-file/stack-file";
import { misnamed } from "./own-project";
import { type StackList, workflowsWithLists } from "./stack-lists";

/** Checks that every list in the workflows has every stack that has a file, and that the project has one name everywhere. */
export function checkProject(folder: string): Answer {
  const stacks = stackNames(folder);
  const problems = workflowsWithLists(folder).flatMap(({ path, lists }) =>
    lists.flatMap((list) => problemsOf(list, stacks).map((problem) => `${path}: the job ${list.job} ${problem}`)),
  );
  problems.push(
    ...misnamed(folder).map(
      ({ path }) => `${path}: does not have the project's name in Pulumi.yaml; run npm run init -- --project`,
    ),
  );
  return problems.length === 0 ? { exitCode: 0 } : { exitCode: 1, stderr: problems.join("\n") };
}

function problemsOf({ stacks: listed }: StackList, stacks: readonly string[]): string[] {
  return [
    ...stacks
      .filter((stack) => !listed.includes(stack))
      .map((stack) => `leaves out ${stack}, which has a stack file; run npm run init -- ${stack}`),
    ...listed
      .filter((stack) => !stacks.includes(stack))
      .map(
        (stack) =>
          `lists ${stack}, and there is no Pulumi.${stack}.yaml; take it out of the list, or run npm run init -- ${stack}`,
      ),
    ...listed
      .filter((stack, index) => listed.indexOf(stack) !== index)
      .map((stack) => `lists ${stack} twice; take one out`),
  ];
}
