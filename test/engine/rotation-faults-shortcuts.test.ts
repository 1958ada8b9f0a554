import { disturbEachCall } from "../kit/engine/disturb-each-call";
import { keys } from "../kit/engine/rotating-keys";

const first = keys({ 1: "current" });
const started = keys({ 1: "grace", 2: "current" });
const retired = keys({ 1: "disabled", 2: "current" });

disturbEachCall([
  [
    "start --now",
    { from: first, to: started },
    ["CreateApiKey one-2", "CreateUsagePlanKey one-2", "PutSecretValue one"],
  ],
  ["rollback", { from: started, to: keys({ 1: "current", 2: "grace" }) }, ["PutSecretValue one"]],
  ["restore", { from: retired, to: started }, ["UpdateApiKey one-1"]],
]);
