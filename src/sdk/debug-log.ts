import { loadPart } from "./load-part";

/**
 * Keeps key values out of Pulumi's debug log.
 *
 * The SDK writes every answer of the engine to that log as text, with outputs in clear. The CLI shows the log with `--debug`,
 * with `up --json` and in event logs. After this call an answer's text is only its name, and the SDK's debug messages are not
 * sent. That also spares eleven calls to the engine for each key.
 *
 * @throws if a release of the SDK has moved the answers, as values would then show.
 */
export function keepValuesOutOfDebugLog(): void {
  for (const [file, names] of Object.entries(ANSWERS)) {
    const answers = loadPart(file);
    for (const name of names) {
      const { prototype } = (answers[name] ?? {}) as { prototype?: object };
      if (prototype === undefined || !("toObject" in prototype)) {
        throw new Error(
          "this release of @pulumi/pulumi could show key values in its debug log, and this program cannot prevent it; install the release that package.json pins (npm ci)",
        );
      }
      prototype.toString = () => name;
    }
  }
  const log = loadPart("@pulumi/pulumi/log");
  if (typeof log.debug === "function") log.debug = () => Promise.resolve();
}

/** The answers that can hold a value, by the file that has them: of a resource, and of what was last deployed. */
const ANSWERS = {
  "@pulumi/pulumi/proto/resource_pb": ["RegisterResourceResponse", "ReadResourceResponse"],
  "@pulumi/pulumi/proto/provider_pb": ["InvokeResponse"],
};
