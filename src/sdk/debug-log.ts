import { createRequire } from "node:module";

const load = createRequire(__filename);

/**
 * Keeps key values out of Pulumi's debug log.
 *
 * The SDK writes every answer of the engine to that log as text, with outputs in clear. The CLI shows the log with `--debug`,
 * with `up --json` and in event logs. After this call an answer's text is only its URN.
 *
 * @throws if a release of the SDK has moved the answers, as values would then show.
 */
export function keepValuesOutOfDebugLog(): void {
  for (const name of ["RegisterResourceResponse", "ReadResourceResponse"]) {
    const prototype = prototypeOf(name);
    if (typeof prototype?.getUrn !== "function") {
      throw new Error(
        "this release of @pulumi/pulumi could show key values in its debug log, and this program cannot prevent it; install the release that package.json pins (npm ci)",
      );
    }
    prototype.toString = function (this: Answer) {
      return this.getUrn();
    };
  }
}

interface Answer {
  getUrn(): string;
  toString(): string;
}

function prototypeOf(name: string): Answer | undefined {
  try {
    return (load("@pulumi/pulumi/proto/resource_pb") as Record<string, { prototype: Answer } | undefined>)[name]
      ?.prototype;
  } catch {
    return undefined;
  }
}
