/**
 * API keys for the consumers of a service behind Amazon API Gateway: usage plans, and for each service key its
 * generations. The current generation is published. Pulumi.<stack>.yaml says which keys and plans there are.
 */
import "./src/sdk/lean-start";
import * as pulumi from "@pulumi/pulumi";
import { loadSettings } from "./src/config";
import { keepValuesOutOfDebugLog } from "./src/sdk/debug-log";
import { mapValues } from "./src/map-values";
import { ServiceKey } from "./src/service-key";
import { createUsagePlans } from "./src/usage-plan";

keepValuesOutOfDebugLog();

const settings = loadSettings();
const usagePlans = createUsagePlans(settings);
const serviceKeys = mapValues(settings.keys, (key, name) => new ServiceKey(name, { key, usagePlans, stack: settings }));
const [firstKey, ...otherKeys] = Object.values(serviceKeys);
const onlyKey = otherKeys.length === 0 ? firstKey : undefined;

export = {
  // Left out with several keys: the CLI warns of an undefined output on every run.
  ...(onlyKey && { apiKeyId: onlyKey.apiKeyId, apiKeyValue: pulumi.secret(onlyKey.apiKeyValue) }),
  apiKeyIds: mapValues(serviceKeys, (key) => key.apiKeyId),
  apiKeyValues: pulumi.secret(mapValues(serviceKeys, (key) => key.apiKeyValue)),
  usagePlanIds: mapValues(usagePlans, (plan) => plan.id),
  secretArns: settings.secretsManager ? mapValues(serviceKeys, (key) => key.secretArn) : {},
};
