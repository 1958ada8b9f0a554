/**
 * Unquoted scalars that the Pulumi CLI reads as another value than npm's `yaml` does.
 *
 * The CLI reads with Go's `gopkg.in/yaml.v3`, which knows YAML 1.1's numbers and dates besides those of 1.2; `yaml` knows only 1.2:
 *
 *     octal     = [sign] "0" digit8+                                   0123       83, not 123
 *     signed    = sign "0x" hex+ | "0X" hex+ | sign "0o" digit8+       -0x1F      -31, not text
 *     binary    = [sign] "0b" digit2+                                  0b11       3, not text
 *     grouped   = a number of any kind, with "_" between its digits    1_000      1000, not text
 *     date      = year "-" month "-" day [("T" | space) time]          2026-11-23 2026-11-23T00:00:00Z, not text
 *     infinite  = [sign] ".inf" | ".nan" | too large a number          1e400      an error, not Infinity
 *     large     = a whole number above 2^53                            9007199254740993, not 9007199254740992
 */
import { isScalar } from "yaml";

/** True for an unquoted scalar that the CLI reads as another value than `yaml` does. */
export function readDifferently(node: unknown): boolean {
  if (!isScalar(node) || node.type !== "PLAIN") return false;
  const { source = "", value } = node;
  return (
    OCTAL.test(source) ||
    SIGNED_OR_CAPITAL.test(source) ||
    BINARY.test(source) ||
    isGrouped(source) ||
    DATE.test(source) ||
    (typeof value === "number" && !(Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)))
  );
}

/** True for a scalar that is the same name in Go and in JavaScript: text, a word, a whole number without leading zeros. */
export function isPlainName(node: unknown): boolean {
  if (!isScalar(node) || node.value === null) return false;
  return typeof node.value !== "number" ? !readDifferently(node) : WHOLE_NUMBER.test(node.source ?? "");
}

/** `0123`, `-07` */
const OCTAL = /^[-+]?0[0-7]+$/;
/** `-0x1F`, `0X1F`, `+0o7`, `0O7`; `yaml` knows `0x1F` and `0o7` alone. */
const SIGNED_OR_CAPITAL = /^([-+]0x|[-+]?0X)[0-9a-fA-F]+$|^([-+]0o|[-+]?0O)[0-7]+$/;
/** `0b11`, `-0B1` */
const BINARY = /^[-+]?0[bB][01]+$/;
/** `2026-11-23`, `2026-1-2T10:00:00Z`, `2026-11-23 10:00` */
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\s]|$)/;
/** `1`, `-15`: up to 15 digits, which JavaScript's numbers hold exactly. */
const WHOLE_NUMBER = /^-?(0|[1-9][0-9]{0,14})$/;
/** What Go reads as a number once the underscores are dropped: `12`, `1.5e3`, `.5`, `0x1F`, `0b11`, `0o17`. */
const NUMBER = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)$/;

/** `1_000`, `0x_1F`, `.5_0`; not `_1`, which is text to both. */
function isGrouped(source: string): boolean {
  return source.includes("_") && /^[-+.0-9]/.test(source) && NUMBER.test(source.replaceAll("_", ""));
}
