import { printed, stopCounting } from "../engine/counts";
import type { LocalStack } from "./localstack";

/** After the tests against LocalStack. */
export default async function tearDown(): Promise<void> {
  for (const line of printed()) console.log(line);
  stopCounting();
  await (globalThis as { aws?: LocalStack }).aws?.stop();
}
