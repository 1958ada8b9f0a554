import { formatPath } from "../../src/settings/faults";
import { generationIn } from "../generation-in";
import type { Version } from "../stack-file/history";
import type { Comparison, Keys } from "./jumps";

/**
 * A line for each new generation whose id an older, removed one had. Logs and consumers know that one by the id.
 */
export function usedAgain({ stack, before, after }: Comparison, history: Iterable<Version>): string[] {
  const has = (keys: Keys, name: string, id: string) =>
    Object.hasOwn(keys, name) && generationIn(keys[name]!, id) !== undefined;
  let fresh = Object.entries(after).flatMap(([name, { generations }]) =>
    Object.keys(generations)
      .filter((id) => !has(before, name, id))
      .map((id) => ({ name, id })),
  );
  const lines: string[] = [];
  // Reading every version takes a while, and is seldom needed.
  if (fresh.length === 0) return lines;
  for (const { first, settings } of history) {
    if (!settings) continue;
    for (const { name, id } of fresh.filter((it) => has(settings.keys, it.name, it.id))) {
      const path = formatPath(["keys", name, "generations", id]);
      const remedy = Object.hasOwn(before, name)
        ? `drop it, then: npm run rotate -- ${stack} ${name} start`
        : "give the key a generation whose id was never used";
      lines.push(`${path}: the id was used before, in commit ${first.slice(0, 12)}, and is not used again; ${remedy}`);
    }
    fresh = fresh.filter((it) => !has(settings.keys, it.name, it.id));
  }
  return lines;
}
