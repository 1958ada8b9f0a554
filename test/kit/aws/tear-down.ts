import type { LocalStack } from "./localstack";

/** After the tests against an AWS that others wrote. */
export default async function tearDown(): Promise<void> {
  await (globalThis as { aws?: LocalStack }).aws?.stop();
}
