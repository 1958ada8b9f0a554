/** Unquoted scalars that YAML 1.1 and 1.2 read as different values, and the numbers that they may stand for. */
import type { Scalar } from "yaml";

/**
 * True for an unquoted scalar that the Pulumi CLI might read as another value than YAML 1.2 does. The CLI reads YAML 1.1, but
 * for `yes` and `1:30`, which are text to it.
 *
 * @param older - its value in YAML 1.1.
 */
export function isUnclear({ type, source = "", value }: Scalar, older: unknown): boolean {
  if (type !== "PLAIN") return false;
  if (typeof value === "number") return value !== older || LEADING_ZERO.test(source) || !isExact(value);
  if (typeof value !== "string") return false;
  return older instanceof Date || (typeof older === "number" && !source.includes(":")) || ONLY_CLI.test(source);
}

/** `0123` is 83 to the CLI, and `052812345678` loses its zero. */
const LEADING_ZERO = /^[-+]?0[0-9]+$/;

/** What no library but the CLI's takes for a number: `0X1F`, `-0o7`, `1e1_0`. */
const ONLY_CLI = /^[-+]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|[0-9_.]*[0-9][0-9_.]*e[-+]?[0-9_]+)$/i;

/** The numbers that an unclear scalar may stand for, given its value in YAML 1.2: 123 and 83 for `0123`; none for a date. */
export function numbersOf(source: string, value: unknown): number[] {
  const digits = source.replace(/^[-+]/, "").replaceAll("_", "");
  const size = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  const found = new Set([value, source.startsWith("-") ? -size : size]);
  return [...found].filter((each) => typeof each === "number").filter(isExact);
}

/** True for a number that JavaScript and the CLI hold alike. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
