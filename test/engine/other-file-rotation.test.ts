import { elsewhere } from "../kit/engine/other-files";
import { keys } from "../kit/engine/rotating-keys";
import { followByOtherFiles } from "../kit/engine/then-other-file";

const first = keys({ 1: "current" });
const started = keys({ 1: "current", 2: "staged" });
const promoted = keys({ 1: "grace", 2: "current" });
const retired = keys({ 1: "disabled", 2: "current" });
const removed = keys({ 2: "current" });

followByOtherFiles([
  ["start", { from: first, to: started }, 2, { "taken back": first, "one step on": promoted, ...elsewhere(started) }],
  [
    "promote",
    { from: started, to: promoted },
    1,
    { "taken back": started, "one step on": retired, ...elsewhere(promoted) },
  ],
  [
    "retire",
    { from: promoted, to: retired },
    1,
    { "taken back": promoted, "one step on": removed, ...elsewhere(retired) },
  ],
  [
    "remove",
    { from: retired, to: removed },
    1,
    { "taken back": retired, "one step on": keys({ 2: "current", 3: "staged" }), ...elsewhere(removed) },
  ],
]);
