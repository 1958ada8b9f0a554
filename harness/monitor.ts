import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Stands in for the engine: accepts everything and does nothing, so that only the program is measured. */
export class Monitor {
  /** The messages it was sent for the log. */
  messages: string[] = [];
  /** How many resources of each type were registered. */
  registered: Record<string, number> = {};
  /** Why the program is not told what was last deployed, if the CLI is one that cannot; by default nothing was. */
  refusal?: string;
  private root = "";

  private constructor(
    private readonly server: grpc.Server,
    /** Where it listens, as `cmd/run` takes it. */
    readonly address: string,
  ) {}

  static async start(): Promise<Monitor> {
    const server = new grpc.Server();
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    const monitor = new Monitor(server, `127.0.0.1:${port}`);
    server.addService(EngineService, monitor.engine());
    server.addService(ResourceMonitorService, monitor.resources());
    return monitor;
  }

  /** Resets the counts. */
  reset(): void {
    this.messages = [];
    this.registered = {};
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private engine(): grpc.UntypedServiceImplementation {
    return {
      log: answer((request: engine.LogRequest) => {
        this.messages.push(request.getMessage());
        return new Empty();
      }),
      getRootResource: answer(() => new engine.GetRootResourceResponse().setUrn(this.root)),
      setRootResource: answer((request: engine.SetRootResourceRequest) => {
        this.root = request.getUrn();
        return new engine.SetRootResourceResponse();
      }),
      startDebugging: unimplemented,
      requirePulumiVersion: unimplemented,
    };
  }

  private resources(): grpc.UntypedServiceImplementation {
    return {
      supportsFeature: answer(() => new resource.SupportsFeatureResponse().setHassupport(true)),
      registerResource: answer((request: resource.RegisterResourceRequest) => this.register(request)),
      registerResourceOutputs: answer(() => new Empty()),
      signalAndWaitForShutdown: answer(() => new Empty()),
      getDeploymentInfo: unimplemented,
      invoke: this.invoke,
      call: unimplemented,
      readResource: unimplemented,
      registerStackTransform: unimplemented,
      registerStackInvokeTransform: unimplemented,
      registerResourceHook: unimplemented,
      registerErrorHook: unimplemented,
      registerPackage: unimplemented,
    };
  }

  private readonly invoke: grpc.handleUnaryCall<resource.ResourceInvokeRequest, unknown> = (call, callback) => {
    if (call.request.getTok() !== "pulumi:pulumi:readStackResourceOutputs") return unimplemented(call, callback);
    const { refusal } = this;
    if (refusal !== undefined) return callback({ code: grpc.status.UNKNOWN, details: refusal });
    return callback(null, new provider.InvokeResponse().setReturn(Struct.fromJavaScript({ outputs: {} })));
  };

  private register(request: resource.RegisterResourceRequest): resource.RegisterResourceResponse {
    const type = request.getType();
    this.registered[type] = (this.registered[type] ?? 0) + 1;
    return new resource.RegisterResourceResponse()
      .setUrn(`urn:pulumi:dev::bench::${type}::${request.getName()}`)
      .setObject(request.getObject());
  }
}

function answer<Request, Response>(handle: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => callback(null, handle(call.request));
}

const unimplemented: grpc.handleUnaryCall<unknown, unknown> = (call, callback) =>
  callback({ code: grpc.status.UNIMPLEMENTED, details: `the benchmark's engine has no ${call.getPath()}` });
