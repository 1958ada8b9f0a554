import { styleText } from "node:util";

type Format = "bold" | "dim" | "green" | "yellow" | "cyan";

/** Colours text, if colours are wanted. Without a format the text stays as it is. */
export type Paint = (format: Format | undefined, text: string) => string;

/** A function that paints text with `colour`, and otherwise returns it unchanged. */
export function painter(colour: boolean): Paint {
  return (format, text) => (colour && format !== undefined ? styleText(format, text, { validateStream: false }) : text);
}

/** True if standard output should be coloured: on a terminal without NO_COLOR, or if FORCE_COLOR is set and not 0. */
export function hasColour({ NO_COLOR = "", FORCE_COLOR }: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return isTerminal && NO_COLOR === "";
}
