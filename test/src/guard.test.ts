import { guard } from "../../src/guard";
import type { DeployedKey, LastDeployment } from "../../src/last-deployment";
import { type Circumstances, deployed } from "../kit/deployed-key";
import { linesOf, settingsOf, type TestConfig } from "../kit/read-config";

/** What the guard says, each warning after `warning: `. */
function said(last: LastDeployment, file: TestConfig): string[] {
  const { faults, warnings } = guard(last, settingsOf(file), "prod");
  return [...linesOf(faults), ...warnings.map((text) => `warning: ${text}`)];
}

/** A file with one key, `search`. */
const search = (generations: object, key: object = {}): TestConfig => ({ keys: { search: { generations, ...key } } });

const IN_ROTATION = { "1": "current since 2026-08-20", "2": "staged since 2026-11-20" } as const;
const PLANS = { usagePlans: { gold: {}, free: {} } };

const BROKE = "(the last deployment of this key did not finish)";
const SEVERAL = "; if several pull requests were merged, deploy the commit of the first one";

/** What of a key `search` was deployed, or of the whole stack; the file; what is said. */
type Row = readonly [name: string, last: DeployedKey | LastDeployment, file: TestConfig, says: readonly string[]];

const STEPS: Row[] = [
  [
    "a promotion and a retirement at once",
    deployed(IN_ROTATION),
    search({ 1: "disabled", 2: "current" }),
    [
      `keys.search.generations.1: current -> disabled is two steps; deployed: 1 current since 2026-08-20, 2 staged since 2026-11-20\nfirst deploy { "1": grace, "2": current } (promote), then this${SEVERAL}`,
    ],
  ],
  ["a leak, with its successor", deployed(IN_ROTATION), search({ 1: "revoked", 2: "current" }), []],
  [
    "a leak, with a new successor, beside a disabled generation",
    deployed({ "1": "disabled", "2": "current" }),
    search({ 1: "disabled", 2: "revoked", 3: "current" }),
    [],
  ],
  ["a leak, with a new successor", deployed({ "1": "current" }), search({ 1: "revoked", 2: "current" }), []],
  [
    "a revoked generation that comes back",
    deployed({ "1": "revoked since 2026-11-29", "2": "current since 2026-11-29" }),
    search({ 1: "grace", 2: "current" }),
    [
      `keys.search.generations.1: revoked -> grace: a revoked generation never comes back; deployed: 1 revoked since 2026-11-29, 2 current since 2026-11-29\ndeploy { "1": revoked, "2": current } instead`,
    ],
  ],
  [
    "a revoked generation that comes back while the key is switched off",
    deployed({ "1": "revoked", "2": "current" }),
    search({ 1: "grace", 2: "current" }, { enabled: false }),
    [
      `keys.search.generations.1: revoked -> grace: a revoked generation never comes back; deployed: 1 revoked, 2 current\ndeploy { "1": revoked, "2": current } instead`,
    ],
  ],
  [
    "a revoked generation that comes back after the key was switched off",
    deployed({ "1": "revoked", "2": "current" }, { enabled: false }),
    search({ 1: "disabled", 2: "current" }),
    [
      `keys.search.generations.1: revoked -> disabled: a revoked generation never comes back; deployed: 1 revoked, 2 current, with enabled: false\ndeploy { "1": revoked, "2": current } instead`,
    ],
  ],
  ["a revoked generation that is left out", deployed({ "1": "revoked", "2": "current" }), search({ 2: "current" }), []],
  [
    "a generation in use that is left out",
    deployed({ "1": "grace since 2026-11-01", "2": "current since 2026-11-01" }),
    search({ 2: "current" }),
    [
      `keys.search.generations.1: grace -> absent is two steps; deployed: 1 grace since 2026-11-01, 2 current since 2026-11-01\nfirst deploy { "1": disabled, "2": current } (retire), then this${SEVERAL}`,
    ],
  ],
  [
    "the current generation left out, with another in its place",
    deployed({ "1": "current" }),
    search({ 2: "current" }),
    [
      `keys.search.generations.1: current -> absent is three steps; deployed: 1 current\nfirst deploy { "1": grace, "2": current } (start --now), then go on step by step${SEVERAL}`,
    ],
  ],
  [
    "a staged generation left out",
    deployed(IN_ROTATION),
    search({ 1: "current" }),
    [
      `keys.search.generations.2: staged -> absent is two steps; deployed: 1 current since 2026-08-20, 2 staged since 2026-11-20\nfirst deploy { "1": current, "2": disabled } (cancel), then this${SEVERAL}`,
    ],
  ],
  [
    "a staged generation in grace at once",
    deployed({ "1": "current", "2": "staged" }),
    search({ 1: "current", 2: "grace" }),
    [
      `keys.search.generations.2: staged -> grace is two steps; deployed: 1 current, 2 staged\nfirst deploy { "1": current, "2": disabled } (cancel), then this${SEVERAL}`,
    ],
  ],
  [
    "a generation staged again",
    deployed({ "1": "grace", "2": "current" }),
    search({ 1: "current", 2: "staged" }),
    [
      `keys.search.generations.2: current -> staged: only a new generation is staged; deployed: 1 grace, 2 current\ndeploy { "1": current, "2": grace } (rollback) instead`,
    ],
  ],
  [
    "a disabled generation staged again",
    deployed({ "1": "disabled", "2": "current" }),
    search({ 1: "staged", 2: "current" }),
    [
      `keys.search.generations.1: disabled -> staged: only a new generation is staged; deployed: 1 disabled, 2 current\ndeploy { "1": disabled, "2": current } instead`,
    ],
  ],
  [
    "two generations that both go too far",
    deployed({ "1": "grace", "2": "current", "3": "staged" }),
    search({ 2: "disabled", 3: "current" }),
    [
      `keys.search.generations.1: grace -> absent is two steps; deployed: 1 grace, 2 current, 3 staged\nfirst deploy { "1": disabled, "2": grace, "3": current } (promote), then this${SEVERAL}`,
      `keys.search.generations.2: current -> disabled is two steps; deployed: 1 grace, 2 current, 3 staged\nfirst deploy { "1": disabled, "2": grace, "3": current } (promote), then this${SEVERAL}`,
    ],
  ],
];

const BROKEN_OFF: Row[] = [
  [
    "a promotion that broke off after it was published, and is then cancelled",
    deployed({ "1": "current since 2026-08-20", "2": "current since 2026-11-30" }, { broke: true }),
    search({ 1: "current", 2: "disabled" }),
    [
      `keys.search.generations.2: current -> disabled is two steps; deployed: 1 current since 2026-08-20, 2 current since 2026-11-30 ${BROKE}\nfirst deploy { "1": current, "2": grace } (rollback), then this`,
    ],
  ],
  [
    "a promotion that broke off after it was published, and is then reverted",
    deployed({ "1": "current", "2": "current" }, { broke: true }),
    search({ 1: "current", 2: "staged" }),
    [
      `keys.search.generations.2: current -> staged: only a new generation is staged; deployed: 1 current, 2 current ${BROKE}\ndeploy { "1": current, "2": grace } (rollback) instead`,
    ],
  ],
  [
    "a promotion that broke off, and is then gone on with",
    deployed({ "1": "current", "2": "current" }, { broke: true }),
    search({ 1: "disabled", 2: "current" }),
    [
      `keys.search.generations.1: current -> disabled is two steps; deployed: 1 current, 2 current ${BROKE}\nfirst deploy { "1": grace, "2": current } (promote), then this`,
    ],
  ],
  [
    "a promotion that broke off, once more",
    deployed({ "1": "current since 2026-08-20", "2": "staged" }, { broke: true }),
    search({ 1: "grace", 2: "current" }),
    [
      "warning: keys.search: its last deployment did not finish; as far as is known: 1 current since 2026-08-20, 2 staged",
    ],
  ],
  [
    "a retirement that AWS refused, and then a removal",
    deployed({ "1": "disabled", "2": "current" }, { broke: true, of: { 1: { enabled: false } } }),
    search({ 2: "current" }),
    [
      `keys.search.generations.1: disabled -> absent must wait until a deployment of the key has finished; deployed: 1 disabled, 2 current ${BROKE}\nfirst deploy { "1": disabled, "2": current }, then this`,
    ],
  ],
  [
    "a key switched on again with a lost answer, and then left out",
    deployed({ "1": "current since 2026-08-20" }, { broke: true, enabled: false }),
    { keys: { other: {} } },
    [
      `keys.search: left out before its last deployment has finished; deployed: 1 current since 2026-08-20 ${BROKE}\nfirst deploy it with enabled: false, then leave it out`,
    ],
  ],
  [
    "a first deployment that broke off after its first key, once more",
    deployed({ "2": "current" }, { broke: true }),
    search({ 1: "grace", 2: "current" }),
    ["warning: keys.search: its last deployment did not finish; as far as is known: 2 current"],
  ],
  [
    "a start --now that AWS refused, taken back",
    deployed({ "1": "current" }, { broke: true }),
    search({ 1: "current" }),
    ["warning: keys.search: its last deployment did not finish; as far as is known: 1 current"],
  ],
  [
    "a staged generation that was never attached and is not protected, left out",
    deployed({ "1": "current", "2": "staged" }, { broke: true, of: { 2: { isLinked: false } } }),
    { ...search({ 1: "current" }), deletionProtection: false },
    ["warning: keys.search: its last deployment did not finish; as far as is known: 1 current, 2 staged"],
  ],
  [
    "a staged generation that was never attached and is protected, left out",
    deployed({ "1": "current", "2": "staged" }, { broke: true, of: { 2: { isLinked: false } } }),
    search({ 1: "current" }),
    [
      `keys.search.generations.2: staged -> absent must wait until a deployment of the key has finished; deployed: 1 current, 2 staged ${BROKE}\nfirst deploy { "1": current, "2": disabled } (cancel), then this`,
    ],
  ],
  [
    "a staged generation that was attached, left out",
    deployed({ "1": "current", "2": "staged" }, { broke: true }),
    search({ 1: "current" }),
    [
      `keys.search.generations.2: staged -> absent must wait until a deployment of the key has finished; deployed: 1 current, 2 staged ${BROKE}\nfirst deploy { "1": current, "2": disabled } (cancel), then this`,
    ],
  ],
  [
    "a generation in grace without a plan, left out",
    deployed({ "1": "grace", "2": "current" }, { broke: true, of: { 1: { isLinked: false } } }),
    search({ 2: "current" }),
    [
      `keys.search.generations.1: grace -> absent must wait until a deployment of the key has finished; deployed: 1 grace, 2 current ${BROKE}\nfirst deploy { "1": disabled, "2": current } (retire), then this`,
    ],
  ],
  [
    "a revoked generation that is left out before anything finished",
    deployed({ "1": "revoked", "2": "current" }, { broke: true }),
    search({ 2: "current" }),
    [
      `keys.search.generations.1: revoked -> absent must wait until a deployment of the key has finished; deployed: 1 revoked, 2 current ${BROKE}\nfirst deploy { "1": revoked, "2": current }, then this`,
    ],
  ],
  [
    "a generation of which no state is known, switched off",
    deployed({ "1": "unknown", "2": "current since 2026-11-01" }, { broke: true }),
    search({ 1: "disabled", 2: "current" }),
    [
      `keys.search.generations.1: unknown -> disabled: its state is not known, so it must stay on or be revoked; deployed: 1 in an unknown state, 2 current since 2026-11-01 ${BROKE}\nfirst deploy { "1": grace, "2": current }, then this`,
    ],
  ],
];

const SWITCHED_OFF: Row[] = [
  [
    "every state at once with enabled: false",
    deployed(IN_ROTATION),
    search({ 1: "disabled", 2: "current" }, { enabled: false }),
    [],
  ],
  [
    "a generation left out with enabled: false",
    deployed({ "1": "grace", "2": "current" }),
    search({ 2: "current" }, { enabled: false }),
    [
      `keys.search.generations.1: grace -> absent is two steps; deployed: 1 grace, 2 current\nfirst deploy { "1": disabled, "2": current } (retire), then this${SEVERAL}`,
    ],
  ],
  [
    "on again with every state that a disabled one may have",
    deployed({ "1": "current", "2": "staged", "3": "grace" }, { enabled: false }),
    search({ 1: "disabled", 2: "current" }),
    [],
  ],
  [
    "on again, and staged",
    deployed({ "1": "current" }, { enabled: false }),
    search({ 1: "staged", 2: "current" }),
    [
      `keys.search.generations.1: current -> staged: only a new generation is staged; deployed: 1 current, with enabled: false\ndeploy { "1": current } instead`,
    ],
  ],
  [
    "a generation that was switched off by hand and is still protected, left out",
    deployed({ "1": "grace", "2": "current" }, { of: { 1: { enabled: false } } }),
    search({ 2: "current" }),
    [
      `keys.search.generations.1: grace -> absent is two steps; deployed: 1 grace, 2 current
first deploy { "1": disabled, "2": current } (retire), then this; if several pull requests were merged, deploy the commit of the first one`,
    ],
  ],
];

const LEFT_OUT: Row[] = [
  [
    "an unprotected key that was switched off by hand",
    deployed({ "1": "current" }, { of: { 1: { enabled: false } }, deletionProtection: false }),
    { keys: { other: {} } },
    [],
  ],
  [
    "a key of which a first deployment that broke off made the secret alone",
    { generations: {}, secret: { name: "search" } },
    { keys: { other: {} } },
    [
      `keys.search: left out before its last deployment has finished; deployed: its secret alone (the last deployment of this key did not finish)
first deploy it with enabled: false, then leave it out`,
    ],
  ],
  ["a key of which nothing was made", { generations: {} }, { keys: { other: {} } }, []],
  [
    "a key that was switched off by hand and is still protected",
    deployed({ "1": "current" }, { of: { 1: { enabled: false } } }),
    { keys: { other: {} } },
    [
      `keys.search: left out while it is on; deployed: 1 current
first deploy it with enabled: false, then leave it out`,
    ],
  ],
  [
    "a key that is on",
    deployed({ "1": "current since 2026-08-20" }),
    { keys: { other: {} } },
    [
      "keys.search: left out while it is on; deployed: 1 current since 2026-08-20\nfirst deploy it with enabled: false, then leave it out",
    ],
  ],
  [
    "a key that is on, by a file that is gone",
    deployed({ "1": "current" }),
    {},
    [
      "keys.search: left out while it is on; deployed: 1 current\nfirst deploy it with enabled: false, then leave it out",
    ],
  ],
  [
    "a key that is on, with a generation that is off",
    deployed({ "1": "disabled", "2": "current" }),
    { keys: { other: {} } },
    [
      "keys.search: left out while it is on; deployed: 1 disabled, 2 current\nfirst deploy it with enabled: false, then leave it out",
    ],
  ],
  [
    "a key that was switched off",
    deployed({ "1": "current", "2": "staged" }, { enabled: false }),
    { keys: { other: {} } },
    [],
  ],
  ["a key of which nothing exists", deployed({}, { broke: true }), { keys: { other: {} } }, []],
  [
    "a key without protection, before and now",
    deployed({ "1": "current" }, { deletionProtection: false }),
    { keys: { other: {} }, deletionProtection: false },
    [],
  ],
  [
    "a key whose protection goes in the same deployment",
    deployed({ "1": "current" }),
    { keys: { other: {} }, deletionProtection: false },
    [
      "keys.search: left out while it is on; deployed: 1 current\nfirst deploy it with enabled: false, then leave it out",
    ],
  ],
  [
    "a key whose protection comes in the same deployment",
    deployed({ "1": "current" }, { deletionProtection: false }),
    { keys: { other: {} } },
    [
      "keys.search: left out while it is on; deployed: 1 current\nfirst deploy it with enabled: false, then leave it out",
    ],
  ],
  [
    "a key without protection whose deployment broke off",
    deployed({ "1": "current" }, { broke: true }),
    { keys: { other: {} }, deletionProtection: false },
    [
      `keys.search: left out before its last deployment has finished; deployed: 1 current ${BROKE}\nfirst deploy it with enabled: false, then leave it out`,
    ],
  ],
  [
    "a generation without protection",
    deployed({ "1": "grace", "2": "current" }, { deletionProtection: false }),
    { ...search({ 2: "current" }), deletionProtection: false },
    [
      `keys.search.generations.1: grace -> absent is two steps; deployed: 1 grace, 2 current\nfirst deploy { "1": disabled, "2": current } (retire), then this${SEVERAL}`,
    ],
  ],
];

const gold = { apiKeyId: "k1", usagePlan: "gold" };
const onGold = deployed({ "1": "current" }, { of: { 1: gold } });
const withImport = (id: string, key: object = {}): TestConfig => ({
  ...search({ 1: { state: "current", import: id } }, key),
  ...PLANS,
});
const planWith = (id: string | undefined): LastDeployment => ({
  keys: {},
  usagePlans: { gold: id === undefined ? {} : { id } },
});

const IMPORTS: Row[] = [
  [
    "a key with another id than the recorded one",
    onGold,
    withImport("k2", { usagePlan: "gold" }),
    [
      'keys.search.generations.1.import: deployed is "k1", which this would replace; drop the line, and import "k2" as a new generation',
    ],
  ],
  [
    "a key with another id, while it moves to another plan",
    onGold,
    withImport("k2", { usagePlan: "free" }),
    [
      'keys.search.generations.1.import: deployed is "k1", which this would replace; drop the line, and import "k2" as a new generation',
    ],
  ],
  [
    "a key that moves to another plan",
    onGold,
    withImport("k1", { usagePlan: "free" }),
    [
      "keys.search.generations.1.import: deployed already, and the generation leaves plan gold, so there is no link to import; drop the line",
    ],
  ],
  [
    "a key that leaves its plan",
    onGold,
    withImport("k1"),
    [
      "keys.search.generations.1.import: deployed already, and the generation leaves plan gold, so there is no link to import; drop the line",
    ],
  ],
  [
    "a key whose id is the recorded one",
    onGold,
    withImport("k1", { usagePlan: "gold" }),
    ["warning: keys.search.generations.1.import: deployed: drop the line"],
  ],
  [
    "a key whose link was never made",
    deployed({ "1": "current" }, { of: { 1: { apiKeyId: "k1", isLinked: false } } }),
    withImport("k1", { usagePlan: "gold" }),
    ["warning: keys.search.generations.1.import: deployed: drop the line"],
  ],
  [
    "a key whose id is not recorded",
    deployed({ "1": "current" }),
    withImport("k2", { usagePlan: "gold" }),
    ["warning: keys.search.generations.1.import: deployed: drop the line"],
  ],
  [
    "a key as a new generation",
    deployed({ "1": "current" }),
    search({ 1: "current", 2: { state: "staged", import: "k2" } }),
    [],
  ],
  [
    "a plan with another id than the recorded one",
    planWith("plan1"),
    { usagePlans: { gold: { import: "plan2" } } },
    [
      'usagePlans.gold.import: deployed is "plan1", which this would replace; drop the line, or import "plan2" under another name',
    ],
  ],
  [
    "a plan whose id is the recorded one",
    planWith("plan1"),
    { usagePlans: { gold: { import: "plan1" } } },
    ["warning: usagePlans.gold.import: deployed: drop the line"],
  ],
  ["a plan whose line was dropped", planWith("plan1"), { usagePlans: { gold: {} } }, []],
  [
    "a plan whose id is not recorded",
    planWith(undefined),
    { usagePlans: { gold: { import: "plan1" } } },
    ["warning: usagePlans.gold.import: deployed: drop the line"],
  ],
  ["a plan that is new", { keys: {}, usagePlans: {} }, { usagePlans: { gold: { import: "plan1" } } }, []],
];

const named = (given: Circumstances = {}) => deployed({ "1": "current" }, { secret: { name: "acme" }, ...given });
const withName = (name: string | undefined, key: object = {}): TestConfig => ({
  ...search({ 1: "current" }, { ...(name !== undefined && { secretName: name }), ...key }),
  secretsManager: {},
});
const RENAMED =
  'keys.search.secretName: deployed is "acme", and AWS cannot rename a secret: its readers would lose it; keep that name, or drop the line';

const SECRETS: Row[] = [
  ["a secret under another name", named(), withName("other"), [RENAMED]],
  ["a secret under another name, of a key that is switched on again", named({ enabled: false }), withName("other"), []],
  [
    "a secret under another name, of a key that was switched off by a deployment that broke off",
    named({ enabled: false, broke: true }),
    withName("other"),
    [RENAMED],
  ],
  [
    "a secret under another name, of a key of which one generation is off",
    deployed({ "1": "current", "2": "disabled" }, { secret: { name: "acme" } }),
    { ...search({ 1: "current", 2: "disabled" }, { secretName: "other" }), secretsManager: {} },
    [RENAMED],
  ],
  ["a secret under another name, of a key that is switched off", named(), withName("other", { enabled: false }), []],
  ["a secret under its name", named(), withName("acme"), []],
  ["a secret whose name is dropped", named(), withName(undefined), []],
  ["a secret that is new", deployed({ "1": "current" }), withName("other"), []],
];

const inRegion = (region?: string): LastDeployment => ({ keys: {}, usagePlans: {}, ...(region && { region }) });

const REGIONS: Row[] = [
  [
    "another Region",
    inRegion("eu-central-1"),
    { "aws:region": "us-east-1" },
    [
      "aws:region: the stack is deployed in eu-central-1, and another Region would replace all its keys; give eu-central-1, and make a stack of its own for us-east-1",
    ],
  ],
  ["the same Region", inRegion("eu-central-1"), { "aws:region": "eu-central-1" }, []],
  ["no Region in the file", inRegion("eu-central-1"), {}, []],
  ["no Region in the record", inRegion(), { "aws:region": "us-east-1" }, []],
];

const MOVES = "its calls are refused for some seconds";

const WARNINGS: Row[] = [
  [
    "a live generation that moves to another plan",
    onGold,
    { ...search({ 1: "current" }, { usagePlan: "free" }), ...PLANS },
    [
      `warning: keys.search.generations.1: moves from plan gold to free, and ${MOVES}; without a gap: npm run rotate -- prod search start --usage-plan free`,
    ],
  ],
  [
    "a live generation that loses its plan",
    onGold,
    { ...search({ 1: "current" }), ...PLANS },
    ["warning: keys.search.generations.1: loses its plan gold, and its calls are refused"],
  ],
  [
    "a live generation that gets a plan",
    deployed({ "1": "current" }),
    { ...search({ 1: "current" }, { usagePlan: "free" }), ...PLANS },
    [],
  ],
  [
    "a disabled generation that moves to another plan",
    deployed({ "1": "disabled", "2": "current" }, { of: { 1: gold } }),
    { ...search({ 1: { state: "disabled", usagePlan: "free" }, 2: "current" }), ...PLANS },
    [],
  ],
  [
    "a generation that goes into grace and moves to another plan when the key is on again",
    deployed({ "1": "disabled", "2": "current" }, { of: { 1: gold } }),
    { ...search({ 1: { state: "grace", usagePlan: "free" }, 2: "current" }), ...PLANS },
    [],
  ],
  [
    "a generation that is switched off and moves to another plan",
    deployed({ "1": "grace", "2": "current" }, { of: { 1: gold } }),
    { ...search({ 1: { state: "disabled", usagePlan: "free" }, 2: "current" }), ...PLANS },
    [],
  ],
  [
    "a key that is switched off and moves to another plan",
    onGold,
    { ...search({ 1: "current" }, { usagePlan: "free", enabled: false }), ...PLANS },
    [],
  ],
  [
    "a new generation that is current at once",
    deployed({ "1": "current" }),
    search({ 1: "grace", 2: "current" }),
    [
      "warning: keys.search.generations.2: new and handed over at once; API Gateway may refuse a new key for some seconds: start, then promote",
    ],
  ],
  [
    "a new generation that is current at once in a key that is off",
    deployed({ "1": "current" }),
    search({ 1: "grace", 2: "current" }, { enabled: false }),
    [],
  ],
  [
    "a new generation that is current at once beside one that was revoked before",
    deployed({ "1": "revoked", "2": "current" }),
    search({ 1: "revoked", 2: "grace", 3: "current" }),
    [
      "warning: keys.search.generations.3: new and handed over at once; API Gateway may refuse a new key for some seconds: start, then promote",
    ],
  ],
  ["a generation of a key of which nothing exists", deployed({}), search({ 1: "current" }), []],
  [
    "a KMS key that is dropped",
    deployed({ "1": "current" }, { secret: { kmsKeyId: "alias/keys" } }),
    { ...search({ 1: "current" }), secretsManager: {} },
    [
      "warning: secretsManager.kmsKeyId: dropped, but AWS keeps alias/keys and every preview shows a change; give alias/aws/secretsmanager",
    ],
  ],
  [
    "a KMS key that is dropped, of the second key only",
    {
      keys: {
        none: deployed({ "1": "current" }, { secret: { name: "a" } }),
        search: deployed({ "1": "current" }, { secret: { kmsKeyId: "alias/keys" } }),
      },
      usagePlans: {},
    },
    { keys: { none: {}, search: {} }, secretsManager: {} },
    [
      "warning: secretsManager.kmsKeyId: dropped, but AWS keeps alias/keys and every preview shows a change; give alias/aws/secretsmanager",
    ],
  ],
  [
    "a KMS key that is another",
    deployed({ "1": "current" }, { secret: { kmsKeyId: "alias/keys" } }),
    { ...search({ 1: "current" }), secretsManager: { kmsKeyId: "alias/other" } },
    [],
  ],
  [
    "a KMS key whose secrets go",
    deployed({ "1": "current" }, { secret: { kmsKeyId: "alias/keys" } }),
    search({ 1: "current" }),
    [],
  ],
  [
    "a stack that an older version deployed, whatever its file says",
    deployed({ "1": "unknown", "2": "unknown" }, { broke: true }),
    { keys: { other: {} } },
    [
      "warning: an older version made the last deployment, so this deployment was not compared with it; the next one will be",
    ],
  ],
  [
    "a stack of which no state is known, though one of its keys has finished",
    { keys: { other: deployed({}), search: deployed({ "1": "unknown" }, { broke: true }) }, usagePlans: {} },
    { keys: { other: {} } },
    [
      `keys.search: left out before its last deployment has finished; deployed: 1 in an unknown state ${BROKE}\nfirst deploy it with enabled: false, then leave it out`,
    ],
  ],
  [
    "a stack of which only one state is known",
    deployed({ "1": "current", "2": "unknown" }, { broke: true }),
    search({ 1: "current", 2: "grace" }),
    ["warning: keys.search: its last deployment did not finish; as far as is known: 1 current, 2 in an unknown state"],
  ],
];

const isKey = (last: Row[1]): last is DeployedKey => "generations" in last;
const stackOf = (last: Row[1]): LastDeployment => (isKey(last) ? { keys: { search: last }, usagePlans: {} } : last);

describe.each<[string, readonly Row[]]>([
  ["a step", STEPS],
  ["after a deployment that broke off", BROKEN_OFF],
  ["a key that is or was switched off", SWITCHED_OFF],
  ["left out", LEFT_OUT],
  ["an import", IMPORTS],
  ["a name", SECRETS],
  ["a stack in", REGIONS],
  ["a thing rarely intended", WARNINGS],
])("%s:", (_, rows) => {
  test.each(rows)("%s", (_name, last, file, says) => {
    expect(said(stackOf(last), file)).toEqual(says);
  });
});

test("all faults are told at once, sorted by path, and no warning with them", () => {
  const last = {
    keys: {
      b: deployed({ "1": "current" }),
      a: deployed({ "1": "current", "2": "staged" }, { broke: true, of: { 1: { apiKeyId: "k1" } } }),
    },
    usagePlans: { p: { id: "plan1" } },
    region: "eu-central-1",
  };
  const file = {
    "aws:region": "eu-west-1",
    keys: { a: { usagePlan: "p", generations: { 1: { state: "disabled", import: "k2" }, 3: "current" } } },
    usagePlans: { p: { import: "plan2" } },
  };
  expect(said(last, file).map((line) => line.split(": ")[0])).toEqual([
    "aws:region",
    "keys.a.generations.1",
    "keys.a.generations.1.import",
    "keys.a.generations.2",
    "keys.b",
    "usagePlans.p.import",
  ]);
});

test("names that objects have by themselves are names like any other", () => {
  const last = { keys: { search: deployed({ "1": "current" }) }, usagePlans: {} };
  expect(said(last, { keys: { constructor: {} } })).toEqual([
    "keys.search: left out while it is on; deployed: 1 current\nfirst deploy it with enabled: false, then leave it out",
  ]);
  const states = Object.fromEntries([["constructor", "grace"] as const, ["2", "current"] as const]);
  const constructor = { constructor: deployed(states) };
  expect(
    said({ keys: constructor, usagePlans: {} }, { keys: { constructor: { generations: { 2: "current" } } } }),
  ).toEqual([
    `keys.constructor.generations.constructor: grace -> absent is two steps; deployed: 2 current, constructor grace\nfirst deploy { "2": current, "constructor": disabled } (retire), then this${SEVERAL}`,
  ]);
});
