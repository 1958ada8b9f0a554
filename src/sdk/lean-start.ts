/**
 * Leaves out what libraries do and this program does not need: half of the program's start, and half of the work for each
 * key. Import it before them. Where a release of a library has moved a part, that part is left as it is.
 */
import { createRequire } from "node:module";

const load = createRequire(__filename);

// Pulumi's way to make Lambda code of functions: loads TypeScript and npm's resolver, and nothing here calls it.
loadWhenCalled("@pulumi/pulumi/runtime/closure/serializeClosure");
loadWhenCalled("@pulumi/pulumi/runtime/closure/codePaths");
// Messages in fifty languages; every message of this program is its own.
loadWhenCalled("zod/v4/locales");
keepNoPromiseTraces();
keepNoSourcePositions();

/** The file of a module; undefined where a release of its library has moved it, which then starts as it always would. */
function resolve(name: string): string | undefined {
  try {
    return load.resolve(name);
  } catch {
    return undefined;
  }
}

/** Marks a module of functions as loaded, and loads it when one of them is called. */
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
 * Pulumi keeps a stack trace with each of its promises, some eighty for a key, to report where one that never
 * settles was made. It still reports that there is one, and with PULUMI_DEBUG_PROMISE_LEAKS where it was made.
 */
function keepNoPromiseTraces(): void {
  const file = resolve("@pulumi/pulumi/runtime/debuggable");
  if (file === undefined) return;
  const debuggable = load(file) as Debuggable;
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

/** Pulumi makes a stack trace for each resource and sends it to the engine, here the same few lines of `src` for every key. */
function keepNoSourcePositions(): void {
  const file = resolve("@pulumi/pulumi/resource");
  const { Resource } = (file === undefined ? {} : load(file)) as { Resource?: { callsites?: unknown } };
  if (typeof Resource?.callsites === "function") Resource.callsites = () => [];
}

interface Debuggable {
  readonly debugPromiseLeaks: boolean;
  debuggablePromise: (promise: Promise<unknown>, context: string) => Promise<unknown>;
}
