import { formatPath } from "../../../src/settings/faults";
import { faultsOf, many, settingsOf } from "../../kit/read-config";

const API_ID = "give the id of a REST API: 1 to 64 lower-case letters and digits, such as a1b2c3d4e5";
const STAGE = "give 1 to 128 letters, digits, underscores or hyphens";
const EMPTY = "empty: give a value or drop the line";
const METHOD =
  "give /path/METHOD, such as /chat/POST, /items/{id}/ANY or, for the root, //GET; METHOD is one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, ANY; parts of a path are {NAME}, at the end {NAME+}, or of letters, digits and . _ : -";
const DEFAULT_STAGE =
  "$default is a stage of an HTTP API, and HTTP APIs have neither API keys nor usage plans; give the stage of a REST API";

const THROTTLE = { rateLimit: 10, burstLimit: 20 };

const faults = (apiStages: unknown) => faultsOf({ usagePlans: { p: { apiStages, throttle: THROTTLE } } });
const stages = (apiStages: unknown) =>
  settingsOf({ usagePlans: { p: { apiStages, throttle: THROTTLE } } }).usagePlans.p!.apiStages;

describe("API stages", () => {
  test("keep their order", () => {
    const given = [
      { apiId: "b", stage: "s" },
      { apiId: "a", stage: "s" },
    ];
    expect(stages(given)).toEqual(given);
  });

  test("may be none", () => {
    expect(stages([])).toEqual([]);
  });

  test.each<[unknown, string]>([
    ["a1b2c3d4e5/prod", "got text"],
    [{ apiId: "a", stage: "s" }, "got a map"],
    [1, "got 1"],
  ])("are not %j", (given, got) => {
    expect(faults(given)).toEqual([
      `usagePlans.p.apiStages: ${got}; give a list of API stages, each a map with apiId, stage, region, throttle`,
    ]);
  });

  test.each<[string, unknown, string[]]>([
    ["text", "s", ["usagePlans.p.apiStages[0]: got text; give a map with apiId, stage, region, throttle"]],
    ["a list", [], ["usagePlans.p.apiStages[0]: got a list; give a map with apiId, stage, region, throttle"]],
    ["empty", null, [`usagePlans.p.apiStages[0]: ${EMPTY}`]],
    [
      "an empty map",
      {},
      [`usagePlans.p.apiStages[0].apiId: missing; ${API_ID}`, `usagePlans.p.apiStages[0].stage: missing; ${STAGE}`],
    ],
    [
      "a map with another field",
      { apiId: "a", stage: "s", stageName: "s" },
      ["usagePlans.p.apiStages[0].stageName: unknown; allowed here: apiId, stage, region, throttle"],
    ],
    [
      "a map with a misspelt field",
      { apiID: "a", stage: "s" },
      [
        'usagePlans.p.apiStages[0].apiID: unknown; did you mean "apiId"? allowed here: apiId, stage, region, throttle',
        `usagePlans.p.apiStages[0].apiId: missing; ${API_ID}`,
      ],
    ],
  ])("are not a list of which one is %s", (_, stage, expected) => {
    expect(faults([stage])).toEqual(expected);
  });

  test("are refused twice, at each repetition, unless API or stage differ", () => {
    const [a, b, c] = [
      { apiId: "a", stage: "s" },
      { apiId: "a", stage: "t" },
      { apiId: "b", stage: "s" },
    ];
    expect(faults([a, b, c, { ...a, throttle: {} }, a])).toEqual([
      'usagePlans.p.apiStages[3]: the stage "s" of the API "a" is given twice; give it once',
      'usagePlans.p.apiStages[4]: the stage "s" of the API "a" is given twice; give it once',
    ]);
  });

  test("are refused twice where other fields and other stages are at fault", () => {
    const a = { apiId: "a", stage: "s" };
    expect(faults([a, null, { ...a, x: 1 }, { ...a, throttle: 5 }])).toEqual([
      `usagePlans.p.apiStages[1]: ${EMPTY}`,
      'usagePlans.p.apiStages[2]: the stage "s" of the API "a" is given twice; give it once',
      "usagePlans.p.apiStages[2].x: unknown; allowed here: apiId, stage, region, throttle",
      'usagePlans.p.apiStages[3]: the stage "s" of the API "a" is given twice; give it once',
      "usagePlans.p.apiStages[3].throttle: got 5; give a map of methods to their throttle",
    ]);
  });

  test("are not refused twice where API or stage is at fault", () => {
    expect(faults([{ apiId: 1, stage: "s" }, { apiId: 1, stage: "s" }, { apiId: "a" }, { apiId: "a" }])).toEqual([
      `usagePlans.p.apiStages[0].apiId: got 1, which is not text: put it in quotes; ${API_ID}`,
      `usagePlans.p.apiStages[1].apiId: got 1, which is not text: put it in quotes; ${API_ID}`,
      `usagePlans.p.apiStages[2].stage: missing; ${STAGE}`,
      `usagePlans.p.apiStages[3].stage: missing; ${STAGE}`,
    ]);
  });
});

describe("the id of an API", () => {
  test.each(["a", "1", "a1b2c3d4e5", "0123456789", "0b12ab34cd", "a".repeat(64)])("may be %s", (apiId) => {
    expect(stages([{ apiId, stage: "s" }])).toEqual([{ apiId, stage: "s" }]);
  });

  test.each<[unknown, string]>([
    ["", `got ""; ${API_ID}`],
    ["A1", `got "A1"; ${API_ID}`],
    ["a-b", `got "a-b"; ${API_ID}`],
    ["a\n", `got "a\\n"; ${API_ID}`],
    ["a".repeat(65), `got "${"a".repeat(57)}…"; ${API_ID}`],
    [1234567890, `got 1234567890, which is not text: put it in quotes; ${API_ID}`],
    [null, EMPTY],
  ])("is not %j", (apiId, problem) => {
    expect(faults([{ apiId, stage: "s" }])).toEqual([`usagePlans.p.apiStages[0].apiId: ${problem}`]);
  });
});

describe("the name of a stage", () => {
  test.each(["s", "Prod_1-b", "default", "s".repeat(128)])("may be %s", (stage) => {
    expect(stages([{ apiId: "a", stage }])).toEqual([{ apiId: "a", stage }]);
  });

  test.each<[unknown, string]>([
    ["$default", DEFAULT_STAGE],
    ["$Default", `got "$Default"; ${STAGE}`],
    ["", `got ""; ${STAGE}`],
    ["a b", `got "a b"; ${STAGE}`],
    ["a/b", `got "a/b"; ${STAGE}`],
    ["é", `got "é"; ${STAGE}`],
    ["s\n", `got "s\\n"; ${STAGE}`],
    ["s".repeat(129), `got "${"s".repeat(57)}…"; ${STAGE}`],
    [1, `got 1, which is not text: put it in quotes; ${STAGE}`],
    [true, `got true, which is not text: put it in quotes; ${STAGE}`],
    [["s"], `got a list; ${STAGE}`],
    [null, EMPTY],
  ])("is not %j", (stage, problem) => {
    expect(faults([{ apiId: "a", stage }])).toEqual([`usagePlans.p.apiStages[0].stage: ${problem}`]);
  });
});

describe("the throttle of a method", () => {
  const limit = { rateLimit: 1, burstLimit: 1 };
  const withThrottle = (throttle: unknown) => [{ apiId: "a", stage: "s", throttle }];

  test.each([
    "//GET",
    "/chat/POST",
    "/chat/completions/PUT",
    "/a/PATCH",
    "/a/DELETE",
    "/a/HEAD",
    "/a/OPTIONS",
    "/a/ANY",
    "/{proxy+}/ANY",
    "/a/{proxy+}/ANY",
    "/items/{id}/GET",
    "/{id}/{other-id}/GET",
    "/v1.0/a_b-c:d/GET",
    "/{a.b_c:d-e}/GET",
    "/GET/GET",
  ])("may be that of %s", (method) => {
    expect(stages(withThrottle({ [method]: limit }))).toEqual(withThrottle({ [method]: limit }));
  });

  test.each([
    ["", undefined],
    ["/", undefined],
    ["//", undefined],
    ["/chat", undefined],
    ["/a/TRACE", undefined],
    ["/a/GET/", undefined],
    ["/a b/GET", undefined],
    ["/*/GET", undefined],
    ["/a/*", undefined],
    ["/a*/GET", undefined],
    ["/a/{proxy+}/b/GET", undefined],
    ["/{proxy+}/{other+}/GET", undefined],
    ["/{}/GET", undefined],
    ["/{+}/GET", undefined],
    ["/{a/GET", undefined],
    ["/a}/GET", undefined],
    ["/x{id}/GET", undefined],
    ["/{a b}/GET", undefined],
    ["/{a*}/GET", undefined],
    ["/chat POST", undefined],
    ["POST /a b", undefined],
    ["/a~b/GET", undefined],
    ["/a%20b/GET", undefined],
    ["/café/GET", undefined],
    ["/chat?stream=true/POST", "/chat/POST"],
    ["/GET", "//GET"],
    ["GET", "//GET"],
    ["GET /", "//GET"],
    ["///GET", "//GET"],
    ["chat/POST", "/chat/POST"],
    ["chat/post", "/chat/POST"],
    ["/chat/Post", "/chat/POST"],
    ["/chat/PSOT", "/chat/POST"],
    ["POST /chat", "/chat/POST"],
    ["post  items/{id}", "/items/{id}/POST"],
    [" /chat/POST ", "/chat/POST"],
    ["/chat/POST\n", "/chat/POST"],
    ["/a/GETS", "/a/GET"],
    ["/a//GET", "/a/GET"],
    ["//a/GET", "/a/GET"],
    ["/\u202e/get", undefined],
  ])("is not that of %j, by which %j may be meant", (method, meant) => {
    const path = formatPath(["usagePlans", "p", "apiStages", 0, "throttle", method]);
    const hint = meant === undefined ? "" : `did you mean "${meant}"? `;
    expect(faults(withThrottle({ [method]: limit }))).toEqual([`${path}: not a valid name; ${hint}${METHOD}`]);
  });

  test.each<[string, unknown, unknown]>([
    ["empty", null, {}],
    ["an empty map", {}, {}],
    [
      "several, with numbers as text",
      many(
        3,
        (i) => `/${i}/GET`,
        () => ({ rateLimit: "0.5", burstLimit: "2" }),
      ),
      many(
        3,
        (i) => `/${i}/GET`,
        () => ({ rateLimit: 0.5, burstLimit: 2 }),
      ),
    ],
  ])("may be %s", (_, throttle, expected) => {
    expect(stages(withThrottle(throttle))).toEqual(withThrottle(expected));
  });

  test("is checked within, whatever the name of its method", () => {
    expect(
      faults(withThrottle({ "/a/GET": { rateLimit: -1 }, b: { burst: 1, rateLimit: 1, burstLimit: -1 }, "/c/GET": 1 })),
    ).toEqual([
      `usagePlans.p.apiStages[0].throttle.b: not a valid name; ${METHOD}`,
      "usagePlans.p.apiStages[0].throttle.b.burst: unknown; allowed here: rateLimit, burstLimit",
      "usagePlans.p.apiStages[0].throttle.b.burstLimit: got -1; give a whole number from 0 to 2147483647 (requests)",
      'usagePlans.p.apiStages[0].throttle["/a/GET"].burstLimit: missing; a rate limit without a burst limit refuses every request. Give a whole number from 1, for example 20',
      'usagePlans.p.apiStages[0].throttle["/a/GET"].rateLimit: got -1; give a number from 0 (requests per second)',
      'usagePlans.p.apiStages[0].throttle["/c/GET"]: got 1; give a map with rateLimit, burstLimit',
    ]);
  });

  test("may be 0, which closes the method", () => {
    const closed = withThrottle({ "/admin/POST": { rateLimit: 0, burstLimit: 0 } });
    expect(stages(closed)).toEqual(closed);
  });

  const ofPlan = (plan: object) =>
    faultsOf({ usagePlans: { p: { apiStages: withThrottle({ "//GET": limit }), ...plan } } });

  test("needs a throttle of the plan, and no quota stands for it", () => {
    const missing =
      'usagePlans.p.throttle: missing; AWS takes the throttle of a method (apiStages[0].throttle["//GET"]) only beside the plan\'s own: give rateLimit and burstLimit';
    expect(ofPlan({})).toEqual([missing]);
    expect(ofPlan({ quota: { limit: 1, period: "DAY" } })).toEqual([missing]);
    expect(ofPlan({ throttle: THROTTLE })).toEqual([]);
    expect(ofPlan({ throttle: 5 })).toEqual(["usagePlans.p.throttle: got 5; give a map with rateLimit, burstLimit"]);
    expect(faultsOf({ usagePlans: { p: { apiStages: withThrottle({}) } } })).toEqual([]);
  });
});
