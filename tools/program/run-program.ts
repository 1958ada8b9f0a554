import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { isSecret, isStack, OTHER_STACK, plain, readRegistration, type Registration, SECRET } from "./registration";

/** What the program did. */
export interface ProgramRun {
  /** In the order in which the program makes them, without the stack itself. */
  readonly registrations: readonly Registration[];
  /** Outputs by name, with values as plain data like the inputs'. */
  readonly outputs: Readonly<Record<string, { readonly secret: boolean; readonly value: unknown }>>;
  /** What `pulumi.log.warn` was called with. */
  readonly warnings: readonly string[];
}

/** What a run of the program needs. */
export interface ProgramInput {
  readonly project: string;
  readonly stack: string;
  /** The configuration as the CLI passes it: `namespace:name` to text. */
  readonly entries: Readonly<Record<string, string>>;
  /** The entries that are encrypted. */
  readonly secretEntries: readonly string[];
  /** Loads `index.ts` afresh and returns its exports: the outputs, or a function that gives them. */
  load(this: void): Promise<unknown>;
  /** Answers in place of the provider. Without it, AWS's values are unknown, as in a preview. */
  provider?(this: void, args: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult;
  /** What the last deployment made, by URN: `{ type, outputs }`. By default nothing was deployed. */
  readonly deployed?: Readonly<Record<string, unknown>>;
}

/**
 * Runs the program in Pulumi's runtime against a monitor in this process, without CLI, provider or account.
 *
 * @throws what the program throws.
 */
export async function runProgram(input: ProgramInput): Promise<ProgramRun> {
  const { project, stack, entries, secretEntries, load, provider, deployed = {} } = input;
  const mocks: pulumi.runtime.Mocks = {
    newResource: provider ?? (({ inputs }) => ({ id: undefined, state: inputs as Record<string, unknown> })),
    call: ({ token }) => {
      if (token === "pulumi:pulumi:readStackResourceOutputs") return { outputs: deployed };
      const details = `the program reads nothing from AWS, but called ${token}`;
      // Pulumi takes the message from gRPC's `details`.
      throw Object.assign(new Error(details), { details });
    },
  };
  await pulumi.runtime.setMocks(mocks, project, stack, provider === undefined);
  pulumi.runtime.setAllConfig({ ...entries }, [...secretEntries]);

  const seen = watchMonitor();
  const { result, warnings } = await collectWarnings(() => runStack(load, seen.props));
  // In the program's order. The order of the requests differs from run to run.
  const made = [...seen.props].filter(([reference]) => !reference.startsWith(OTHER_STACK));
  const registrations = made.map(([reference, props]) => {
    const { request, urn } = seen.resources.get(reference)!;
    return readRegistration(request, urn, props);
  });
  const outputs = Object.entries(seen.outputs).map(async ([name, value]) => {
    const secret = await isSecret(result[name]);
    return [name, { secret, value: secret ? SECRET : plain(value) }] as const;
  });
  return {
    registrations: await Promise.all(registrations),
    outputs: Object.fromEntries(await Promise.all(outputs)),
    warnings,
  };
}

type Props = Record<string, unknown>;

/** Records what the program asks of the monitor. Pulumi's mocks cannot: they do not get a resource's options. */
function watchMonitor() {
  const seen = {
    resources: new Map<string, { request: RegisterResourceRequest; urn: string }>(),
    /** In the order in which the program makes the resources. */
    props: new Map<string, Props>(),
    outputs: {} as Record<string, unknown>,
  };
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: RegisterResourceRequest, callback: Callback): unknown;
    registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback): unknown;
  };
  const registerResource = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const resource = { request, urn: "" };
    seen.resources.set(`${request.getType()}::${request.getName()}`, resource);
    return registerResource(request, (error, response) => {
      resource.urn = response?.getUrn() ?? "";
      callback(error, response);
    });
  };
  const registerResourceOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    if (isStack(request.getUrn())) seen.outputs = request.getOutputs()?.toJavaScript() ?? {};
    return registerResourceOutputs(request, callback);
  };
  return seen;
}

type Callback = (error: unknown, response?: { getUrn(): string }) => void;

async function runStack(load: ProgramInput["load"], props: Map<string, Props>): Promise<Props> {
  let result: Props = {};
  let failure: { readonly error: unknown } | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, props: given }) => {
      props.set(`${type}::${name}`, given);
      return undefined;
    });
    try {
      const exported = await load();
      // As Pulumi does: a function that the program exports is called, and gives the outputs.
      result = (typeof exported === "function" ? await (exported as () => unknown)() : exported) as Props;
    } catch (error) {
      failure = { error };
    }
    return result;
  });
  await pulumi.runtime.disconnect();
  if (failure) throw failure.error;
  return result;
}

/** Collects the program's warnings, which Pulumi writes to the console without an engine. */
async function collectWarnings<T>(run: () => Promise<T>): Promise<{ result: T; warnings: string[] }> {
  const warnings: string[] = [];
  const { warn } = console;
  console.warn = (message: string) => void warnings.push(message.replace(/^warning: \[runtime\] /, ""));
  try {
    return { result: await run(), warnings };
  } finally {
    console.warn = warn;
  }
}
