import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApiGatewayServer, type Logs } from "../../kit/api-gateway-server";
import { exportedState, KEY_VALUE } from "../../kit/exported-state";
import { folderWith } from "../../kit/stack-folder";
import { usage } from "../../../tools/usage/usage";

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
  const answered = await usage(args, {
    folder: folderWith({ ...files, "Pulumi.dev.yaml": stackFile }),
    exportStack: () => (typeof exported === "string" ? exported : JSON.stringify(exported)),
    today: "2026-11-25",
    colour: false,
  });
  expect(JSON.stringify(answered)).not.toContain(KEY_VALUE);
  return answered;
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
});

describe("the usage of a stack in several Regions", () => {
  const exported = exportedState(
    { one: { generations: { 1: { state: "grace", usagePlan: "p" }, 2: { state: "current", usagePlan: "p" } } } },
    { p: { quota: 1000 } },
    { regions: ["us-east-1"] },
  );
  test("is asked in each Region", async () => {
    const seen: string[] = [];
    server.onRequest = ({ url, headers }) => seen.push(`${headers.authorization?.split("/")[2]} ${url?.split("/")[2]}`);
    await call(["dev"], { exported });
    server.onRequest = undefined;
    expect(seen.sort()).toEqual(["eu-central-1 id-of-p", "us-east-1 id-of-p%40us-east-1"]);
  });
});

describe("what is missing is told in a sentence:", () => {
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
    expect([exitCode, stderr]).toEqual([
      2,
      "the AWS session has expired; log in again, for example with aws sso login",
    ]);
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
