/**
 * API keys for the consumers of a service behind Amazon API Gateway: usage plans, and for each service key its
 * generations. The current generation is published. Pulumi.<stack>.yaml says which keys and plans there are, and what was
 * last deployed says what it may become.
 */
import "./src/sdk/lean-start";
import * as pulumi from "@pulumi/pulumi";
import { loadSettings, report } from "./src/config";
import { guard } from "./src/guard";
import { readLastDeployment } from "./src/last-deployment";
import { mapValues, valueIn } from "./src/map-values";
import { keepValuesOutOfDebugLog } from "./src/sdk/debug-log";
import { ServiceKey } from "./src/service-key";
import { createUsagePlans } from "./src/usage-plan";

keepValuesOutOfDebugLog();

export = async () => {
  const settings = loadSettings();
  const last = await readLastDeployment();
  report(guard(last, settings, pulumi.getStack()));

  const usagePlans = createUsagePlans(settings);
  const serviceKeys = mapValues(
    settings.keys,
    (key, name) => new ServiceKey(name, { key, last: valueIn(last.keys, name), usagePlans, stack: settings }),
  );
  const [firstKey, ...otherKeys] = Object.values(serviceKeys);
  const onlyKey = otherKeys.length === 0 ? firstKey : undefined;
  return {
    // Left out with several keys: the CLI warns of an undefined output on every run.
    ...(onlyKey && { apiKeyId: onlyKey.apiKeyId, apiKeyValue: pulumi.secret(onlyKey.apiKeyValue) }),
    apiKeyIds: mapValues(serviceKeys, (key) => key.apiKeyId),
    apiKeyValues: pulumi.secret(mapValues(serviceKeys, (key) => key.apiKeyValue)),
    usagePlanIds: mapValues(usagePlans, (plan) => plan.id),
    secretArns: settings.secretsManager ? mapValues(serviceKeys, (key) => key.secretArn) : {},
  };
};
