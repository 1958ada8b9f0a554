import { styleText } from "node:util";

type Format = "bold" | "dim" | "green" | "yellow" | "cyan";

/** Colours text, if colours are wanted. Without a format the text stays as it is. */
export type Paint = (format: Format | undefined, text: string) => string;

/** A function that paints text with `colour`, and otherwise returns it unchanged. */
export function painter(colour: boolean): Paint {
  return (format, text) => (colour && format !== undefined ? styleText(format, text, { validateStream: false }) : text);
}
