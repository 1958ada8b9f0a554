import { disturbEachCall } from "../kit/engine/disturb-each-call";
import { keys } from "../kit/engine/rotating-keys";

const started = keys({ 1: "current", 2: "staged" }, { 1: "current", 2: "staged" });
const promoted = keys({ 1: "grace", 2: "current" }, { 1: "grace", 2: "current" });
const retired = keys({ 1: "disabled", 2: "current" }, { 1: "disabled", 2: "current" });

describe.each([
  ["as many calls at once as can be", []],
  ["--parallel 1", ["--parallel", "1"]],
])("%s", (_, args) => {
  disturbEachCall([
    ["promote both", { from: started, to: promoted, args }, ["PutSecretValue one", "PutSecretValue two"]],
    ["retire both", { from: promoted, to: retired, args }, ["UpdateApiKey one-1", "UpdateApiKey two-1"]],
  ]);
});
