import { isEnabled } from "../rotation";
import { formatPath, listed } from "./faults";
import { plansInUse } from "./service-key";
import type { Settings } from "./stack-entries";
import { ACCOUNT_RATE } from "./throttle";
import { MAX_USAGE_PLANS } from "./usage-plan";

/** What is allowed but rarely intended, a line each, in the order of the settings. */
export function warningsOf(settings: Settings): string[] {
  const { keys, usagePlans } = settings;
  const plans = Object.keys(usagePlans);
  const used = plansInUse(keys);
  return [
    ...Object.keys(keys).flatMap((name) => keyWarnings(name, keys[name]!)),
    ...plans.flatMap((name) => planWarnings(name, usagePlans[name]!, Object.keys(settings.regions))),
    ...plans.filter((name) => !used.has(name)).map((name) => `usagePlans.${name}: no key uses this plan`),
    ...onlyIf(
      plans.length > MAX_USAGE_PLANS,
      `usagePlans: ${plans.length} plans; AWS allows ${MAX_USAGE_PLANS} per account and Region, unless it has raised that`,
    ),
    ...kmsKeyWarnings(settings),
    ...parameterWarnings(settings),
    ...Object.keys(settings.regions).flatMap((name) => regionWarnings(name, settings)),
  ];
}

function onlyIf(holds: boolean, warning: string): string[] {
  return holds ? [warning] : [];
}

function keyWarnings(name: string, { generations, secretName }: Settings["keys"][string]): string[] {
  const bare = Object.values(generations).some(({ state, usagePlan }) => isEnabled(state) && usagePlan === undefined);
  return [
    ...onlyIf(bare, `keys.${name}: no usage plan; a stage that requires a key answers it with 403`),
    ...onlyIf(
      /-[A-Za-z0-9]{6}$/.test(secretName ?? ""),
      `keys.${name}.secretName: it ends in a hyphen and six letters or digits, as the ARNs of secrets do; AWS advises against such names`,
    ),
  ];
}

function planWarnings(
  name: string,
  { throttle, quota, apiStages = [] }: Settings["usagePlans"][string],
  regions: readonly string[],
): string[] {
  const path = `usagePlans.${name}`;
  const throttles = apiStages.flatMap((stage, index) =>
    Object.entries(stage.throttle ?? {}).map(
      ([method, limit]) => [`${path}.${formatPath(["apiStages", index, "throttle", method])}`, limit] as const,
    ),
  );
  if (throttle) throttles.unshift([`${path}.throttle`, throttle]);
  return [
    ...onlyIf(apiStages.length === 0, `${path}: no apiStages; its keys open nothing yet`),
    ...regions
      .filter((region) => apiStages.length > 0 && !apiStages.some((stage) => stage.region === region))
      .map(
        (region) => `${path}: no apiStages in ${region}; its keys open nothing there; add one with region: ${region}`,
      ),
    ...onlyIf(
      apiStages.length > 0 && apiStages.every((stage) => stage.region !== undefined),
      `${path}: no apiStages in the stack's own Region; its keys open nothing there`,
    ),
    ...onlyIf(!throttle && !quota, `${path}: neither throttle nor quota; its keys are unlimited`),
    ...throttles.flatMap(([where, { rateLimit }], index) =>
      onlyIf(rateLimit === 0, `${where}: 0 requests; ${closed(throttle !== undefined && index === 0)}`),
    ),
    ...throttles.flatMap(([where, { rateLimit }]) =>
      onlyIf(
        rateLimit > ACCOUNT_RATE,
        `${where}.rateLimit: ${rateLimit} requests per second; AWS allows an account ${ACCOUNT_RATE}, unless it has raised that`,
      ),
    ),
  ];
}

function closed(isPlan: boolean): string {
  return isPlan ? "the plan is closed to its keys" : "the method is closed to the plan's keys";
}

const AWS_MANAGED = "alias/aws/secretsmanager";
const AWS_MANAGED_FOR_PARAMETERS = "alias/aws/ssm";

function kmsKeyWarnings({ keys, secretsManager, region }: Settings): string[] {
  const { kmsKeyId = AWS_MANAGED } = secretsManager ?? {};
  const readers = Object.values(keys).flatMap((key) => key.readers ?? []);
  const accounts = [...new Set(readers.map((arn) => arn.split(":")[4]!))].sort();
  const keyRegion = kmsKeyId.split(":")[3] ?? region;
  return [
    ...onlyIf(
      kmsKeyId.endsWith(AWS_MANAGED) && accounts.length > 1,
      `secretsManager.kmsKeyId: the readers are in ${accounts.length} accounts (${listed(accounts)}), and only the stack's own account can use the AWS managed key; give a KMS key of your own`,
    ),
    ...onlyIf(
      region !== undefined && keyRegion !== region,
      `secretsManager.kmsKeyId: the key is in ${keyRegion} and the stack in ${region}; give a KMS key in the stack's Region`,
    ),
  ];
}

function parameterWarnings({ parameterStore, region }: Settings): string[] {
  if (!parameterStore) return [];
  const { kmsKeyId = AWS_MANAGED_FOR_PARAMETERS } = parameterStore;
  const keyRegion = kmsKeyId.split(":")[3] ?? region;
  return [
    ...onlyIf(
      kmsKeyId.endsWith(AWS_MANAGED_FOR_PARAMETERS),
      "parameterStore.kmsKeyId: none, so whoever may read parameters in the account can read the keys (ReadOnlyAccess; every instance with AmazonSSMManagedInstanceCore); give a KMS key of your own",
    ),
    ...onlyIf(
      region !== undefined && keyRegion !== region,
      `parameterStore.kmsKeyId: the key is in ${keyRegion} and the stack in ${region}; give a KMS key in the stack's Region`,
    ),
  ];
}

function regionWarnings(name: string, { regions, secretsManager, parameterStore }: Settings): string[] {
  const { enabled, kmsKeyId } = regions[name]!;
  const ownKey = secretsManager?.kmsKeyId ?? parameterStore?.kmsKeyId;
  const keyRegion = kmsKeyId?.split(":")[3] ?? name;
  return [
    ...onlyIf(!enabled, `regions.${name}: off; no key works there, and nothing waits for it`),
    ...onlyIf(
      ownKey !== undefined && kmsKeyId === undefined,
      `regions.${name}.kmsKeyId: none, though the stack's own Region has one; give a KMS key in ${name}`,
    ),
    ...onlyIf(keyRegion !== name, `regions.${name}.kmsKeyId: the key is in ${keyRegion}; give a KMS key in ${name}`),
  ];
}
