import { disturbEachCall } from "../kit/engine/disturb-each-call";
import { keys } from "../kit/engine/rotating-keys";

const first = keys({ 1: "current" });
const started = keys({ 1: "current", 2: "staged" });
const promoted = keys({ 1: "grace", 2: "current" });
const retired = keys({ 1: "disabled", 2: "current" });

// The first deployment of a published key is disturbed in faults.test.ts.
disturbEachCall([
  ["start", { from: first, to: started }, ["CreateApiKey one-2", "CreateUsagePlanKey one-2"]],
  ["promote", { from: started, to: promoted }, ["PutSecretValue one"]],
  ["retire", { from: promoted, to: retired }, ["UpdateApiKey one-1"]],
  ["remove", { from: retired, to: keys({ 2: "current" }) }, ["DeleteApiKey one-1"]],
]);
