import type { Step } from "./broken-off";
import type { Generations, KeyFile } from "./stack-files";

/** A file of the key `one`, on or off. */
export const of = (generations: Generations): KeyFile => ({ generations });
export const off = (generations: Generations): KeyFile => ({ generations, enabled: false });

/** The files of the usual rotation, before what is disabled is removed. */
export const first = of({ 1: "current" });
export const started = of({ 1: "current", 2: "staged" });
export const promoted = of({ 1: "grace", 2: "current" });
export const retired = of({ 1: "disabled", 2: "current" });

/** The usual rotation. */
export const rotation: Readonly<Record<string, Step>> = {
  start: { from: [first], to: started, calls: ["CreateApiKey one-2", "CreateUsagePlanKey one-2"] },
  promote: {
    from: [first, started],
    to: promoted,
    calls: ["TagResource one-2", "PutSecretValue one", "TagResource one-1"],
  },
  retire: { from: [first, promoted], to: retired, calls: ["TagResource one-1", "UpdateApiKey one-1"] },
  remove: { from: [first, promoted, retired], to: of({ 2: "current" }), calls: ["DeleteApiKey one-1"] },
  rollback: {
    from: [first, promoted],
    to: of({ 1: "current", 2: "grace" }),
    calls: ["TagResource one-1", "PutSecretValue one", "TagResource one-2"],
  },
};

/** What one may do instead of the next step of a rotation. */
export const shortcuts: Readonly<Record<string, Step>> = {
  "start --now": {
    from: [first],
    to: promoted,
    calls: ["CreateApiKey one-2", "CreateUsagePlanKey one-2", "PutSecretValue one", "TagResource one-1"],
  },
  revoke: {
    from: [first],
    to: of({ 1: "revoked", 2: "current" }),
    calls: [
      "CreateApiKey one-2",
      "CreateUsagePlanKey one-2",
      "PutSecretValue one",
      "TagResource one-1",
      "UpdateApiKey one-1",
    ],
  },
  "revoke what is in grace": {
    from: [first, promoted],
    to: of({ 1: "revoked", 2: "current" }),
    calls: ["TagResource one-1", "UpdateApiKey one-1"],
  },
};

/** What undoes a step, and what happens to a whole key. */
export const wholeKeys: Readonly<Record<string, Step>> = {
  "the first deployment": {
    from: [],
    to: promoted,
    calls: [
      "CreateSecret one",
      "CreateUsagePlan basic",
      "CreateApiKey one-2",
      "CreateUsagePlanKey one-2",
      "PutSecretValue one",
      "CreateUsagePlan plus",
      "CreateApiKey one-1",
      "CreateUsagePlanKey one-1",
    ],
    // No call for a plan or a secret touches what consumers were given.
    disturbed: ["CreateApiKey one-2", "CreateUsagePlanKey one-2", "PutSecretValue one", "CreateApiKey one-1"],
  },
  cancel: {
    from: [first, started],
    to: of({ 1: "current", 2: "disabled" }),
    calls: ["TagResource one-2", "UpdateApiKey one-2"],
  },
  restore: { from: [first, promoted, retired], to: promoted, calls: ["TagResource one-1", "UpdateApiKey one-1"] },
  "key off": {
    from: [promoted],
    to: off({ 1: "grace", 2: "current" }),
    calls: ["UpdateApiKey one-1", "UpdateApiKey one-2"],
  },
  "key on": {
    from: [promoted, off({ 1: "grace", 2: "current" })],
    to: promoted,
    calls: ["UpdateApiKey one-2", "UpdateApiKey one-1"],
  },
  "plan moved": {
    from: [first],
    to: { ...first, usagePlan: "plus" },
    calls: ["DeleteUsagePlanKey one-1", "CreateUsagePlanKey one-1"],
  },
};
