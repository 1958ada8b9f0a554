/**
 * The stand-in AWS as a process of its own, which the harness controls by messages. It serves the provider, on a cloud in memory
 * or on the endpoint that is given.
 */
import { Cloud } from "./cloud";
import { endFamily } from "../processes";
import type { Aws } from "./aws";
import { type Command, controls, type Reply, watched } from "./commands";
import { awsAt, OWN_REGION, memoryAws } from "./clients";
import { providerOf } from "./provider";
import { serve } from "./serve";

const cloud = new Cloud();

const commands = controls(cloud);

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
    return { id, result: (commands[name] as (...args: readonly unknown[]) => unknown)(...args) };
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
