import { disturbEachCall } from "../kit/engine/disturb-each-call";

const usagePlans = {
  basic: { throttle: { rateLimit: 5, burstLimit: 10 }, apiStages: [{ apiId: "abc", stage: "live" }] },
  plus: { apiStages: [{ apiId: "abc", stage: "live" }] },
};
const reader = ["arn:aws:iam::111122223333:role/consumer"];
const one = { usagePlan: "basic" };

disturbEachCall([
  [
    "the first deployment of a published key",
    { to: { keys: { one: { ...one, readers: reader } }, usagePlans: { basic: usagePlans.basic }, secretsManager: {} } },
    [
      "CreateApiKey one-1",
      "CreateSecret one",
      "CreateUsagePlan basic",
      "CreateUsagePlanKey one-1",
      "PutResourcePolicy one",
      "PutSecretValue one",
    ],
  ],
  [
    "a change of description and tags",
    {
      from: { keys: { one }, usagePlans },
      to: { keys: { one: { ...one, description: "new", tags: { a: "b" } } }, usagePlans },
    },
    ["TagResource one-1", "UpdateApiKey one-1"],
  ],
  [
    "a move to another plan",
    { from: { keys: { one }, usagePlans }, to: { keys: { one: { usagePlan: "plus" } }, usagePlans }, gap: ["one-1"] },
    ["CreateUsagePlanKey one-1", "DeleteUsagePlanKey one-1"],
  ],
]);
