import * as grpc from "@grpc/grpc-js";
import { randomBytes } from "node:crypto";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { Cloud } from "./cloud";
import type { Kind, Props, Target } from "./kind";
import { apiKey, usagePlan, usagePlanKey } from "./kinds-api-gateway";
import { secret, secretPolicy, secretVersion } from "./kinds-secrets-manager";

/** Stands on the wire for a value that is not known before an update. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Lists, as the real provider does, the inputs that were made up: above all the name. */
const DEFAULTS = "__defaults";

const kinds: Readonly<Record<string, Kind>> = {
  "aws:apigateway/apiKey:ApiKey": apiKey,
  "aws:apigateway/usagePlan:UsagePlan": usagePlan,
  "aws:apigateway/usagePlanKey:UsagePlanKey": usagePlanKey,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:secretsmanager/secretPolicy:SecretPolicy": secretPolicy,
};

/** Serves the provider on a free port of this machine, and returns that port. */
export async function serve(cloud: Cloud): Promise<number> {
  const server = new grpc.Server();
  const empty = unary(() => new Empty());
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
    create: unary((request: pb.CreateRequest) => create(cloud, request)),
    read: unary((request: pb.ReadRequest) => read(cloud, request)),
    update: unary((request: pb.UpdateRequest) => update(cloud, request)),
    delete: unary(async (request: pb.DeleteRequest) => {
      const { kind, at } = resource(request.getUrn(), cloud);
      await kind.delete(at, request.getId(), props(request.getProperties()));
      return new Empty();
    }),
  });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

/** What the provider makes of a resource's inputs, and what it finds wrong with them. */
export function check(request: pb.CheckRequest): pb.CheckResponse {
  const { kind } = resource(request.getUrn());
  const [olds, news] = [props(request.getOlds()), props(request.getNews())];
  const inputs: Record<string, unknown> = { ...news, [DEFAULTS]: [] };
  if (kind.named && news.name === undefined) {
    const proposed = request.getAutonaming()?.getProposedName();
    inputs.name = isAutonamed(olds)
      ? olds.name
      : proposed || `${nameIn(request.getUrn())}-${randomBytes(4).toString("hex").slice(1)}`;
    inputs[DEFAULTS] = ["name"];
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

/** What a change of inputs means: an update in place, or a replacement. */
export function diff(request: pb.DiffRequest): pb.DiffResponse {
  const { kind } = resource(request.getUrn());
  const [olds, news] = [props(request.getOldInputs()), props(request.getNews())];
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((name) => name !== DEFAULTS);
  const changed = names.filter((name) => canonical(olds[name]) !== canonical(news[name])).sort();
  const replaces = changed.filter((name) => kind.replacedBy.includes(name));
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  return (
    new pb.DiffResponse()
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(changed)
      .setReplacesList(replaces)
      // The bridge asks for this where a name was given by hand, as the new resource could collide with the old.
      .setDeletebeforereplace(replaces.length > 0 && kind.named && !isAutonamed(news))
  );
}

async function create(cloud: Cloud, request: pb.CreateRequest): Promise<pb.CreateResponse> {
  const { kind, at } = resource(request.getUrn(), cloud);
  const inputs = withoutDefaults(props(request.getProperties()));
  if (request.getPreview()) {
    const unknown = Object.fromEntries(kind.computed.map((name) => [name, UNKNOWN]));
    return new pb.CreateResponse().setProperties(struct({ ...unknown, ...inputs }));
  }
  const { id, outputs } = await kind.create(at, inputs as never);
  return new pb.CreateResponse().setId(id).setProperties(struct(outputs));
}

async function read(cloud: Cloud, request: pb.ReadRequest): Promise<pb.ReadResponse> {
  const { kind, at } = resource(request.getUrn(), cloud);
  const state = props(request.getProperties());
  const result = await kind.read(at, request.getId(), state);
  if (!result) return new pb.ReadResponse();
  const old = props(request.getInputs());
  const defaults = kind.named ? { [DEFAULTS]: DEFAULTS in old ? old[DEFAULTS] : ["name"] } : { [DEFAULTS]: [] };
  // What the program never set is no input, or each refresh would show a difference.
  const inputs = Object.entries(result.inputs).filter(([name]) => Object.keys(old).length === 0 || name in old);
  return new pb.ReadResponse()
    .setId(result.id)
    .setProperties(struct(result.outputs))
    .setInputs(struct({ ...Object.fromEntries(inputs), ...defaults }));
}

async function update(cloud: Cloud, request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
  const { kind, at } = resource(request.getUrn(), cloud);
  const [state, inputs] = [props(request.getOlds()), withoutDefaults(props(request.getNews()))];
  if (request.getPreview()) return new pb.UpdateResponse().setProperties(struct({ ...state, ...inputs }));
  return new pb.UpdateResponse().setProperties(struct(await kind.update(at, request.getId(), state, inputs as never)));
}

function resource(urn: string, cloud?: Cloud): { kind: Kind; at: Target } {
  const type = urn.split("::")[2]!.split("$").at(-1)!;
  const kind = kinds[type];
  if (!kind) throw new Error(`the stand-in provider has no ${type}`);
  return { kind, at: { cloud: cloud!, name: nameIn(urn) } };
}

function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
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
  // A field that is undefined is no field.
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)) as Record<string, never>);
}

function canonical(value: unknown): string {
  const ordered = (_: string, item: unknown): unknown =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item;
  return JSON.stringify(value, ordered) ?? "";
}

function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (rpc, callback) => {
    Promise.resolve()
      .then(() => handle(rpc.request))
      .then((response) => callback(null, response))
      .catch((error: unknown) =>
        callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}
