import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, isSeq, parseDocument, type Scalar, stringify, type YAMLSeq } from "yaml";
import { UsageError } from "../command";
import { readText } from "../stack-file/stack-file";
import { applySplices, type Splice } from "./splices";

/** The stacks that a job of a workflow works on: `strategy.matrix.stack`, if that is a list. */
export interface StackList {
  readonly job: string;
  readonly stacks: readonly string[];
  readonly node: YAMLSeq<Scalar>;
}

/** A workflow with the lists of stacks in it. */
export interface Workflow {
  /** Its path from the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly lists: readonly StackList[];
}

const FOLDER = ".github/workflows";
/** Prettier's line width. */
const WIDTH = 120;

/**
 * The workflows that have lists of stacks, sorted by path.
 *
 * @throws {UsageError} for a workflow that cannot be read.
 */
export function workflowsWithLists(folder: string): Workflow[] {
  if (!existsSync(join(folder, FOLDER))) return [];
  const files = readdirSync(join(folder, FOLDER)).filter((file) => /\.ya?ml$/.test(file));
  const paths = files.sort().map((file) => `${FOLDER}/${file}`);
  return paths.map((path) => parseWorkflow(path, readText(folder, path))).filter(({ lists }) => lists.length > 0);
}

/** The text of a workflow with a stack added to its lists, before another one or at the end; every other byte stays. */
export function withStack({ path, text, lists }: Workflow, stack: string, before?: string): string {
  const missing = lists.filter(({ stacks }) => !stacks.includes(stack));
  const edited = applySplices(
    text,
    missing.map((list) => addTo(list, text, stack, before)),
  );
  const wanted = lists.map(({ stacks }) => (stacks.includes(stack) ? stacks : inserted(stacks, stack, before)));
  if (String(parseWorkflow(path, edited).lists.map(({ stacks }) => stacks)) !== String(wanted)) {
    throw new UsageError(`${path} has its list in a form that cannot be edited here; add ${stack} by hand`);
  }
  return edited;
}

function parseWorkflow(path: string, text: string): Workflow {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new UsageError(`${path} is not valid YAML: ${error.message.split("\n")[0]}`);
  const jobs = document.get("jobs");
  const lists = (isMap<Scalar>(jobs) ? jobs.items : []).flatMap(({ key, value }) => {
    const node = isMap(value) ? value.getIn(["strategy", "matrix", "stack"]) : undefined;
    if (!isSeq<Scalar>(node) || !node.items.every((item) => isScalar(item))) return [];
    return [{ job: String(key.value), stacks: node.items.map(({ value: name }) => String(name)), node }];
  });
  return { path, text, lists };
}

function inserted(stacks: readonly string[], stack: string, before?: string): string[] {
  const at = before === undefined ? -1 : stacks.indexOf(before);
  return at === -1 ? [...stacks, stack] : [...stacks.slice(0, at), stack, ...stacks.slice(at)];
}

function addTo({ stacks, node }: StackList, text: string, stack: string, before?: string): Splice {
  const wanted = inserted(stacks, stack, before);
  const at = wanted.indexOf(stack);
  return node.flow ? addToFlow(node, text, wanted, at) : addToBlock(node, text, wordOf(stack), at);
}

/** Adds to a list in brackets. If its line gets too long, writes a line for each stack instead. */
function addToFlow({ items, range }: YAMLSeq<Scalar>, text: string, wanted: readonly string[], at: number): Splice {
  const [start, end] = range!;
  const word = wordOf(wanted[at]!);
  const [following, last] = [items[at], items.at(-1)];
  const put = following ? `${word}, ` : last ? `, ${word}` : word;
  const from = following ? following.range![0] : last ? last.range![1] : start + 1;
  const [lineStart, lineEnd] = [text.lastIndexOf("\n", start) + 1, text.indexOf("\n", start)];
  const isOneLine = end <= lineEnd && text.slice(end, lineEnd).trim() === "";
  if (!isOneLine || lineEnd - lineStart + put.length <= WIDTH) return { start: from, end: from, put };
  const indent = /^ */.exec(text.slice(lineStart))![0];
  // Drops the space after the colon too.
  return { start: start - 1, end, put: wanted.map((name) => `\n${indent}  - ${wordOf(name)}`).join("") };
}

/** Adds to a list with a line for each stack. A comment above a stack stays above it. */
function addToBlock({ items }: YAMLSeq<Scalar>, text: string, word: string, at: number): Splice {
  const first = items[0]!.range![0];
  const lineStart = text.lastIndexOf("\n", first) + 1;
  const dash = text.slice(lineStart, first);
  if (at === 0) return { start: lineStart, end: lineStart, put: `${dash}${word}\n` };
  const lineEnd = text.indexOf("\n", items[at - 1]!.range![1]);
  const end = lineEnd === -1 ? text.length : lineEnd;
  return { start: end, end, put: `\n${dash}${word}` };
}

/** A name in YAML, in quotes if it would be read as anything but text. */
function wordOf(stack: string): string {
  return /^[A-Za-z]/.test(stack) ? stringify(stack, { version: "1.1" }).trim() : JSON.stringify(stack);
}
