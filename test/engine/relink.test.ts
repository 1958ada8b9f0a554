import { Engine, type Resource, type StackConfig } from "../kit/engine/engine";
import { recover } from "../kit/engine/recovery";
import { keys } from "../kit/engine/rotating-keys";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";
/** Takes all links out of an exported state. */
const lose = `node -e 'let text = ""; process.stdin.on("data", (data) => (text += data)).on("end", () => {
  const state = JSON.parse(text);
  state.deployment.resources = state.deployment.resources.filter((it) => it.type !== "${LINK}");
  console.log(JSON.stringify(state));
})'`;

async function up(config: StackConfig): Promise<void> {
  engine.configure(config);
  const { code, text } = await engine.up();
  if (code !== 0) throw new Error(text);
}

/** The state without what each writing of it changes: when, in which order, and the ciphertext. */
function lasting(state: readonly Resource[]): unknown {
  const value = (name: string, item: unknown) =>
    ["created", "modified"].includes(name)
      ? undefined
      : isSecret(item)
        ? "[secret]"
        : Array.isArray(item)
          ? item.sort()
          : item;
  const sorted = [...state].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return sorted.map((resource) => JSON.parse(JSON.stringify(resource, value)) as unknown);
}

const isSecret = (item: unknown) => typeof item === "object" && item !== null && "ciphertext" in item;

const unpublished = ({ secretsManager: _, ...config }: StackConfig) => config;
const rotated = { 1: "disabled", 2: "current", 3: "staged" } as const;
const moved = { 1: { state: "disabled", usagePlan: "plus" }, 2: { state: "current", usagePlan: "plus" } };

test.each<[string, StackConfig, string[]]>([
  ["a published key", keys({ 1: "current" }), ["one-1"]],
  ["a published key with a disabled generation", keys({ 1: "disabled", 2: "current" }), ["one-1", "one-2"]],
  ["a key with a disabled generation", unpublished(keys({ 1: "disabled", 2: "current" })), ["one-1", "one-2"]],
  [
    "several keys in many generations on two plans",
    keys(rotated, rotated),
    ["one-1", "one-2", "one-3", "two-1", "two-2", "two-3"],
  ],
])("the real CLI imports the state with the links of %s put back, as it had written them", async (_, config, links) => {
  await up(config);
  await engine.aws.journal();
  const before = lasting(await engine.state());
  const { code, text } = await engine.shell(
    `pulumi stack export | ${lose} | npm run -s relink -- dev | pulumi stack import`,
  );
  const told = text.split("\n").filter((line) => line.startsWith("put back"));
  expect([code, told.sort()]).toEqual([0, links.map((link) => `put back ${link}`)]);
  expect((await engine.up()).code).toBe(0);
  expect(lasting(await engine.state())).toEqual(before);
  expect((await engine.aws.journal()).filter(({ seen }) => seen !== undefined)).toEqual([]);
});

test.each<[string, StackConfig, StackConfig]>([
  ["a published key", keys({ 1: "current" }), keys({ 1: { state: "current", usagePlan: "plus" } })],
  ["a published key with a disabled generation", keys({ 1: "disabled", 2: "current" }), keys(moved)],
  ["a key with a disabled generation", unpublished(keys({ 1: "disabled", 2: "current" })), unpublished(keys(moved))],
  [
    "one of two keys, to a plan that is new",
    keys({ 1: "grace", 2: "current" }, { 1: "current" }),
    toNewPlan(keys({ 1: "grace", 2: { state: "current", usagePlan: "more" } }, { 1: "current" })),
  ],
])("the move of %s to another plan is mended where the new link's answer was lost", async (_, from, to) => {
  await up(from);
  engine.configure(to);
  await engine.aws.arm({ action: "CreateUsagePlanKey", call: 1, when: "after" });
  expect((await engine.up()).code).toBe(1);
  await engine.aws.arm();
  expect(await recover(engine, { to })).toEqual(["A link that left the state"]);
  expect((await engine.preview("--expect-no-changes")).code).toBe(0);
});

function toNewPlan(config: StackConfig): StackConfig {
  return { ...config, usagePlans: { ...(config.usagePlans as object), more: {} } };
}
