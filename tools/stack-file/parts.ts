import { formatPath } from "../../src/settings/faults";
import { nearest } from "../../src/settings/nearest";

/** What a stack file can hold, by Pulumi's own names. */
const PARTS = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/** What the CLI would add to a stack file from elsewhere, unknown here, and what it would pass over in silence. */
export function stackFileWarnings(file: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(file).flatMap((name) => {
    if (name === "environment") return ["environment: what ESC environments add is not known offline, and left out"];
    if (PARTS.includes(name)) return [];
    const near = nearest(name, PARTS);
    const hint = near === undefined ? `a stack file has ${PARTS.join(", ")}` : `did you mean "${near}"?`;
    return [`${formatPath([name])}: unknown, and the CLI passes over it; ${hint}`];
  });
}
