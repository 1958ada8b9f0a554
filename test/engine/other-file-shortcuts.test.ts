import { elsewhere } from "../kit/engine/other-files";
import { keys } from "../kit/engine/rotating-keys";
import { followByOtherFiles } from "../kit/engine/then-other-file";

const first = keys({ 1: "current" });
const started = keys({ 1: "current", 2: "staged" });
const cancelled = keys({ 1: "current", 2: "disabled" });
const promoted = keys({ 1: "grace", 2: "current" });
const rolledBack = keys({ 1: "current", 2: "grace" });
const retired = keys({ 1: "disabled", 2: "current" });

followByOtherFiles([
  ["start --now", { from: first, to: promoted }, 3, { "one step on": retired, rolledBack, ...elsewhere(promoted) }],
  ["roll back", { from: promoted, to: rolledBack }, 1, { "taken back": promoted, cancelled, ...elsewhere(rolledBack) }],
  ["restore", { from: retired, to: promoted }, 1, { "taken back": retired, rolledBack, ...elsewhere(promoted) }],
  [
    "cancel",
    { from: started, to: cancelled },
    1,
    { "taken back": started, "one step on": first, ...elsewhere(cancelled) },
  ],
]);
