import type { Ended } from "../engine/engine";

/** What a command printed on standard output. @throws with everything that it printed, if it failed. */
export async function succeed(ended: Promise<Ended>): Promise<string> {
  const { code, text, stdout } = await ended;
  if (code !== 0) throw new Error(text);
  return stdout;
}
