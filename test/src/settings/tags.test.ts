import { faultsOf, many, settingsOf } from "../../kit/read-config";

const NAME =
  "not a valid name; give 1 to 128 letters, digits, spaces or _ . : / = + - @, not starting with aws: and none of project, stack, service-key, generation";
const VALUE = "give at most 256 letters, digits, spaces or _ . : / = + - @";
const ONE_KEY = { k: { enabled: true, generations: { "1": { state: "current" } } } };

/** So many tags named t0, t1 and so on. */
const tags = (count: number) =>
  many(
    count,
    (index) => `t${index}`,
    () => "x",
  );

describe.each<[string, (map: unknown) => Record<string, unknown>]>([
  ["tags", (map) => ({ tags: map })],
  ["keys.k.tags", (map) => ({ keys: { k: { tags: map } } })],
  ["usagePlans.p.tags", (map) => ({ usagePlans: { p: { tags: map } } })],
])("in %s", (path, config) => {
  test.each<[string, string]>([
    ["the shortest name and an empty value", "a"],
    ["a name of 128 characters", "n".repeat(128)],
    ["a name of letters of any script", "Größe 数"],
    ["a name of every sign", "_.:/=+-@ 1"],
    ["a name that has aws: within", "my-aws:x"],
    ["a name that starts with aws", "aws-x"],
    ["a name that starts like a reserved one", "projects"],
    ["a reserved name in another case, which to AWS is another name", "Project"],
    ["a name that ends like a reserved one", "my-stack"],
  ])("there may be %s", (_, name) => {
    expect(faultsOf(config({ [name]: "" }))).toEqual([]);
  });

  test.each([
    ["aws:x", '["aws:x"]'],
    ["AWS:x", '["AWS:x"]'],
    ["aWs:x", '["aWs:x"]'],
    ["aws:", '["aws:"]'],
    ["project", ".project"],
    ["stack", ".stack"],
    ["service-key", ".service-key"],
    ["generation", ".generation"],
    ["n".repeat(129), `.${"n".repeat(129)}`],
    ["", '[""]'],
    ["a!", '["a!"]'],
    ["a\tb", '["a\\tb"]'],
    ["a\n", '["a\\n"]'],
    ["a*", '["a*"]'],
  ])("there is no name %j", (name, step) => {
    expect(faultsOf(config({ [name]: "x" }))).toEqual([`${path}${step}: ${NAME}`]);
  });

  test.each<[unknown, string]>([
    ["v".repeat(257), `got "${"v".repeat(57)}…"; ${VALUE}`],
    ["a!", `got "a!"; ${VALUE}`],
    ["a\n", `got "a\\n"; ${VALUE}`],
    ["a,b", `got "a,b"; ${VALUE}`],
    [42, `got 42, which is not text: put it in quotes; ${VALUE}`],
    [true, `got true, which is not text: put it in quotes; ${VALUE}`],
    [null, "empty: give a value or drop the line"],
    [["x"], `got a list; ${VALUE}`],
    [{ x: "y" }, `got a map; ${VALUE}`],
  ])("there is no value %j", (value, problem) => {
    expect(faultsOf(config({ name: value }))).toEqual([`${path}.name: ${problem}`]);
  });

  test("a bad name does not hide a bad value", () => {
    expect(faultsOf(config({ stack: 1 }))).toEqual([
      `${path}.stack: got 1, which is not text: put it in quotes; ${VALUE}`,
      `${path}.stack: ${NAME}`,
    ]);
  });

  test.each<[unknown, string]>([
    [["x"], "got a list; give a map of tags"],
    [5, "got 5; give a map of tags"],
  ])("%j is refused", (map, problem) => {
    expect(faultsOf(config(map))).toEqual([`${path}: ${problem}`]);
  });
});

test("comes out as it went in", () => {
  const map = { "Größe 数": "v".repeat(256), constructor: "", then: "_.:/=+-@ 1é" };
  expect(settingsOf({ tags: map, keys: { k: { tags: map } }, usagePlans: { p: { tags: map } } })).toEqual({
    keys: { k: { ...ONE_KEY.k, tags: map } },
    usagePlans: { p: { tags: map } },
    tags: map,
    deletionProtection: true,
  });
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ["keys.k.tags", { keys: { k: { tags: null } } }, { keys: { k: { ...ONE_KEY.k, tags: {} } } }],
  ["usagePlans.p.tags", { usagePlans: { p: { tags: null } } }, { usagePlans: { p: { tags: {} } } }],
])("is an empty map with nothing behind it: %s", (_, given, expected) => {
  expect(settingsOf(given)).toMatchObject(expected);
});

describe("the number of tags on a resource", () => {
  test.each<[string, Record<string, unknown>]>([
    ["46 everywhere", { tags: tags(46) }],
    ["46 on a key", { keys: { k: { tags: tags(46) } } }],
    ["40 everywhere and the same 40 and 6 more on a key", { tags: tags(40), keys: { k: { tags: tags(46) } } }],
    ["48 on a plan", { usagePlans: { p: { tags: tags(48) } } }],
    ["46 everywhere and 2 more on a plan", { tags: tags(46), usagePlans: { p: { tags: tags(48) } } }],
  ])("may come to 50 with ours: %s", (_, given) => {
    expect(faultsOf(given)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string, number]>([
    ["47 everywhere", { tags: tags(47) }, "tags", 4],
    ["47 on a key", { keys: { k: { tags: tags(47) } } }, "keys.k.tags", 4],
    ["46 everywhere and another on a key", { tags: tags(46), keys: { k: { tags: { x: "" } } } }, "keys.k.tags", 4],
    ["49 on a plan", { usagePlans: { p: { tags: tags(49) } } }, "usagePlans.p.tags", 2],
    [
      "46 everywhere and 3 more on a plan",
      { tags: tags(46), usagePlans: { p: { tags: tags(49) } } },
      "usagePlans.p.tags",
      2,
    ],
  ])("does not come to 51 with ours: %s", (_, given, path, ours) => {
    expect(faultsOf(given)).toEqual([
      `${path}: makes 51 tags on a resource, ${ours} of them the stack's own, and AWS allows 50; drop some`,
    ]);
  });

  test("is told once where those that are everywhere are too many by themselves", () => {
    expect(
      faultsOf({ tags: tags(60), keys: { k: { tags: tags(60) } }, usagePlans: { p: { tags: tags(60) } } }),
    ).toEqual(["tags: makes 64 tags on a resource, 4 of them the stack's own, and AWS allows 50; drop some"]);
  });

  test("is counted on whatever is a map of tags, beside other faults", () => {
    expect(
      faultsOf({
        keys: { a: { tags: { ...tags(46), z: 1 } }, b: 5, c: { tags: 5 }, d: { tags: tags(47) } },
        usagePlans: { a: { tags: 5 }, b: 5, c: { tags: { ...tags(48), "!": "" } } },
        secretsManager: 5,
      }),
    ).toEqual([
      "keys.a.tags: makes 51 tags on a resource, 4 of them the stack's own, and AWS allows 50; drop some",
      `keys.a.tags.z: got 1, which is not text: put it in quotes; ${VALUE}`,
      "keys.b: got 5; give a map with description, enabled, usagePlan, generations, secretName, rotation, readers, customerId, tags",
      "keys.c.tags: got 5; give a map of tags",
      "keys.d.tags: makes 51 tags on a resource, 4 of them the stack's own, and AWS allows 50; drop some",
      "secretsManager: got 5; give a map with kmsKeyId, recoveryWindowInDays",
      "usagePlans.a.tags: got 5; give a map of tags",
      "usagePlans.b: got 5; give a map with description, throttle, quota, import, apiStages, tags",
      "usagePlans.c.tags: makes 51 tags on a resource, 2 of them the stack's own, and AWS allows 50; drop some",
      `usagePlans.c.tags["!"]: ${NAME}`,
    ]);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "tags, of which every resource has some",
      { tags: 5, keys: { k: { tags: tags(60) } }, usagePlans: { p: { tags: tags(60) } } },
      ["tags: got 5; give a map of tags"],
    ],
    ["usagePlans", { usagePlans: [tags(60)] }, ["usagePlans: got a list; give a map of usage plans"]],
  ])("is not counted where it cannot be known for a fault of %s", (_, given, expected) => {
    expect(faultsOf(given)).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "a plan",
      { keys: 5, usagePlans: { p: { tags: tags(49) } } },
      ["usagePlans.p.tags: makes 51 tags on a resource, 2 of them the stack's own, and AWS allows 50; drop some"],
    ],
    [
      "the whole stack",
      { keys: 5, tags: tags(47) },
      ["tags: makes 51 tags on a resource, 4 of them the stack's own, and AWS allows 50; drop some"],
    ],
  ])("is counted for %s though keys are at fault", (_, given, expected) => {
    expect(faultsOf(given)).toEqual(["keys: got 5; give a map of service keys", ...expected]);
  });
});
