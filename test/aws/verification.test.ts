import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
} from "@aws-sdk/client-api-gateway";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { rotate } from "../../tools/rotate/rotate";
import { Service } from "../kit/aws/service";
import { folderWith } from "../kit/stack-folder";

let service: Service;
/** The ids of three API keys: on, off, and on without a usage plan. */
let good: string;
let retired: string;
let loose: string;
let value: string;
beforeAll(async () => {
  service = await Service.create();
  const client = new APIGatewayClient();
  const { id: usagePlanId } = await client.send(
    new CreateUsagePlanCommand({ name: "verified", apiStages: service.apiStages }),
  );
  const key = async (name: string, enabled: boolean, linked: boolean) => {
    const made = await client.send(new CreateApiKeyCommand({ name, enabled }));
    if (linked) {
      await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: made.id, keyType: "API_KEY" }));
    }
    return made as { id: string; value: string };
  };
  ({ id: good, value } = await key("good", true, true));
  ({ id: retired } = await key("retired", false, true));
  ({ id: loose } = await key("loose", true, false));
});
afterAll(() => service.remove());

/** Makes a step, and runs what it prints to verify that: what that says of each call. */
async function verify(step: string, generations: string, keyId: string, url: string): Promise<string[]> {
  const text = `config:\n  usagePlans: {p: {}}\n  keys: {one: {usagePlan: p, generations: {${generations}}}}\n`;
  const folder = folderWith({ "Pulumi.yaml": "name: acme\n", "Pulumi.dev.yaml": text });
  const { stdout: advice = "" } = rotate(["dev", "one", step], folder);
  const printed = advice.slice(advice.indexOf("Verify it"), advice.indexOf("\n\nOnce"));
  const script = printed.split("\n").filter((line) => line.startsWith("  "));
  // The state that the CLI would export, and the value that consumers are given.
  const urn = `urn:pulumi:dev::acme::ai-service-keys:index:ServiceKey$aws:apigateway/apiKey:ApiKey::one-${step === "start" ? 2 : 1}`;
  const state = JSON.stringify({ deployment: { resources: [{ urn, id: keyId }] } });
  const pulumi = join(folder, "pulumi");
  writeFileSync(pulumi, `#!/bin/sh\ncase "$2" in export) echo '${state}' ;; output) echo '${value}' ;; esac\n`);
  chmodSync(pulumi, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, URL: url };
  const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", script.join("\n")], { env });
  return stdout.trimEnd().split("\n");
}

const refused = "refused: API Gateway does not accept the key";
const works = "accepted: HTTP 200";
const nobody = "no answer: says nothing about the key";
const other = "HTTP 403: says nothing about the key";

test("a new value that works is told from one that does not", async () => {
  expect(await verify("start", "1: current", good, service.url)).toEqual([refused, works]);
  expect(await verify("start", "1: current", loose, service.url)).toEqual([refused, refused]);
});

test("a retired value is told from one that works still", async () => {
  const generations = "1: grace, 2: current";
  expect(await verify("retire", generations, retired, service.url)).toEqual([refused, works, refused]);
  expect(await verify("retire", generations, good, service.url)).toEqual([refused, works, works]);
});

test("a URL that nobody answers at, and one that the API does not have, show nothing", async () => {
  expect(await verify("start", "1: current", good, "http://127.0.0.1:1/")).toEqual([nobody, nobody]);
  expect(await verify("retire", "1: grace, 2: current", retired, `${service.url}nothing`)).toEqual([
    other,
    other,
    other,
  ]);
});

test("another authorizer, and an error on the way, are no answer of the key's", async () => {
  // LocalStack has no authorizers: this one answers as that of a Lambda function does that denies, and as a proxy.
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/broken" ? 502 : 403;
    response.end('{"Message":"User is not authorized to access this resource with an explicit deny"}');
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    expect(await verify("start", "1: current", good, url)).toEqual([other, other]);
    expect(await verify("start", "1: current", good, `${url}/broken`)).toEqual(
      Array(2).fill("HTTP 502: says nothing about the key"),
    );
  } finally {
    server.close();
  }
});
