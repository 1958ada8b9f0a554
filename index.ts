/**
 * API keys for the consumers of a service behind Amazon API Gateway: usage plans, and for each service key its
 * generations. The current generation is published. Pulumi.<stack>.yaml says which keys and plans there are, and what was
 * last deployed says what they may become.
 */
import "./src/sdk/lean-start";
import { getStack } from "@pulumi/pulumi";
import { loadSettings, report } from "./src/config";
import { readLastDeployment } from "./src/engine";
import { guard } from "./src/guard";
import { mapValues, valueIn } from "./src/map-values";
import { outputsOf } from "./src/outputs";
import { keepValuesOutOfDebugLog } from "./src/sdk/debug-log";
import { ServiceKey } from "./src/service-key";
import { createUsagePlans } from "./src/usage-plan";

keepValuesOutOfDebugLog();

export = async () => {
  const settings = loadSettings();
  const last = await readLastDeployment();
  report(guard(last, settings, getStack()));

  const usagePlans = createUsagePlans(settings);
  const keys = mapValues(
    settings.keys,
    (key, name) => new ServiceKey(name, { key, last: valueIn(last.keys, name), usagePlans, stack: settings }),
  );
  return outputsOf(settings, usagePlans, keys);
};
