/**
 * Skips work of libraries that this program does not need: half of its start, and half of the time for each key. Import it
 * before the libraries. A part that a release of a library has moved is left as it is.
 */
import { createRequire } from "node:module";
import { loadPart } from "./load-part";

const load = createRequire(__filename);

// Pulumi's code for turning functions into Lambdas loads TypeScript and npm's resolver. Nothing here calls it.
loadLater("@pulumi/pulumi/runtime/closure/serializeClosure", whenCalled);
loadLater("@pulumi/pulumi/runtime/closure/codePaths", whenCalled);
// Programs that run the Pulumi CLI use the Automation API. The CLI runs this one.
loadLater("@pulumi/pulumi/automation", whenRead);
// Error messages in fifty languages. This program writes all its own messages.
loadLater("zod/v4/locales", whenCalled);
keepNoPromiseTraces();
keepNoSourcePositions();

/** Marks a module as loaded. `exportOf` answers for its exports, and really loads it by calling `loaded`. */
function loadLater(name: string, exportOf: (loaded: () => Module, name: PropertyKey) => unknown): void {
  let file: string;
  try {
    file = load.resolve(name);
  } catch {
    return; // A release of the library has moved it, and loads it as usual.
  }
  const loaded = () => {
    if (load.cache[file] === later) delete load.cache[file];
    return load(file) as Module;
  };
  // Compiled code reads `__esModule` as soon as it imports a module.
  const get = (_: object, member: PropertyKey) => member === "__esModule" || exportOf(loaded, member);
  const later = { loaded: true, exports: new Proxy({}, { get }) as unknown } as NodeModule;
  load.cache[file] = later;
}

type Module = Readonly<Record<PropertyKey, (...args: unknown[]) => unknown>>;

function whenRead(loaded: () => Module, name: PropertyKey): unknown {
  return loaded()[name];
}

/** For a module whose functions others read as they load. */
function whenCalled(loaded: () => Module, name: PropertyKey): unknown {
  return (...args: unknown[]) => loaded()[name]!(...args);
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
