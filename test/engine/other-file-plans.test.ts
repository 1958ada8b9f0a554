import { elsewhere } from "../kit/engine/other-files";
import { keys } from "../kit/engine/rotating-keys";
import { followByOtherFiles } from "../kit/engine/then-other-file";

const first = keys({ 1: "current" });
const started = keys({ 1: "current", 2: "staged" });
const promoted = keys({ 1: "grace", 2: "current" });
const retired = keys({ 1: "disabled", 2: "current" });
const { "another plan": moved, "key off": off } = elsewhere(first);
const { "another plan": bothMoved, "key off": bothOff } = elsewhere(promoted);
const { "another plan": startedElsewhere } = elsewhere(started);

followByOtherFiles([
  ["the first deployment", { to: first }, 6, { "one step on": started, "another plan": moved!, "key off": off! }],
  [
    "another plan",
    { from: first, to: moved! },
    2,
    { "taken back": first, "one step on": startedElsewhere!, "one step from before": started, "key off": off! },
  ],
  ["key off", { from: promoted, to: bothOff! }, 2, { "taken back": promoted, retired, "another plan": bothMoved! }],
  ["key on", { from: bothOff, to: promoted }, 2, { "taken back": bothOff!, retired, "another plan": bothMoved! }],
]);
