import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { describe, UpdateFailed } from "./aws";
import { diff, type providerOf } from "./provider";

/** Serves a provider on a free local port. */
export async function serve(provider: ReturnType<typeof providerOf>): Promise<{ port: number; stop(): void }> {
  const server = new grpc.Server();
  const empty = unary(() => new Empty());
  server.addService(ResourceProviderService, {
    attach: empty,
    cancel: empty,
    getPluginInfo: unary(() => new PluginInfo().setVersion("7.48.0")),
    getSchema: unary(() => new pb.GetSchemaResponse().setSchema("{}")),
    checkConfig: unary((request: pb.CheckRequest) => new pb.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new pb.DiffResponse().setChanges(pb.DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary(provider.configure),
    check: unary(provider.check),
    diff: unary(diff),
    create: unary(provider.create),
    read: unary(provider.read),
    update: unary(provider.update),
    delete: unary(provider.delete),
  });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve({ port, stop: () => server.forceShutdown() }),
    );
  });
}

function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (rpc, callback) => {
    Promise.resolve()
      .then(() => handle(rpc.request))
      .then((response) => callback(null, response))
      .catch((error: unknown) => {
        const details = describe(error);
        const metadata = error instanceof UpdateFailed ? withPlanned(error) : undefined;
        callback({ code: grpc.status.UNKNOWN, details, metadata });
      });
  };
}

/** The form in which the engine takes the outputs of an update that failed. */
function withPlanned({ id, planned, message }: UpdateFailed): grpc.Metadata {
  const failed = new pb.ErrorResourceInitFailed().setId(id).setProperties(planned).setReasonsList([message]);
  const detail = new Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}
