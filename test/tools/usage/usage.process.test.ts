import { execFile, type ExecFileException } from "node:child_process";
import { join } from "node:path";
import { loadTypeScript } from "../../../harness/processes";
import { ApiGatewayServer } from "../../kit/api-gateway-server";
import { project } from "../../kit/example-files";
import { exportedState, KEY_VALUE } from "../../kit/exported-state";
import { folderWith } from "../../kit/stack-folder";

let server: ApiGatewayServer;
beforeAll(async () => {
  server = await ApiGatewayServer.start();
});
afterAll(() => server.stop());

/** Runs the command in a process of its own; what it takes of the CPU is in seconds. */
async function run(exported: object, environment: Readonly<Record<string, string>> = {}) {
  const script = join(project, "tools", "usage", "usage.ts");
  return new Promise<{ code: number; stdout: string; stderr: string; cpu: number }>((resolve) => {
    const child = execFile(
      "bash",
      [
        "--norc",
        "-c",
        `TIMEFORMAT='%U %S'; time "$0" "$@" dev --deployed -`,
        process.execPath,
        ...loadTypeScript,
        script,
      ],
      {
        cwd: folderWith({ "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": "" }),
        env: {
          PATH: process.env.PATH,
          NODE_PATH: join(project, "node_modules"),
          ...server.environment,
          ...environment,
        },
        maxBuffer: Infinity,
      },
      (error: ExecFileException | null, stdout, stderr) => {
        const [times, ...lines] = stderr.trimEnd().split("\n").reverse();
        const [user, system] = times!.split(" ").map(Number);
        resolve({ code: Number(error?.code ?? 0), stdout, stderr: lines.reverse().join("\n"), cpu: user! + system! });
      },
    );
    child.stdin!.end(JSON.stringify(exported));
  });
}

test("3,000 keys on 20 plans take less than 5 seconds of CPU", async () => {
  const planOf = (index: number) => `plan-${index % 20}`;
  const keys = Array.from({ length: 3000 }, (_, index) => `key-${`${index}`.padStart(4, "0")}`);
  const exported = exportedState(
    Object.fromEntries(keys.map((key, index) => [key, { generations: { 1: { usagePlan: planOf(index) } } }])),
    Object.fromEntries(Array.from({ length: 20 }, (_, index) => [planOf(index), { quota: 1000 }])),
  );
  server.answer = ({ usagePlanId }) => {
    const on = keys.filter((_, index) => `id-of-${planOf(index)}` === usagePlanId);
    return Object.fromEntries(on.map((key) => [`id-of-${key}-1`, Array<number[]>(30).fill([1, 970])]));
  };
  const { code, stdout, stderr, cpu } = await run(exported);
  expect([code, stderr]).toEqual([0, ""]);
  expect(server.calls.length).toBe(20);
  const rows = stdout.trimEnd().split("\n").slice(3);
  expect(rows.map((row) => row.split(/ +/).slice(0, 6))).toEqual(
    keys.map((key) => [key, "1", "unknown", "1", "7", "30"]),
  );
  expect(stdout).not.toContain(KEY_VALUE);
  expect(cpu).toBeLessThan(5);
});

test("a server that cannot be reached is told, and nothing else", async () => {
  const exported = exportedState({}, { standard: {} });
  const { code, stdout, stderr } = await run(exported, { AWS_ENDPOINT_URL_API_GATEWAY: "http://127.0.0.1:1" });
  expect([code, stdout, stderr]).toEqual([
    2,
    "",
    "API Gateway cannot be reached: ECONNREFUSED; check the network, and run it again",
  ]);
});
