import { ourTags } from "../../../src/settings/tags";
import { TAG } from "../../../src/tags";
import { fieldsOf } from "../../kit/entry-paths";
import { faultsOf, many, settingsOf } from "../../kit/read-config";

const KEY_FIELDS = fieldsOf("keys.*").join(", ");

const NAME =
  "not a valid name; give 1 to 128 letters, digits, spaces or _ . : / = + - @, not starting with aws: or service-keys:";
const VALUE = "give at most 256 letters, digits, spaces or _ . : / = + - @";
const ONE_KEY = { k: { enabled: true, delivery: "none", generations: { "1": { state: "current" } } } };

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
    ["the name project", "project"],
    ["the name Stack", "Stack"],
    ["the name service-key", "service-key"],
    ["the name generation", "generation"],
    ["a name that starts nearly like ours", "service-key:x"],
    ["a name that has ours within", "my-service-keys:x"],
  ])("there may be %s", (_, name) => {
    expect(faultsOf(config({ [name]: "" }))).toEqual([]);
  });

  test.each([
    ["aws:x", '["aws:x"]'],
    ["AWS:x", '["AWS:x"]'],
    ["aWs:x", '["aWs:x"]'],
    ["aws:", '["aws:"]'],
    ["service-keys:project", '["service-keys:project"]'],
    ["service-keys:x", '["service-keys:x"]'],
    ["Service-Keys:state", '["Service-Keys:state"]'],
    ["SERVICE-KEYS:", '["SERVICE-KEYS:"]'],
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
    expect(faultsOf(config({ "a!": 1 }))).toEqual([
      `${path}["a!"]: got 1, which is not text: put it in quotes; ${VALUE}`,
      `${path}["a!"]: ${NAME}`,
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
    regions: {},
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
    ["44 everywhere", { tags: tags(44) }],
    ["44 on a key", { keys: { k: { tags: tags(44) } } }],
    ["40 everywhere and the same 40 and 4 more on a key", { tags: tags(40), keys: { k: { tags: tags(44) } } }],
    ["48 on a plan", { usagePlans: { p: { tags: tags(48) } } }],
    ["44 everywhere and 4 more on a plan", { tags: tags(44), usagePlans: { p: { tags: tags(48) } } }],
  ])("may come to 50 with ours: %s", (_, given) => {
    expect(faultsOf(given)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string, number]>([
    ["45 everywhere", { tags: tags(45) }, "tags", 6],
    ["45 on a key", { keys: { k: { tags: tags(45) } } }, "keys.k.tags", 6],
    ["44 everywhere and another on a key", { tags: tags(44), keys: { k: { tags: { x: "" } } } }, "keys.k.tags", 6],
    ["49 on a plan", { usagePlans: { p: { tags: tags(49) } } }, "usagePlans.p.tags", 2],
    [
      "44 everywhere and 5 more on a plan",
      { tags: tags(44), usagePlans: { p: { tags: tags(49) } } },
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
    ).toEqual(["tags: makes 66 tags on a resource, 6 of them the stack's own, and AWS allows 50; drop some"]);
  });

  test("is counted on whatever is a map of tags, beside other faults", () => {
    expect(
      faultsOf({
        keys: { a: { tags: { ...tags(44), z: 1 } }, b: 5, c: { tags: 5 }, d: { tags: tags(45) } },
        usagePlans: { a: { tags: 5 }, b: 5, c: { tags: { ...tags(48), "!": "" } } },
        secretsManager: 5,
      }),
    ).toEqual([
      "keys.a.tags: makes 51 tags on a resource, 6 of them the stack's own, and AWS allows 50; drop some",
      `keys.a.tags.z: got 1, which is not text: put it in quotes; ${VALUE}`,
      `keys.b: got 5; give a map with ${KEY_FIELDS}`,
      "keys.c.tags: got 5; give a map of tags",
      "keys.d.tags: makes 51 tags on a resource, 6 of them the stack's own, and AWS allows 50; drop some",
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
      { keys: 5, tags: tags(45) },
      ["tags: makes 51 tags on a resource, 6 of them the stack's own, and AWS allows 50; drop some"],
    ],
  ])("is counted for %s though keys are at fault", (_, given, expected) => {
    expect(faultsOf(given)).toEqual(["keys: got 5; give a map of service keys", ...expected]);
  });
});

describe("the provider's default tags", () => {
  const defaults = (map: unknown) => ({ "aws:defaultTags": { tags: map } });

  test("count towards the 50, each name once", () => {
    expect(faultsOf(defaults(tags(44)))).toEqual([]);
    expect(faultsOf({ ...defaults(tags(40)), tags: tags(44), keys: { k: { tags: tags(44) } } })).toEqual([]);
    expect(faultsOf(defaults(tags(45)))).toEqual([
      "aws:defaultTags.tags: makes 51 tags on a resource, 6 of them the stack's own and 45 of aws:defaultTags, and AWS allows 50; drop some",
    ]);
    expect(faultsOf({ ...defaults(tags(44)), tags: { x: "" } })).toEqual([
      "tags: makes 51 tags on a resource, 6 of them the stack's own and 44 of aws:defaultTags, and AWS allows 50; drop some",
    ]);
    expect(faultsOf({ ...defaults(tags(40)), usagePlans: { p: { tags: { ...tags(48), x: "" } } } })).toEqual([
      "usagePlans.p.tags: makes 51 tags on a resource, 2 of them the stack's own and 40 of aws:defaultTags, and AWS allows 50; drop some",
    ]);
  });

  test("are not ours, and may have values that only the provider reads", () => {
    expect(faultsOf(defaults({ project: 1, Stack: true }))).toEqual([]);
    expect(faultsOf(defaults({ "Service-keys:state": "current" }))).toEqual([
      `aws:defaultTags.tags["Service-keys:state"]: ${NAME}`,
    ]);
  });

  test.each<[unknown, string[]]>([
    [
      { Environment: "prod" },
      ["aws:defaultTags.Environment: unknown; allowed here: tags", "aws:defaultTags.tags: missing; give a map of tags"],
    ],
    [{}, ["aws:defaultTags.tags: missing; give a map of tags"]],
    ["x", ["aws:defaultTags: got text; give a map with tags"]],
  ])("are not %j", (given, expected) => {
    expect(faultsOf({ "aws:defaultTags": given })).toEqual(expected);
  });

  test("leave no trace in the settings", () => {
    expect(settingsOf({ ...defaults({ a: "b" }), "aws:ignoreTags": { keys: ["x"] } })).toEqual(settingsOf({}));
  });
});

describe("the tags that the provider ignores", () => {
  const covers = (tag: string) =>
    `covers the stack's own tag service-keys:${tag}, in which it records what was deployed; drop it`;

  test.each<[string, unknown]>([
    ["other names", { keys: ["service-keys", "service-keys:other", "project"] }],
    ["other prefixes", { keyPrefixes: ["kubernetes.io/", "service-keys:x", "Service-keys:"] }],
    ["nothing", {}],
  ])("may be %s", (_, given) => {
    expect(faultsOf({ "aws:ignoreTags": given })).toEqual([]);
  });

  test.each<[unknown, string[]]>([
    [{ keys: ["a", "service-keys:since"] }, [`keys[1]: ${covers("since")}`]],
    [{ keyPrefixes: ["service-keys:"] }, [`keyPrefixes[0]: ${covers("project")}`]],
    [
      { keyPrefixes: ["s", "service-keys:st"] },
      [`keyPrefixes[0]: ${covers("project")}`, `keyPrefixes[1]: ${covers("stack")}`],
    ],
    [{ keyPrefixes: "service-keys:" }, ["keyPrefixes: got text; give a list of names"]],
  ])("are none of ours: not %j", (given, expected) => {
    expect(faultsOf({ "aws:ignoreTags": given })).toEqual(expected.map((each) => `aws:ignoreTags.${each}`));
  });
});

test("the tags that the settings keep for the stack are those that the program sets", () => {
  expect(Object.values(TAG).sort()).toEqual([...ourTags].sort());
});
