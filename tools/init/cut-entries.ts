import { isCollection, isMap, type Pair, parseDocument, type Scalar, type YAMLMap } from "yaml";
import { applySplices, type Splice } from "./splices";
import { type Names, YamlText } from "./yaml-edit";

/** An entry of a map in a YAML text, and the names that lead to the map. "*" stands for every name. */
export interface Entry {
  readonly in: Names;
  readonly name: string;
}

/**
 * Drops entries from a YAML text, with the comments above, beside and in them. Every other byte stays.
 *
 * Unusual forms may come out wrong, so parse the result before you use it.
 */
export function cutEntries(text: string, entries: readonly Entry[]): string {
  // One after the other: in a map in braces, two neighbours share a comma.
  return entries.reduce((rest, { in: path, name }) => {
    const splices = mapsAt(parseDocument(rest, { version: "1.2" }).contents, path)
      .filter(({ map }) => map.has(name))
      .map(({ map, names }) => cut(rest, map, names, name));
    return applySplices(rest, splices);
  }, text);
}

interface Found {
  readonly map: YAMLMap;
  readonly names: Names;
}

function mapsAt(node: unknown, [name, ...path]: Names, names: Names = []): Found[] {
  if (!isMap(node)) return [];
  if (name === undefined) return [{ map: node, names }];
  const pairs = node.items.filter((pair) => name === "*" || nameOf(pair) === name);
  return pairs.flatMap((pair) => mapsAt(pair.value, path, [...names, nameOf(pair)]));
}

function cut(text: string, map: YAMLMap, names: Names, name: string): Splice {
  if (!map.flow) return cutLines(text, map, name);
  if (map.items.length > 1) return new YamlText(text).removeEntry(names, name);
  return { start: map.range![0], end: map.range![1], put: "{}" };
}

/** Cuts the lines of an entry, all lines below it with a deeper indent and, except at the top level, the comment right above. */
function cutLines(text: string, map: YAMLMap, name: string): Splice {
  const { key, value } = map.items.find((pair) => nameOf(pair) === name)!;
  const offset = (key as Scalar).range![0];
  let start = text.lastIndexOf("\n", offset - 1) + 1;
  const indent = text.slice(start, offset);
  const isComment = (line: string) => indent !== "" && line.startsWith(`${indent}#`);
  while (start > 0) {
    const before = text.lastIndexOf("\n", start - 2) + 1;
    if (!isComment(text.slice(before, start))) break;
    start = before;
  }
  // The range of a block map reaches to the next node; that of a map in braces is exact.
  let end = lineAfter(text, isCollection(value) && value.flow ? value.range![1] : offset);
  for (let next = end; next < text.length;) {
    const line = text.slice(next, lineAfter(text, next));
    next += line.length;
    if (line.startsWith(`${indent} `)) end = next;
    else if (line.trim() !== "") break;
  }
  return { start, end, put: "" };
}

function lineAfter(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  return newline === -1 ? text.length : newline + 1;
}

function nameOf({ key }: Pair): string {
  return String((key as Scalar).value);
}
