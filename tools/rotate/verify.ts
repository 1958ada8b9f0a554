import type { Settings } from "../../src/settings";

/** One generation of a key of a stack. */
export interface Generation {
  readonly stack: string;
  readonly key: string;
  readonly id: string;
  /** The AWS Region of the stack, if its file names it. */
  readonly region?: string;
}

/** Shell lines that put the value that consumers are given into KEY, and print nothing. */
export function fetchPublished({ stack, key, region }: Generation, settings: Settings): string[] {
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
 * Shell lines that put the value of any one generation into KEY, and print nothing.
 *
 * No output has the value of a generation that is not current, so it is fetched from API Gateway, by the id in the state.
 */
export function fetchGeneration({ stack, key, id, region }: Generation): string[] {
  return [
    `ID=$(pulumi stack export --stack ${stack} | jq -r '.deployment.resources[] | select(.urn | endswith("ApiKey::${key}-${id}")) | .id')`,
    `KEY=$(aws apigateway get-api-key${inRegion(region)} --api-key "$ID" --include-value --query value --output text)`,
  ];
}

/** A shell line that calls URL with KEY and prints the status of the answer. The key is in no argument that `ps` shows. */
export const callWithKey = `printf 'x-api-key: %s\\n' "$KEY" | curl --silent --output /dev/null --write-out '%{http_code}\\n' --header @- "$URL"`;

function inRegion(region: string | undefined): string {
  return region === undefined ? "" : ` --region ${region}`;
}
