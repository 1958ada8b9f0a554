import type { Call } from "../../../harness/aws/calls";
import type { Engine, StackConfig } from "./engine";
import { deploy } from "./faults";
import { currentKeys, expected, found } from "./wanted";

/**
 * Deploys one configuration after the other, and expects each to succeed without breaking an invariant. Returns for each what
 * consumers find after each of its calls.
 *
 * @param from what is deployed before; undefined for an empty stack.
 */
export async function walk(
  engine: Engine,
  from: StackConfig | undefined,
  configs: readonly StackConfig[],
  args: readonly string[] = [],
): Promise<string[][]> {
  const calls: string[][] = [];
  let last = from;
  for (const to of configs) {
    const { journal, violations, found: end, outputs } = await deploy(engine, { from: last, to, args });
    expect({ violations, end, outputs }).toEqual({ violations: [], end: expected(to), outputs: currentKeys(to) });
    calls.push(linesOf(journal));
    last = to;
  }
  return calls;
}

/** A line for each call: what consumers find after it. */
export function linesOf(journal: readonly Call[]): string[] {
  return journal.map(({ action, resource, seen }) => {
    const keys = found(seen?.keys ?? []);
    return `${action} ${resource}: ${keys.length === 0 ? "no key" : keys.join("; ")}`;
  });
}
