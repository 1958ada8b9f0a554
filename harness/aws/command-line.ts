import { search } from "@aws-lambda-powertools/jmespath";
import { parseArgs } from "node:util";
import type { Cloud } from "./cloud";
import { AwsError } from "./error";
import type { Secret } from "./secrets-manager";

/** What the AWS CLI prints, and the code it ends with. */
export interface Printed {
  readonly code: 0 | 252 | 254;
  readonly text: string;
}

/** Runs one of the AWS CLI's commands that the documents name, on the cloud in memory; answers have AWS's shapes. */
export function commandLine(cloud: Cloud, [service = "", operation = "", ...args]: readonly string[]): Printed {
  const known = commands[`${service} ${operation}`];
  if (!known) return { code: 252, text: `the stand-in for the AWS CLI knows no ${service} ${operation}` };
  const [names, run] = known;
  try {
    const options = Object.fromEntries(
      [...names, "query", "output"].map((name) => [name, { type: "string" } as const]),
    );
    const { values } = parseArgs({ args, options });
    const answer = run(cloud, ...names.map((name) => values[name] ?? ""));
    if (answer === undefined) return { code: 0, text: "" };
    const found = values.query === undefined ? answer : search(values.query, answer);
    return { code: 0, text: values.output === "text" ? asText(found) : `${JSON.stringify(found, null, 4)}\n` };
  } catch (error) {
    const code = error instanceof AwsError ? 254 : 252;
    return { code, text: `aws ${service} ${operation}: ${(error as Error).message}` };
  }
}

/** By name: the options, and what is done with their values, `""` for one that is not given. */
type Command = readonly [options: readonly string[], run: (cloud: Cloud, ...values: string[]) => unknown];

const commands: Readonly<Record<string, Command>> = {
  "apigateway get-api-keys": [
    [],
    ({ apiGateway }) => ({ items: [...apiGateway.keys.values()].map(({ value: _, ...key }) => key) }),
  ],
  "apigateway delete-api-key": [["api-key"], ({ apiGateway }, id = "") => apiGateway.deleteKey(id)],
  "apigateway get-usage-plans": [
    ["key-id"],
    ({ apiGateway }, keyId = "") => ({
      items: [...apiGateway.plans.values()].filter(({ id }) => keyId === "" || apiGateway.hasLink(id, keyId)),
    }),
  ],
  "apigateway get-usage-plan": [["usage-plan-id"], ({ apiGateway }, id = "") => apiGateway.plan(id)],
  "apigateway delete-usage-plan": [["usage-plan-id"], ({ apiGateway }, id = "") => apiGateway.deletePlan(id)],
  "apigateway update-usage-plan": [
    ["usage-plan-id", "patch-operations"],
    ({ apiGateway }, id = "", patch = "") => {
      const [, apiId, stage] = /^op=remove,path=\/apiStages,value=(.*):(.*)$/.exec(patch) ?? [];
      const { apiStages } = apiGateway.plan(id);
      const left = apiStages.filter((it) => it.apiId !== apiId || it.stage !== stage);
      if (left.length === apiStages.length) throw new AwsError("BadRequestException", "Invalid patch operation");
      return apiGateway.updatePlan(id, { apiStages: left });
    },
  ],
  // With the values, as AWS has it.
  "apigateway get-usage-plan-keys": [
    ["usage-plan-id"],
    ({ apiGateway }, id = "") => {
      const links = apiGateway.links.filter(({ planId }) => planId === apiGateway.plan(id).id);
      return { items: links.map(({ keyId }) => ({ ...apiGateway.key(keyId), type: "API_KEY" })) };
    },
  ],
  "apigateway create-usage-plan-key": [
    ["usage-plan-id", "key-id", "key-type"],
    ({ apiGateway }, planId = "", keyId = "") => apiGateway.createLink(planId, keyId),
  ],
  "apigateway delete-usage-plan-key": [
    ["usage-plan-id", "key-id"],
    ({ apiGateway }, planId = "", keyId = "") => apiGateway.deleteLink(planId, keyId),
  ],
  "secretsmanager list-secrets": [
    [],
    ({ secretsManager }) => ({
      SecretList: [...secretsManager.secrets.values()].filter(({ deleted }) => !deleted).map(described),
    }),
  ],
  "secretsmanager describe-secret": [
    ["secret-id"],
    ({ secretsManager }, id = "") => described(secretsManager.secret(id)),
  ],
  "secretsmanager delete-secret": [
    ["secret-id", "recovery-window-in-days"],
    ({ secretsManager }, id = "", days) => secretsManager.delete(id, Number(days)),
  ],
};

function described({ arn, name, tags, versions }: Secret) {
  const stages = Object.fromEntries([...versions].map(([id, version]) => [id, version.stages]));
  return {
    ARN: arn,
    Name: name,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...(versions.size > 0 && { VersionIdsToStages: stages }),
  };
}

/** As `--output text` has it: a line for each item, tabs between what is in it. */
function asText(value: unknown): string {
  if (!Array.isArray(value)) return `${word(value)}\n`;
  const rows = (value.some(Array.isArray) ? value : [value]) as unknown[][];
  return rows
    .filter((row) => row.length > 0)
    .map((row) => `${row.map(word).join("\t")}\n`)
    .join("");
}

function word(value: unknown): string {
  if (value === null) return "None";
  return typeof value === "string" ? value : JSON.stringify(value);
}
