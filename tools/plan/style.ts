import { styleText } from "node:util";

/** Whether and how to colour; `plain` leaves text as it is. */
export type Style = (format: "bold" | "dim" | "green" | "yellow" | "cyan", text: string) => string;

export const plain: Style = (_, text) => text;
export const coloured: Style = (format, text) => styleText(format, text, { validateStream: false });
