import * as pulumi from "@pulumi/pulumi";
import { type LastDeployment, readResources, type StackResources } from "./last-deployment";
import { StacklessError } from "./sdk/stackless-error";

/**
 * Asks the engine what the last deployment left. During a deployment that is the state before it and before its refresh.
 *
 * @throws {StacklessError} if the CLI does not know the question or cannot answer it: no step could be checked.
 */
export async function readLastDeployment(): Promise<LastDeployment> {
  const stackName = `${organization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  let answer: { readonly outputs?: StackResources };
  try {
    answer = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })) as typeof answer;
  } catch (error) {
    throw new StacklessError(refusal((error as Error).message));
  }
  return readResources(answer.outputs ?? {});
}

/** Without an engine, as in unit tests, there is no organization. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}

function refusal(message: string): string {
  return message.includes("unrecognized function")
    ? "this Pulumi CLI cannot tell what was last deployed, so no step can be checked; install the version that README.md names"
    : `what was last deployed could not be read, so no step can be checked: ${message}`;
}
