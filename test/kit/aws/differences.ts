import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionOf, type Call } from "./arbitrary-calls";
import type { Outcome } from "./side";

/** A known difference of LocalStack from AWS, and so from the AWS in memory. */
interface Difference {
  /** AWS's names of the affected calls. */
  readonly actions: readonly string[];
  /** The service whose calls are affected, or a text in the input of those that are; by default all are. */
  readonly service?: string;
  readonly text?: string;
  /** What shows it: the outcome in memory, then that of LocalStack. Where one is missing, that side is not called. */
  readonly shown: readonly string[];
}

/**
 * The differences in differences.txt: what it is, then `ACTION... [of SERVICE] [with TEXT] -> OURS | THEIRS`, then the page of AWS
 * that says which is right, or why none does. If only one side were to change, they could no longer be compared: then LocalStack
 * is not called, or neither is.
 *
 * What no call here shows: LocalStack keeps the links of a key that is deleted, and its data plane answers 500 to a key that is
 * made again with the same value.
 */
const differences = readFileSync(join(__dirname, "differences.txt"), "utf8")
  .split(/^== .*\n/m)
  .slice(1)
  .map((text): Difference => {
    const [, actions = "", service, part, shown = ""] = /^(.*?)(?: of (\w+))?(?: with (\S+))? -> (.*)$/m.exec(text)!;
    const isCalled = shown !== "nothing is called";
    const outcomes = shown.replace(", and LocalStack is not called", "").split(" | ");
    return { actions: actions.split(" "), service, text: part, shown: isCalled ? outcomes : [] };
  });

/** True if a call has a known difference with these outcomes: in memory and, once it was called too, of LocalStack. */
export function isKnownToDiffer(call: Call, ...outcomes: readonly Outcome[]): boolean {
  return differences.some(
    ({ actions, service = call.service, text = "", shown }) =>
      shown.length === outcomes.length &&
      actions.includes(actionOf(call)) &&
      service === call.service &&
      JSON.stringify(call.input).includes(text) &&
      shown.every((outcome, index) => outcome === "anything" || outcome === outcomes[index]),
  );
}
