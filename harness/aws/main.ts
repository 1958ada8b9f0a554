/**
 * The stand-in AWS as a process of its own, which the harness controls by messages. It serves the provider, on a cloud in memory
 * or on the endpoint that is given.
 */
import { Cloud } from "./cloud";
import { endFamily } from "../processes";
import { type Command, type Reply, run, watched } from "./commands";
import { awsAt } from "./endpoint";
import { memoryAws } from "./memory";
import { serve } from "./provider";

const cloud = new Cloud();

process.on("message", ({ id, command }: { id: number; command: Command }) => {
  process.send!(reply(id, command));
});
// Ends together with the harness.
process.on("disconnect", () => {
  for (const pid of watched) endFamily(pid);
  process.exit();
});

function reply(id: number, command: Command): Reply {
  try {
    return { id, result: run(cloud, command) };
  } catch (error) {
    const { name, message } = error as Error;
    return { id, refused: { name, message } };
  }
}

const [endpoint] = process.argv.slice(2);
const aws = endpoint === undefined ? memoryAws(cloud) : awsAt(endpoint, cloud.values);
void serve(aws, cloud.calls).then((port) => process.send!({ id: 0, result: port } satisfies Reply));
