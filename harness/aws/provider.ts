import * as grpc from "@grpc/grpc-js";
import { randomBytes } from "node:crypto";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { Aws } from "./aws";
import type { Calls } from "./calls";
import { difference } from "./difference";
import { describe } from "./error";
import type { Kind, Props } from "./kind";
import { apiKey } from "./kinds/api-key";
import { secret } from "./kinds/secret";
import { secretPolicy } from "./kinds/secret-policy";
import { secretVersion } from "./kinds/secret-version";
import { usagePlan } from "./kinds/usage-plan";
import { usagePlanKey } from "./kinds/usage-plan-key";

/** Stands for an unknown value in Pulumi's protocol. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The input in which the provider lists the inputs that it made up, such as the name. */
const DEFAULTS = "__defaults";

const kinds: Readonly<Record<string, Kind>> = {
  "aws:apigateway/apiKey:ApiKey": apiKey,
  "aws:apigateway/usagePlan:UsagePlan": usagePlan,
  "aws:apigateway/usagePlanKey:UsagePlanKey": usagePlanKey,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:secretsmanager/secretPolicy:SecretPolicy": secretPolicy,
};

/** Serves the provider of an AWS on a free local port, and returns the port. */
export async function serve(aws: Aws, calls: Calls): Promise<number> {
  const server = new grpc.Server();
  const empty = unary(() => new Empty());
  const provider = providerOf(aws, calls);
  server.addService(ResourceProviderService, {
    attach: empty,
    cancel: empty,
    getPluginInfo: unary(() => new PluginInfo().setVersion("7.48.0")),
    getSchema: unary(() => new pb.GetSchemaResponse().setSchema("{}")),
    checkConfig: unary((request: pb.CheckRequest) => new pb.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new pb.DiffResponse().setChanges(pb.DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary(() =>
      new pb.ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true),
    ),
    check: unary(check),
    diff: unary(diff),
    create: unary(provider.create),
    read: unary(provider.read),
    update: unary(provider.update),
    delete: unary(provider.delete),
  });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

/** Fills in a resource's inputs, and reports what is wrong with them. */
export function check(request: pb.CheckRequest): pb.CheckResponse {
  const kind = kindOf(request.getUrn());
  const [olds, news] = [props(request.getOlds()), props(request.getNews())];
  const made = Object.keys(kind.defaults ?? {}).filter((name) => news[name] === undefined);
  const inputs: Record<string, unknown> = { ...kind.defaults, ...news, [DEFAULTS]: made.sort() };
  if (kind.named && news.name === undefined) {
    const proposed = request.getAutonaming()?.getProposedName();
    inputs.name = isAutonamed(olds)
      ? olds.name
      : proposed || `${nameIn(request.getUrn())}-${randomBytes(4).toString("hex").slice(1)}`;
    inputs[DEFAULTS] = [...made, "name"].sort();
  }
  const unknown = Object.entries(news).filter(([, value]) => value === UNKNOWN);
  const known = kind.inputs.partial(Object.fromEntries(unknown.map(([name]) => [name, true])) as Record<string, never>);
  const { [DEFAULTS]: _, ...given } = inputs;
  const result = known.safeParse(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== UNKNOWN)));
  const failures = (result.error?.issues ?? []).map((issue) =>
    new pb.CheckFailure().setProperty(String(issue.path[0] ?? "")).setReason(issue.message),
  );
  return new pb.CheckResponse().setInputs(struct(inputs)).setFailuresList(failures);
}

/** Decides whether a change of inputs is an update in place or a replacement. */
export function diff(request: pb.DiffRequest): pb.DiffResponse {
  const kind = kindOf(request.getUrn());
  const [state, news] = [props(request.getOlds()), props(request.getNews())];
  const changed = difference(kind, state, news);
  const replaces = changed.filter((name) => kind.replacedBy.includes(name));
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  return (
    new pb.DiffResponse()
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(changed)
      .setReplacesList(replaces)
      // Pulumi's Terraform bridge asks for this if the user chose the name, as the new resource could collide with the old one.
      .setDeletebeforereplace(replaces.length > 0 && kind.named && !isAutonamed(news))
  );
}

/** The calls that a provider makes to an AWS. */
export function providerOf(aws: Aws, calls: Calls) {
  const at = (urn: string) => calls.through(aws, nameIn(urn));
  return {
    async create(this: void, request: pb.CreateRequest): Promise<pb.CreateResponse> {
      const kind = kindOf(request.getUrn());
      const inputs = withoutDefaults(props(request.getProperties()));
      if (request.getPreview()) {
        const unknown = Object.fromEntries(kind.computed.map((name) => [name, UNKNOWN]));
        return new pb.CreateResponse().setProperties(struct({ ...unknown, ...inputs }));
      }
      const id = await kind.create(at(request.getUrn()), inputs as never);
      const made = await kind.read(at(request.getUrn()), id, inputs);
      if (!made) throw new Error(`${request.getUrn()} is gone right after its creation`);
      return new pb.CreateResponse().setId(made.id).setProperties(struct(marked(kind, made.outputs)));
    },

    async read(this: void, request: pb.ReadRequest): Promise<pb.ReadResponse> {
      const kind = kindOf(request.getUrn());
      const found = await kind.read(at(request.getUrn()), request.getId(), props(request.getProperties()));
      if (!found) return new pb.ReadResponse();
      const old = props(request.getInputs());
      // An output that the program never set is not an input, except in an import.
      const names = Object.keys(kind.inputs.shape).filter((name) => Object.keys(old).length === 0 || name in old);
      const inputs = names.flatMap((name) => (found.outputs[name] === undefined ? [] : [[name, found.outputs[name]]]));
      // An import has no defaults, so a made-up name replaces the existing one.
      const defaults = old[DEFAULTS] ?? [];
      return new pb.ReadResponse()
        .setId(found.id)
        .setProperties(struct(marked(kind, found.outputs)))
        .setInputs(struct({ ...marked(kind, Object.fromEntries(inputs) as Props), [DEFAULTS]: defaults }));
    },

    async update(this: void, request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
      const kind = kindOf(request.getUrn());
      const [state, inputs] = [props(request.getOlds()), withoutDefaults(props(request.getNews()))];
      if (request.getPreview()) return new pb.UpdateResponse().setProperties(struct({ ...state, ...inputs }));
      const change = { state, inputs: inputs as never, names: difference(kind, state, inputs) };
      await kind.update(at(request.getUrn()), request.getId(), change);
      const changed = await kind.read(at(request.getUrn()), request.getId(), inputs);
      return new pb.UpdateResponse().setProperties(struct(marked(kind, changed?.outputs ?? {})));
    },

    async delete(this: void, request: pb.DeleteRequest): Promise<Empty> {
      const kind = kindOf(request.getUrn());
      await kind.delete(at(request.getUrn()), request.getId(), props(request.getProperties()));
      return new Empty();
    },
  };
}

function kindOf(urn: string): Kind {
  const type = urn.split("::")[2]!.split("$").at(-1)!;
  const kind = kinds[type];
  if (!kind) throw new Error(`the stand-in provider has no ${type}`);
  return kind;
}

function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The same values, with those marked secret that the real provider's schema calls sensitive. */
function marked({ sensitive = [] }: Kind, values: Props): Props {
  const asSecret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      sensitive.includes(name) && value !== undefined ? asSecret(value) : value,
    ]),
  );
}

function isAutonamed(inputs: Props): boolean {
  return Array.isArray(inputs[DEFAULTS]) && inputs[DEFAULTS].includes("name");
}

function withoutDefaults({ [DEFAULTS]: _, ...inputs }: Props): Props {
  return inputs;
}

function props(message: Struct | undefined): Props {
  return message?.toJavaScript() ?? {};
}

function struct(values: Props): Struct {
  // Undefined fields are left out.
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)) as Record<string, never>);
}

function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (rpc, callback) => {
    Promise.resolve()
      .then(() => handle(rpc.request))
      .then((response) => callback(null, response))
      .catch((error: unknown) => callback({ code: grpc.status.UNKNOWN, details: describe(error) }));
  };
}
