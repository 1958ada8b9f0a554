import type { KeyView } from "./aws/cloud";
import { Engine } from "./engine";
import { disturb, faultPoints, prepare, type Update, undisturbed } from "./faults";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

const usagePlans = {
  basic: { throttle: { rateLimit: 5, burstLimit: 10 }, apiStages: [{ apiId: "abc", stage: "live" }] },
  plus: { apiStages: [{ apiId: "abc", stage: "live" }] },
};
const reader = ["arn:aws:iam::111122223333:role/consumer"];
const one = { usagePlan: "basic" };

const updates: [string, Update, readonly string[]][] = [
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
    { from: { keys: { one }, usagePlans }, to: { keys: { one: { usagePlan: "plus" } }, usagePlans } },
    ["CreateUsagePlanKey one-1", "DeleteUsagePlanKey one-1"],
  ],
];

describe.each(updates)("%s", (name, update, calls) => {
  let end: Awaited<ReturnType<typeof undisturbed>>;
  beforeAll(async () => {
    await prepare(engine, update, name);
    end = await undisturbed(engine, update, name);
  });

  test("makes these calls when nothing goes wrong", () => {
    expect(end.calls).toEqual(calls);
  });

  test.each(faultPoints(calls))("with call %i failing (%s) comes to the same end", async (call, when) => {
    const { ended, journal, cloud, settled } = await disturb(engine, update, name, { call, when });
    expect(ended.code).toBe(when === "hang" ? undefined : 1);
    expect(settled).toBe(0);

    // What AWS made and nobody heard of stays behind: a second one of these was made in the recovery.
    const failed = journal.find(({ error }) => error !== undefined)!;
    const orphaned =
      when !== "before" && /^Create(ApiKey|Secret|UsagePlan)$/.test(failed.action) ? failed.action : "none";
    expect(used(cloud)).toEqual(used(end.cloud));
    expect(counts(cloud)).toEqual({
      keys: counts(end.cloud).keys + (orphaned === "CreateApiKey" ? 1 : 0),
      plans: counts(end.cloud).plans + (orphaned === "CreateUsagePlan" ? 1 : 0),
      secrets: counts(end.cloud).secrets + (orphaned === "CreateSecret" ? 1 : 0),
    });
  });
});

type Cloud = Awaited<ReturnType<typeof undisturbed>>["cloud"];

/** What consumers are served by: keys in a plan, by the part of the plan's name that is not made up. */
function used({ keys }: Cloud): KeyView[] {
  const stem = (plan: string) => plan.replace(/-[0-9a-f]{7}$/, "");
  return keys.filter(({ plans }) => plans.length > 0).map((key) => ({ ...key, plans: key.plans.map(stem) }));
}

function counts({ keys, plans, secrets }: Cloud) {
  return { keys: keys.length, plans: plans.length, secrets: secrets.length };
}
