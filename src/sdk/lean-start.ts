/**
 * Skips work of libraries that this program does not need: half of its start, and half of the time for each key. Import it
 * before the libraries. A part that a release of a library has moved is left as it is.
 */
import { createRequire } from "node:module";
import { loadPart } from "./load-part";

const load = createRequire(__filename);

// Pulumi's code for turning functions into Lambdas loads TypeScript and npm's resolver. Nothing here calls it.
loadWhenCalled("@pulumi/pulumi/runtime/closure/serializeClosure");
loadWhenCalled("@pulumi/pulumi/runtime/closure/codePaths");
// Error messages in fifty languages. This program writes all its own messages.
loadWhenCalled("zod/v4/locales");
keepNoPromiseTraces();
keepNoSourcePositions();

/** The file of a module; undefined if a release of its library has moved it. The library then loads as usual. */
function resolve(name: string): string | undefined {
  try {
    return load.resolve(name);
  } catch {
    return undefined;
  }
}

/** Marks a module of functions as loaded, and really loads it when one of them is called. */
function loadWhenCalled(name: string): void {
  const file = resolve(name);
  if (file === undefined) return;
  const callLoaded = (member: PropertyKey, args: unknown[]) => {
    delete load.cache[file];
    return (load(file) as Record<PropertyKey, (...args: unknown[]) => unknown>)[member]!(...args);
  };
  const exports: unknown = new Proxy(
    {},
    {
      get:
        (_, member) =>
        (...args: unknown[]) =>
          callLoaded(member, args),
    },
  );
  load.cache[file] = { loaded: true, exports } as NodeModule;
}

/**
 * Pulumi keeps a stack trace with each of its promises, about eighty per key, to report where a promise that never settles
 * was made. Without traces it still reports that there is one. PULUMI_DEBUG_PROMISE_LEAKS keeps the traces.
 */
function keepNoPromiseTraces(): void {
  const debuggable = loadPart("@pulumi/pulumi/runtime/debuggable") as Partial<Debuggable>;
  const { debugPromiseLeaks, debuggablePromise } = debuggable;
  if (debugPromiseLeaks || typeof debuggablePromise !== "function") return;
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

/** Pulumi sends the engine a stack trace for each resource. Here it would be the same few lines of `src` for every key. */
function keepNoSourcePositions(): void {
  const { Resource } = loadPart("@pulumi/pulumi/resource") as { Resource?: { callsites?: unknown } };
  if (typeof Resource?.callsites === "function") Resource.callsites = () => [];
}

interface Debuggable {
  readonly debugPromiseLeaks: boolean;
  debuggablePromise: (promise: Promise<unknown>, context: string) => Promise<unknown>;
}
