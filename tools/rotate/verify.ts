import type { Settings } from "../../src/settings";
import { currentId } from "../../src/settings/generations";

/** One generation of a key of a stack. */
export interface Generation {
  readonly stack: string;
  readonly key: string;
  readonly id: string;
  /** The AWS Region of the stack, if its file names it. */
  readonly region?: string;
}

/**
 * Commands that show that a generation is accepted: each sentence ends in a colon, with the commands indented below it. No
 * command prints a key value.
 */
export function verifyAccepted(generation: Generation, settings: Settings): string[] {
  const isGiven = currentId(settings.keys[generation.key]!) === generation.id;
  const fetch = isGiven ? fetchPublished(generation, settings) : fetchGeneration(generation);
  return [
    ...ways,
    `With the value of generation ${generation.id} the call must be accepted:`,
    ...typed(...fetch, callWithKey),
  ];
}

/** Commands that show that a generation is refused, and that the one that consumers are given is accepted. */
export function verifyRefused(generation: Generation, settings: Settings): string[] {
  const { generations } = settings.keys[generation.key]!;
  const given = generations[currentId({ generations })]!;
  return [
    ...ways,
    // If even this one is refused, a refusal of the other one proves nothing.
    ...(given.usagePlan === undefined
      ? []
      : [
          "With the value that consumers are given the call must be accepted:",
          ...typed(...fetchPublished(generation, settings), callWithKey),
        ]),
    `With the value of generation ${generation.id} the call must be refused:`,
    ...typed(...fetchGeneration(generation), callWithKey),
  ];
}

/**
 * Calls URL and prints the outcome. The key goes through standard input, as `ps` shows arguments. The answer is not printed,
 * as it may repeat the request.
 *
 * API Gateway answers a missing and a wrong key 403 with the message "Forbidden" ("Gateway response types", Amazon API Gateway
 * Developer Guide). Other authorizers, which come first, have other messages.
 */
const call = [
  "call() {",
  `  ANSWER=$(curl --silent --show-error --fail-with-body --max-time 30 --write-out ' %{http_code}' "$@" "$URL")`,
  `  case "$? $ANSWER" in`,
  `    22*'"Forbidden"'*' 403') echo 'refused: API Gateway does not accept the key' ;;`,
  `    22*' 40'[13] | 22*' 429' | 22*' 5'??) echo "HTTP \${ANSWER##* }: says nothing about the key" ;;`,
  `    0* | 22*) echo "accepted: HTTP \${ANSWER##* }" ;;`,
  "    *) echo 'no answer: says nothing about the key' ;;",
  "  esac",
  "}",
];

const callWithKey = `printf 'x-api-key: %s\\n' "$KEY" | call --header @-`;

const ways = [
  "Verify it, with URL set to a method that requires a key:",
  ...typed(...call),
  "Without a key the call must be refused, else this method shows nothing:",
  ...typed("call"),
];

/** Puts the value that consumers are given into KEY. */
function fetchPublished({ stack, key, region }: Generation, settings: Settings): string[] {
  const output = (name: string, flags: string) => `pulumi stack output ${name} ${flags} --stack ${stack}`;
  const entry = `jq -r '.["${key}"]'`;
  if (settings.secretsManager) {
    return [
      `SECRET=$(${output("secretArns", "--json")} | ${entry})`,
      `KEY=$(aws secretsmanager get-secret-value${inRegion(region)} --secret-id "$SECRET" --query SecretString --output text)`,
    ];
  }
  if (Object.keys(settings.keys).length === 1) return [`KEY=$(${output("apiKeyValue", "--show-secrets")})`];
  return [`KEY=$(${output("apiKeyValues", "--show-secrets --json")} | ${entry})`];
}

/**
 * Puts the value of any generation into KEY. The stack's outputs have only current values, so it is fetched from API Gateway,
 * by the id in the state.
 */
function fetchGeneration({ stack, key, id, region }: Generation): string[] {
  return [
    `ID=$(pulumi stack export --stack ${stack} | jq -r '.deployment.resources[] | select(.urn | endswith("ApiKey::${key}-${id}")) | .id')`,
    `KEY=$(aws apigateway get-api-key${inRegion(region)} --api-key "$ID" --include-value --query value --output text)`,
  ];
}

function inRegion(region: string | undefined): string {
  return region === undefined ? "" : ` --region ${region}`;
}

function typed(...lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
