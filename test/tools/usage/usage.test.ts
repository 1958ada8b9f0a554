import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApiGatewayServer, type Logs, type Refusal } from "../../kit/api-gateway-server";
import { exportedState, KEY_VALUE } from "../../kit/exported-state";
import { folderWith } from "../../kit/stack-folder";
import { usage } from "../../../tools/usage/usage";
import type { UsageReport } from "../../../tools/usage-file";

const files = { "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": "", "Pulumi.prod.yaml": "" };

const state = exportedState(
  {
    assistant: {
      generations: {
        1: { state: "grace", usagePlan: "standard" },
        2: { state: "current", usagePlan: "standard" },
        10: { state: "disabled", usagePlan: "bulk" },
      },
    },
    idle: { generations: { 1: { state: "current" } } },
  },
  { standard: { quota: 1000 }, bulk: {} },
);

let server: ApiGatewayServer;
const environment = process.env;
beforeAll(async () => {
  server = await ApiGatewayServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  process.env = { PATH: environment.PATH, ...server.environment };
  server.calls.length = 0;
  answer({ "id-of-standard": {}, "id-of-bulk": {} });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = environment;
});

/** Has API Gateway answer with these logs, by plan. */
function answer(logs: Readonly<Record<string, Logs>>): void {
  server.answer = ({ usagePlanId }) => logs[usagePlanId] ?? { status: 404, type: "NotFoundException" };
}

/** AWS's SDK waits for a random part of some seconds before it asks again: now for none of it. */
function retryAtOnce(): void {
  jest.spyOn(Math, "random").mockReturnValue(0);
}

interface CallInput {
  readonly exported?: unknown;
  readonly stackFile?: string;
}

async function call(args: readonly string[] = ["dev"], { exported = state, stackFile = "" }: CallInput = {}) {
  const told: string[] = [];
  const answered = await usage(args, {
    folder: folderWith({ ...files, "Pulumi.dev.yaml": stackFile }),
    exportStack: () => (typeof exported === "string" ? exported : JSON.stringify(exported)),
    today: "2026-11-25",
    colour: false,
    printProgress: (line) => told.push(line),
  });
  expect(JSON.stringify([answered, told])).not.toContain(KEY_VALUE);
  return { ...answered, told };
}

/** A log of so many days: requests on some of them, counted back from today, and what is left of a quota of 1000. */
function log(days: number, requests: Readonly<Record<number, number>>): number[][] {
  let remaining = 1000;
  return Array.from({ length: days }, (_, index) => {
    const used = requests[days - 1 - index] ?? 0;
    return [used, (remaining -= used)];
  });
}

describe("the usage of a stack", () => {
  test("is asked of API Gateway for each plan, for the last 30 days", async () => {
    expect((await call()).exitCode).toBe(0);
    const period = { startDate: "2026-10-27", endDate: "2026-11-25", limit: "500" };
    expect(server.calls).toEqual([
      { usagePlanId: "id-of-standard", ...period },
      { usagePlanId: "id-of-bulk", ...period },
    ]);
  });

  test("is asked for 90 days at most", async () => {
    await call(["dev", "--days", "90"]);
    expect(server.calls.map(({ startDate }) => startDate)).toEqual(["2026-08-28", "2026-08-28"]);
  });

  test("is told as JSON, by key and generation", async () => {
    answer({
      "id-of-standard": { "id-of-assistant-1": log(7, { 0: 5, 1: 7, 6: 100 }), stranger: log(7, { 0: 1 }) },
      // A key that was moved is counted in the plan that it was in before, too.
      "id-of-bulk": { "id-of-assistant-10": log(7, { 2: 1 }), "id-of-assistant-1": log(7, { 1: 3 }) },
    });
    const { exitCode, stdout } = await call(["dev", "--days", "3", "--json"]);
    expect(exitCode).toBe(0);
    const generation = (key: string, id: string, more: object) => ({
      key,
      generation: id,
      apiKeyId: `id-of-${key}-${id}`,
      ...more,
    });
    const none = { today: 0, last7: 0, total: 0, lastUsed: null, days: [0, 0, 0] };
    const unknown = { today: null, last7: null, total: null, lastUsed: null, days: [] };
    const standard = { usagePlan: "standard", quotaLimit: 1000 };
    expect(JSON.parse(stdout!)).toEqual({
      stack: "dev",
      from: "2026-11-23",
      to: "2026-11-25",
      generations: [
        generation("assistant", "1", {
          ...standard,
          state: "grace",
          ...{ today: 5, last7: 115, total: 15, lastUsed: "2026-11-25", days: [0, 10, 5] },
        }),
        generation("assistant", "2", { ...standard, state: "current", ...none }),
        generation("assistant", "10", {
          ...{ usagePlan: "bulk", quotaLimit: null, state: "disabled" },
          ...{ today: 0, last7: 1, total: 1, lastUsed: "2026-11-23", days: [1, 0, 0] },
        }),
        generation("idle", "1", { usagePlan: null, quotaLimit: null, state: "current", ...unknown }),
      ],
    });
  });

  test("has the members of the form in its order", async () => {
    const { stdout } = await call(["dev", "--json"]);
    const report = JSON.parse(stdout!) as { generations: object[] };
    expect(Object.keys(report)).toEqual(["stack", "from", "to", "generations"]);
    const members = "key generation state usagePlan apiKeyId today last7 total lastUsed quotaLimit days".split(" ");
    expect(report.generations.map((it) => Object.keys(it))).toEqual(Array(4).fill(members));
  });

  test("is asked page by page", async () => {
    const keys = Array.from({ length: 1001 }, (_, index) => [`k${index}`, log(30, { 0: 1 })] as const);
    answer({ "id-of-standard": Object.fromEntries([...keys, ["id-of-assistant-2", log(30, { 29: 9 })]]) });
    const exported = exportedState(
      { assistant: { generations: { 2: { state: "current", usagePlan: "standard" } } } },
      { standard: {} },
    );
    const { stdout } = await call(["dev", "--json"], { exported });
    expect(server.calls.map(({ position }) => position)).toEqual([undefined, "500", "1000"]);
    expect(JSON.parse(stdout!)).toMatchObject({
      generations: [{ state: "current", total: 9, lastUsed: "2026-10-27" }],
    });
  });

  test("is that of the last days, were a log ever shorter", async () => {
    answer({ "id-of-standard": { "id-of-assistant-1": [[4, 996]] }, "id-of-bulk": {} });
    const { stdout } = await call(["dev", "--json", "--days", "2"]);
    expect(JSON.parse(stdout!)).toMatchObject({ generations: [{ today: 4, last7: 4, days: [0, 4] }, {}, {}, {}] });
  });

  test("is a table on a terminal", async () => {
    answer({
      "id-of-standard": {
        "id-of-assistant-1": log(30, { 2: 12, 20: 800 }),
        "id-of-assistant-2": log(30, { 0: 1, 1: 4 }),
      },
      "id-of-bulk": {},
    });
    expect((await call()).stdout!.split("\n")).toEqual([
      "Requests with the keys of stack dev from 2026-10-27 to 2026-11-25, in UTC",
      "",
      "key           state     today  7 days  30 days  last used   quota  days",
      "assistant 1   grace         0      12      812  2026-11-23    81%  ·········█·················▁··",
      "assistant 2   current       1       5        5  2026-11-25   0.5%  ····························█▂",
      "assistant 10  disabled      0       0        0  -               -  ······························",
      "idle 1        current       -       -        -  -               -  no usage plan",
      "",
      "API Gateway counts requests in usage plans only: a key without one may be in use all the same.",
    ]);
  });

  test("is asked again where API Gateway throttles the call", async () => {
    retryAtOnce();
    const { answer: before } = server;
    let throttled = 0;
    server.answer = (asked) => (throttled++ === 0 ? { status: 429, type: "TooManyRequestsException" } : before(asked));
    expect((await call()).exitCode).toBe(0);
    expect(server.calls.map(({ usagePlanId }) => usagePlanId)).toEqual([
      "id-of-standard",
      "id-of-standard",
      "id-of-bulk",
    ]);
  });

  test("tells once a second how far it is, where it takes longer", async () => {
    const now = jest.spyOn(Date, "now");
    const start = Date.now();
    now.mockImplementation(() => start + 700 * server.calls.length);
    const exported = exportedState({}, { a: {}, b: {}, c: {}, d: {} });
    answer({ "id-of-a": {}, "id-of-b": {}, "id-of-c": {}, "id-of-d": {} });
    const { told } = await call(["dev"], { exported });
    now.mockRestore();
    expect(told).toEqual(["2 of 4 usage plans have answered", "4 of 4 usage plans have answered"]);
  });

  test("of an empty stack asks nothing", async () => {
    const { stdout } = await call(["dev"], { exported: exportedState({}) });
    expect([server.calls, stdout!.split("\n").slice(2)]).toEqual([
      [],
      ["key  state  today  7 days  30 days  last used  quota  days", "no key is deployed"],
    ]);
  });
});

describe("the usage of a stack in several Regions", () => {
  const exported = exportedState(
    { one: { generations: { 1: { state: "grace", usagePlan: "p" }, 2: { state: "current", usagePlan: "p" } } } },
    { p: { quota: 1000 } },
    { regions: ["us-east-1"] },
  );
  const home = { "id-of-one-1": log(7, { 1: 5 }), "id-of-one-2": log(7, { 0: 100 }) };
  const there = { "id-of-one-1@us-east-1": log(7, { 1: 2, 0: 1 }), "id-of-one-2@us-east-1": log(7, { 0: 300 }) };
  const down: Refusal = { status: 403, type: "AccessDeniedException" };

  test("is asked in each Region", async () => {
    const seen: string[] = [];
    server.onRequest = ({ url, headers }) => seen.push(`${headers.authorization?.split("/")[2]} ${url?.split("/")[2]}`);
    await call(["dev"], { exported });
    server.onRequest = undefined;
    expect(seen.sort()).toEqual(["eu-central-1 id-of-p", "us-east-1 id-of-p%40us-east-1"]);
  });

  test("is the sum of the Regions, and the quota's share that of the Region with the largest", async () => {
    answer({ "id-of-p": home, "id-of-p@us-east-1": there });
    const { stdout } = await call(["dev", "--days", "7"], { exported });
    expect(stdout!.split("\n").slice(2)).toEqual([
      "key    state    today  7 days  7 days  last used   quota  days",
      "one 1  grace        1       8       8  2026-11-25   0.5%  ·····█▂",
      "one 2  current    400     400     400  2026-11-25    30%  ······█",
    ]);
    const report = JSON.parse((await call(["dev", "--json"], { exported })).stdout!) as object;
    expect(Object.keys(report)).toEqual(["stack", "from", "to", "generations"]);
  });

  test.each([
    ["eu-central-1", { "id-of-p@us-east-1": there }, [3, 300]],
    ["us-east-1", { "id-of-p": home }, [5, 100]],
  ])("has those that answered, and names %s, which did not", async (region, logs: Record<string, Logs>, totals) => {
    server.answer = ({ usagePlanId }) => logs[usagePlanId] ?? down;
    const because =
      "these AWS credentials may not read the usage of the stack's usage plans; attach policies/usage.json, which allows that and nothing else";
    const line = `${region} did not answer, so its requests are not counted: ${because}`;
    const { exitCode, stdout, stderr } = await call(["dev", "--days", "7", "--json"], { exported });
    const { generations, unanswered } = JSON.parse(stdout!) as UsageReport;
    expect([exitCode, stderr, generations.map(({ total }) => total), unanswered]).toEqual([
      0,
      line,
      totals,
      [{ region, because }],
    ]);
    expect((await call(["dev"], { exported })).stdout!.split("\n").slice(-2)).toEqual(["", line]);
  });

  test("is refused where none answers", async () => {
    server.answer = () => down;
    expect(await call(["dev"], { exported })).toEqual({ exitCode: 2, stderr: expect.any(String) as string, told: [] });
  });
});

describe("what AWS refuses is told in a sentence", () => {
  const permission =
    "these AWS credentials may not read the usage of the stack's usage plans; attach policies/usage.json, which allows that and nothing else";
  const expired = "the AWS session has expired; log in again, for example with aws sso login";
  const rejected = "AWS does not accept these credentials; check which account and profile they belong to";
  const gone =
    "API Gateway in eu-central-1 does not know a usage plan of this state; use credentials of the stack's account. If they are, the plan was deleted by hand: run pulumi refresh";

  test.each<[Refusal, string]>([
    [{ status: 403, type: "AccessDeniedException", message: "User: x is not authorized" }, permission],
    [{ status: 401, type: "UnauthorizedException" }, permission],
    [{ status: 403, type: "ExpiredTokenException" }, expired],
    [{ status: 403, type: "ExpiredToken" }, expired],
    [{ status: 403, type: "UnrecognizedClientException" }, rejected],
    [{ status: 403, type: "InvalidSignatureException" }, rejected],
    [{ status: 404, type: "NotFoundException", message: "Invalid Usage Plan identifier specified" }, gone],
    [
      { status: 429, type: "TooManyRequestsException" },
      "API Gateway is throttling the calls of this account; try again in a minute",
    ],
    [
      { status: 400, type: "BadRequestException", message: "Invalid start date" },
      "API Gateway says: BadRequestException: Invalid start date",
    ],
  ])("%j", async (refusal, stderr) => {
    retryAtOnce();
    server.answer = () => refusal;
    expect(await call()).toEqual({ exitCode: 2, stderr, told: [] });
  });

  test("no credentials", async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    expect(await call()).toMatchObject({
      exitCode: 2,
      stderr: "no AWS credentials were found; log in, for example with aws sso login, or name a profile in AWS_PROFILE",
    });
  });

  test("an expired login", async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    const profile = "[profile x]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\n";
    const session = "[sso-session s]\nsso_start_url = https://example.com/start\nsso_region = eu-central-1\n";
    const folder = folderWith({ config: profile + session });
    const token = { accessToken: "x", expiresAt: "2026-01-01T00:00:00Z", region: "eu-central-1" };
    mkdirSync(join(folder, ".aws", "sso", "cache"), { recursive: true });
    const name = createHash("sha1").update("s").digest("hex");
    writeFileSync(join(folder, ".aws", "sso", "cache", `${name}.json`), JSON.stringify(token));
    Object.assign(process.env, { AWS_CONFIG_FILE: `${folder}/config`, AWS_PROFILE: "x", HOME: folder });
    const { exitCode, stderr } = await call();
    expect([exitCode, stderr]).toEqual([2, expired]);
  });
});

describe("the Region", () => {
  const placed = exportedState({}, { standard: {} });
  const unplaced = exportedState({}, { standard: {} }, { region: "" });
  const stackFile = "config:\n  aws:region: eu-west-1\n";

  test.each<[string, unknown, string, string]>([
    ["the plan's", placed, stackFile, "eu-central-1"],
    ["the stack file's, where no plan tells", unplaced, stackFile, "eu-west-1"],
    ["the environment's, where neither tells", unplaced, "", "us-east-1"],
  ])("is %s", async (_, exported, file, region) => {
    process.env.AWS_REGION = "us-east-1";
    const seen: (string | undefined)[] = [];
    server.onRequest = ({ headers }) => seen.push(headers.authorization?.split("/")[2]);
    await call(["dev"], { exported, stackFile: file });
    server.onRequest = undefined;
    expect(seen).toEqual([region]);
  });

  test("is asked for where nothing tells", async () => {
    expect(await call(["dev"], { exported: unplaced })).toMatchObject({
      exitCode: 2,
      stderr:
        "the AWS Region is not known; give it in the stack file (aws:region), or in AWS_REGION, for example AWS_REGION=eu-central-1",
    });
  });
});

describe("a call is refused", () => {
  const form = "the call is: npm run usage -- STACK [options], and --help tells more";

  test.each<[readonly string[], string]>([
    [[], `missing required argument 'STACK'; ${form}`],
    [["dev", "prod"], `too many arguments. Expected 1 argument but got 2; ${form}`],
    [["stage"], "there is no stack file Pulumi.stage.yaml; the stacks are dev, prod"],
    ...["0", "91", "-1", "1.5", "ten", "030"].map((days): [string[], string] => [
      ["dev", `--days=${days}`],
      `--days ${days}: not a number from 1 to 90; ${form}`,
    ]),
    [["dev", "--day", "3"], `unknown option '--day' (Did you mean --days?); ${form}`],
    [["dev", "--deployed", "none.json"], "none.json cannot be read: ENOENT"],
  ])("%j", async (args, stderr) => {
    expect(await call(args)).toEqual({ exitCode: 2, stderr, told: [] });
    expect(server.calls).toEqual([]);
  });

  test.each([
    [
      "no export",
      "",
      "what pulumi stack export printed is no export of a stack; write one: pulumi stack export --stack dev",
    ],
    [
      "another stack's export",
      exportedState({}, { p: {} }, { stack: "prod" }),
      "what pulumi stack export printed is the export of stack prod of project acme, not of stack dev of project acme",
    ],
  ])("with %s", async (_, exported, stderr) => {
    expect(await call(["dev"], { exported })).toEqual({ exitCode: 2, stderr, told: [] });
  });

  test("but --help is answered, without an export", async () => {
    const { exitCode, stdout } = await call(["--help"], { exported: "" });
    expect([exitCode, stdout!.split("\n")[0]]).toEqual([0, "Usage: npm run usage -- STACK [options]"]);
  });
});
