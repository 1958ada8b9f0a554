import { ApiGateway } from "../../harness/aws/api-gateway";

// The engine tests stand on this: what it does not refuse, they would not notice.
let gateway: ApiGateway;
beforeEach(() => (gateway = new ApiGateway()));

const stage = (apiId: string, name = "live") => ({ apiId, stage: name });
const key = (given: { value?: string; tags?: Record<string, string> } = {}) =>
  gateway.createKey({ name: "k", description: "", enabled: true, customerId: "", tags: {}, ...given });
const plan = (given: Partial<Parameters<ApiGateway["createPlan"]>[0]> = {}) =>
  gateway.createPlan({ name: "p", description: "", apiStages: [], tags: {}, ...given });

describe("a key", () => {
  test("has an id and a value of AWS's making, unless a value is given", () => {
    const made = key();
    expect(made.id).toMatch(/^[a-z0-9]{10}$/);
    expect(made.value).toMatch(/^[A-Za-z0-9]{40}$/);
    const value = "A".repeat(20);
    expect(key({ value }).value).toBe(value);
    expect(gateway.values).toEqual([made.value, value]);
  });

  test.each(["short", "A".repeat(19), "A".repeat(129), `${"A".repeat(20)}-`])(
    "is refused with the value %j",
    (value) => {
      expect(() => key({ value })).toThrow("BadRequestException: API Key value is not valid");
    },
  );

  test("is refused with the value of another one, until that is gone", () => {
    const { id, value } = key();
    expect(() => key({ value })).toThrow("ConflictException: API Key already exists");
    gateway.deleteKey(id);
    expect(key({ value }).value).toBe(value);
  });

  test("takes its links along", () => {
    const [one, two] = [key().id, key().id];
    const { id } = plan();
    gateway.createLink(id, one);
    gateway.createLink(id, two);
    gateway.deleteKey(one);
    expect(gateway.links).toEqual([{ planId: id, keyId: two }]);
  });
});

describe("a plan", () => {
  test.each([
    ["DAY", 0],
    ["WEEK", 6],
    ["MONTH", 27],
  ])("counts per %s from day %i at most", (period, last) => {
    const quota = (offset: number) => ({ limit: 100, period, offset });
    const { id } = plan({ quota: quota(0) });
    expect(gateway.updatePlan(id, { quota: quota(last) }).quota).toEqual(quota(last));
    for (const offset of [-1, last + 1]) {
      const refused = "BadRequestException: Usage Plan quota is not valid";
      expect(() => plan({ quota: quota(offset) })).toThrow(refused);
      expect(() => gateway.updatePlan(id, { quota: quota(offset) })).toThrow(refused);
    }
    expect(gateway.plan(id).quota).toEqual(quota(last));
  });

  const path = (name: string) => ({ apiStages: [{ ...stage("a"), throttle: { [name]: {} } }] });
  test.each([
    ["a quota of 0", { quota: { limit: 0, period: "DAY" } }, "BadRequestException: Usage Plan quota is not valid"],
    [
      "an unknown period",
      { quota: { limit: 1, period: "YEAR" } },
      "BadRequestException: Usage Plan quota is not valid",
    ],
    ["a negative rate", { throttle: { rateLimit: -1 } }, "BadRequestException: Usage Plan throttle is not valid"],
    ["a negative burst", { throttle: { burstLimit: -1 } }, "BadRequestException: Usage Plan throttle is not valid"],
    [
      "a negative rate of a method",
      { apiStages: [{ ...stage("a"), throttle: { "/x/GET": { rateLimit: -1 } } }] },
      "BadRequestException: Usage Plan throttle is not valid",
    ],
    ["a method's path without a method", path("/chat"), "BadRequestException: Invalid stage throttle path"],
    ["a method's path with a wildcard", path("/*/GET"), "BadRequestException: Invalid stage throttle path"],
    [
      "a method's throttle without its own",
      { apiStages: [{ ...stage("a"), throttle: { "/x/GET": { rateLimit: 1 } } }] },
      "BadRequestException: Can not define fine grain throttling if usage plan throttle is not defined",
    ],
    ["a stage twice", { apiStages: [stage("a"), stage("a")] }, "ConflictException: Usage Plan has the API Stage twice"],
  ])("is refused with %s", (_, given, message) => {
    expect(() => plan(given)).toThrow(message);
    expect([...gateway.plans]).toEqual([]);
  });

  test("takes limits of 0, its own and a method's", () => {
    const closed = { rateLimit: 0, burstLimit: 0 };
    const { id } = plan({ throttle: closed, apiStages: [{ ...stage("a"), throttle: { "/x/GET": closed } }] });
    expect(gateway.plan(id).throttle).toEqual(closed);
  });

  test("is not deleted while it has stages, and takes its links along", () => {
    const { id } = plan({ apiStages: [stage("a")] });
    gateway.createLink(id, key().id);
    expect(() => gateway.deletePlan(id)).toThrow(
      `BadRequestException: Cannot delete Usage Plan ${id} because there are API Stages associated with it, including a:live`,
    );
    expect(gateway.links).toHaveLength(1);
    gateway.updatePlan(id, { apiStages: [] });
    gateway.deletePlan(id);
    expect([[...gateway.plans], gateway.links]).toEqual([[], []]);
  });
});

describe("a link", () => {
  test("is made once for a plan and a key", () => {
    const [one, two] = [plan().id, plan().id];
    const keyId = key().id;
    gateway.createLink(one, keyId);
    expect(() => gateway.createLink(one, keyId)).toThrow("ConflictException: Usage Plan already contains the API Key");
    gateway.createLink(two, keyId);
    gateway.deleteLink(one, keyId);
    expect(gateway.links).toEqual([{ planId: two, keyId }]);
  });

  const shared = "ConflictException: API Key cannot reference multiple Usage Plans with the same API Stage";
  test("is refused where the key is in another plan with the same stage of the same API", () => {
    const one = plan({ apiStages: [stage("a"), stage("b")] }).id;
    const two = plan({ apiStages: [stage("c"), stage("b")] }).id;
    const three = plan({ apiStages: [stage("a", "test"), stage("d")] }).id;
    const keyId = key().id;
    gateway.createLink(one, keyId);
    expect(() => gateway.createLink(two, keyId)).toThrow(shared);
    gateway.createLink(three, keyId);
    gateway.createLink(two, key().id);
    gateway.deleteLink(one, keyId);
    gateway.createLink(two, keyId);
  });

  test("keeps its plan from stages that another plan of the key has", () => {
    const one = plan({ apiStages: [stage("a")] }).id;
    const two = plan().id;
    const keyId = key().id;
    gateway.createLink(one, keyId);
    gateway.createLink(two, keyId);
    gateway.updatePlan(one, { apiStages: [stage("a"), stage("b")] });
    expect(() => gateway.updatePlan(two, { apiStages: [stage("a")] })).toThrow(shared);
    expect(gateway.plan(two).apiStages).toEqual([]);
  });
});

describe("an unknown id", () => {
  test.each<[string, () => unknown, string]>([
    ["key", () => gateway.key("x"), "Invalid API Key identifier specified"],
    ["key to delete", () => gateway.deleteKey("x"), "Invalid API Key identifier specified"],
    ["plan", () => gateway.plan("x"), "Invalid Usage Plan identifier specified"],
    ["plan to change", () => gateway.updatePlan("x", {}), "Invalid Usage Plan identifier specified"],
    ["plan to delete", () => gateway.deletePlan("x"), "Invalid Usage Plan identifier specified"],
    ["plan to link", () => gateway.createLink("x", key().id), "Invalid Usage Plan identifier specified"],
    ["key to link", () => gateway.createLink(plan().id, "x"), "Invalid API Key identifier specified"],
    ["link to delete", () => gateway.deleteLink(plan().id, key().id), "Invalid Usage Plan Key identifier specified"],
  ])("of a %s is refused", (_, call, message) => {
    expect(call).toThrow(`NotFoundException: ${message}`);
  });
});

describe("tags", () => {
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ""]));
  test.each<[string, Record<string, string>, string]>([
    ["51 of them", many, "a resource has 50 tags at most"],
    ["a key of AWS's own", { "aws:x": "" }, "tag keys that start with aws: are AWS's own"],
    ["an empty key", { "": "x" }, "a tag key has 1 to 128 characters"],
    ["a key of 129 characters", { ["k".repeat(129)]: "" }, "a tag key has 1 to 128 characters"],
    ["a value of 257 characters", { k: "v".repeat(257) }, "a tag value has 256 characters at most"],
  ])("are refused with %s", (_, tags, message) => {
    const refused = `BadRequestException: ${message}`;
    expect(() => key({ tags })).toThrow(refused);
    expect(() => plan({ tags })).toThrow(refused);
    const made = key();
    expect(() => gateway.tag(made, tags)).toThrow(refused);
    expect(gateway.key(made.id).tags).toEqual({});
  });

  test("are taken up to the limits, and replaced whole", () => {
    const { t0: _, ...fifty } = many;
    const tags = { ...fifty, t1: "v".repeat(256) };
    const made = key({ tags: { old: "x" } });
    gateway.tag(made, tags);
    expect(gateway.key(made.id).tags).toEqual(tags);
    expect(key({ tags: { ["k".repeat(128)]: "" } }).tags).toEqual({ ["k".repeat(128)]: "" });
  });
});
