import { search } from "@aws-lambda-powertools/jmespath";
import { answersOfApiGateway } from "./answers-api-gateway";
import { answersOfSecretsManager } from "./answers-secrets-manager";
import type { Cloud } from "./cloud";
import { AwsError } from "./error";
import type { Answers } from "./answers";

/** What the AWS CLI prints, and the code it ends with. */
export interface Printed {
  readonly code: 0 | 252 | 254;
  readonly text: string;
}

/** Runs one of the AWS CLI's commands on the cloud in memory. */
export function commandLine(cloud: Cloud, [service = "", operation = "", ...args]: readonly string[]): Printed {
  const [answers, nameOf] = services(cloud)[service] ?? [{}, camel];
  const answer = answers[pascal(operation)];
  if (!answer) return { code: 252, text: `the stand-in for the AWS CLI knows no ${service} ${operation}` };
  const { query, output, ...options } = optionsOf(args);
  try {
    const input = Object.entries(options).map(([name, value]) => [nameOf(name), valueOf(name, value)]);
    const answered = JSON.parse(JSON.stringify(answer(Object.fromEntries(input) as never))) as object;
    if (Object.keys(answered).length === 0) return { code: 0, text: "" };
    const found = typeof query === "string" ? search(query, answered) : answered;
    return { code: 0, text: output === "text" ? asText(found) : `${JSON.stringify(found, null, 4)}\n` };
  } catch (error) {
    const code = error instanceof AwsError ? 254 : 252;
    return { code, text: `aws ${service} ${operation}: ${(error as Error).message}` };
  }
}

/** The services, and how an option such as `key-id` is called in their requests. */
function services(cloud: Cloud): Readonly<Record<string, readonly [Answers, (option: string) => string]>> {
  return {
    apigateway: [answersOfApiGateway(cloud.apiGateway), camel],
    secretsmanager: [answersOfSecretsManager(cloud.secretsManager), pascal],
  };
}

/** `--name value` and `--flag`, by name. */
function optionsOf(args: readonly string[]): Record<string, string | true> {
  return Object.fromEntries(
    args.flatMap((arg, index) => {
      if (!arg.startsWith("--")) return [];
      const value = args[index + 1];
      return [[arg.slice(2), value === undefined || value.startsWith("--") ? true : value]];
    }),
  );
}

/** Numbers of days are numbers, and patches have a shorthand: `op=remove,path=/apiStages,value=a:b`. */
function valueOf(name: string, value: string | true): unknown {
  if (name === "recovery-window-in-days") return Number(value);
  if (name !== "patch-operations") return value;
  return [Object.fromEntries((value as string).split(",").map((part) => part.split(/=(.*)/s).slice(0, 2)))];
}

function pascal(name: string): string {
  return name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
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
  if (value === null || value === undefined) return "None";
  return typeof value === "string" ? value : JSON.stringify(value);
}
