/**
 * The stand-in AWS as a process of its own, which the harness controls by messages. It serves the provider, on a cloud in memory
 * or on the endpoint that is given.
 */
import { Cloud } from "./cloud";
import { endFamily } from "../processes";
import type { Aws } from "./aws";
import { answer, awsAt, OWN_REGION, memoryAws } from "./clients";
import { providerOf } from "./provider";
import { serve } from "./serve";

const cloud = new Cloud();

/** The process ids of running CLI commands, which must not outlive the harness. */
const watched = new Set<number>();
const saved = new Map<string, ReturnType<Cloud["copy"]>>();

/** What tests do with the cloud without Pulumi's knowledge. */
const controls = {
  arm: (...args: Parameters<Cloud["calls"]["arm"]>) => cloud.calls.arm(...args),
  slow: (...args: Parameters<Cloud["calls"]["slow"]>) => cloud.calls.slow(...args),
  journal: () => cloud.calls.journal.splice(0),
  hangs: () => cloud.calls.hangs,
  view: () => cloud.view(),
  inventory: () => cloud.inventory(),
  values: () => cloud.values,
  cloud: () => cloud.describe(),
  published: (...args: Parameters<Cloud["published"]>) => cloud.published(...args),
  value: (...args: Parameters<Cloud["valueOf"]>) => cloud.valueOf(...args),
  drift: (...args: Parameters<Cloud["drift"]>) => cloud.drift(...args),
  multiply: (...args: Parameters<Cloud["multiply"]>) => cloud.multiply(...args),
  send: (...args: Parameters<typeof answer> extends [unknown, ...infer Rest] ? Rest : never) => answer(cloud, ...args),
  save: (as: string) => void saved.set(as, cloud.copy()),
  restore: (as: string) => cloud.restore(saved.get(as)!),
  watch: (pid: number) => void watched.add(pid),
  unwatch: (pid: number) => void watched.delete(pid),
};

export type Controls = typeof controls;

/** A command that the stand-in takes by message: one of `controls`. */
export interface Command {
  readonly id: number;
  readonly name: keyof Controls;
  readonly args: readonly unknown[];
}

/** The answer to the command with the same number, or its refusal. */
export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly refused?: { readonly name: string; readonly message: string };
}

process.on("message", (command: Command) => {
  process.send!(reply(command));
});
// Ends together with the harness.
process.on("disconnect", () => {
  for (const pid of watched) endFamily(pid);
  process.exit();
});

function reply({ id, name, args }: Command): Reply {
  try {
    return { id, result: (controls[name] as (...args: readonly unknown[]) => unknown)(...args) };
  } catch (error) {
    const { name: refusal, message } = error as Error;
    return { id, refused: { name: refusal, message } };
  }
}

const [endpoint] = process.argv.slice(2);
const clients = new Map<string, Aws>();

function awsIn(region: string): Aws {
  const aws =
    clients.get(region) ?? (endpoint === undefined ? memoryAws(cloud, region) : awsAt(endpoint, cloud.values, region));
  clients.set(region, aws);
  return aws;
}

const provider = providerOf(awsIn, cloud.calls, endpoint === undefined ? undefined : OWN_REGION);
void serve(provider).then(({ port }) => process.send!({ id: 0, result: port } satisfies Reply));
