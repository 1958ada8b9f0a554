/**
 * Runs LocalStack until the process that forked this one ends, for whatever reason, and leaves nothing behind: no process, no
 * port, no file. Its arguments are the folder of the Python environment and a folder for everything that LocalStack writes.
 */
import { spawn } from "node:child_process";
import { mkdirSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const [python = "", folder = ""] = process.argv.slice(2);

async function main(): Promise<void> {
  for (const name of ["volume", "tmp"]) mkdirSync(join(folder, name));
  const port = await freePort();
  const log = openSync(join(folder, "log"), "w");
  const child = spawn(join(python, "bin", "python"), ["-m", "localstack.runtime.main"], {
    cwd: folder,
    // A process group of its own, so that everything it starts can be ended with it.
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      PATH: `${join(python, "bin")}:${process.env.PATH}`,
      HOME: folder,
      TMPDIR: join(folder, "tmp"),
      LOCALSTACK_VOLUME_DIR: join(folder, "volume"),
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      SERVICES: "apigateway,secretsmanager,ssm,sts,iam,kms,cloudformation",
      EAGER_SERVICE_LOADING: "1",
      // It must not call anybody.
      DISABLE_EVENTS: "1",
      SKIP_SSL_CERT_DOWNLOAD: "1",
      DNS_ADDRESS: "0",
    },
  });
  const end = () => {
    try {
      process.kill(-child.pid!, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.exit();
  };
  // Ctrl-C reaches all processes at once. The one that forked this one decides when to end.
  process.on("SIGINT", () => undefined);
  process.on("disconnect", end);
  process.on("SIGTERM", end);

  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null) {
      process.send?.({ failed: `LocalStack ended with code ${child.exitCode}: see ${join(folder, "log")}` });
      return;
    }
    await setTimeout(200);
  }
  process.send?.({ endpoint });
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_localstack/health`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

void main();
