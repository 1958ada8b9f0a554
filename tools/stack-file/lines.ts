import { isMap, isNode, isSeq, LineCounter, type Pair, parseDocument, type Scalar, type YAMLMap } from "yaml";
import type { Path } from "../../src/settings/faults";

/**
 * Finds the line, from 1, of the entry at a path in a YAML text; if there is none, of the nearest existing entry above it.
 */
export function lineFinder(text: string): (path: Path) => number {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { version: "1.2", lineCounter: lines });
  const entriesOf = new Map<YAMLMap, Map<string, Pair>>();
  const entryIn = (map: YAMLMap, name: string) => {
    let entries = entriesOf.get(map);
    if (!entries) {
      entries = new Map(map.items.map((pair) => [String((pair.key as Scalar).value), pair]));
      entriesOf.set(map, entries);
    }
    return entries.get(name);
  };
  return (path) => {
    let [node, offset]: [unknown, number] = [contents, 0];
    for (const step of path) {
      const entry = isMap(node) ? entryIn(node, String(step)) : isSeq(node) ? node.items[Number(step)] : undefined;
      const start = isNode(entry) ? entry : ((entry as Pair | undefined)?.key as Scalar | undefined);
      if (!start?.range) break;
      offset = start.range[0];
      node = isNode(entry) ? entry : (entry as Pair).value;
    }
    return lines.linePos(offset).line;
  };
}
