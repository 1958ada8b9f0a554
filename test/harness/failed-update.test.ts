import * as grpc from "@grpc/grpc-js";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import type { FaultScript } from "../../harness/aws/calls";
import { serve } from "../../harness/aws/serve";
import { type Made, type Props, struct, TestProvider, urn } from "../kit/provider";
import { KEY } from "../kit/types";

const on = { name: "k", enabled: true, tags: { "service-keys:state": "grace" } };
const off = { name: "k", enabled: false, tags: { "service-keys:state": "disabled" } };

let provider: TestProvider;
let made: Made;
beforeEach(async () => {
  provider = new TestProvider();
  made = await provider.create(KEY, on);
});

/** What the engine is told of an update to `off` that fails, over the wire as the engine asks. */
async function failure(fault: FaultScript): Promise<{ message: string; kept: Props | undefined; AWS: unknown }> {
  provider.cloud.calls.arm(fault);
  const server = await serve(provider.asked);
  const client = new ResourceProviderClient(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure());
  const { inputs } = provider.check(KEY, off, made.inputs);
  const request = new pb.UpdateRequest().setUrn(urn(KEY)).setId(made.id);
  request.setOlds(struct(made.outputs)).setNews(struct(inputs));
  const error = await new Promise<grpc.ServiceError | null>((resolve) => client.update(request, resolve));
  client.close();
  server.stop();
  const { enabled, tags } = provider.cloud.in().apiGateway.key(made.id);
  return { message: error!.details, kept: plannedIn(error!), AWS: { enabled, tags } };
}

/** The outputs that an error of initialization carries. */
function plannedIn({ metadata }: grpc.ServiceError): Props | undefined {
  const [status] = metadata.get("grpc-status-details-bin");
  if (status === undefined) return undefined;
  const [detail] = Status.deserializeBinary(status as Buffer).getDetailsList();
  expect(detail!.getTypeName()).toBe("pulumirpc.ErrorResourceInitFailed");
  const failed = pb.ErrorResourceInitFailed.deserializeBinary(detail!.getValue_asU8());
  expect([failed.getId(), failed.getReasonsList()]).toEqual([made.id, ["InternalFailure: scripted fault"]]);
  return failed.getProperties()!.toJavaScript();
}

const fault = { call: 1, action: "UpdateApiKey", when: "before" } as const;

test("an update that AWS refuses leaves the old outputs in the state, if so armed", async () => {
  expect(await failure(fault)).toEqual({
    message: "InternalFailure: scripted fault",
    kept: undefined,
    AWS: { enabled: true, tags: off.tags },
  });
});

test("an update that AWS refuses leaves the planned outputs in the state, as the real provider does, if so armed", async () => {
  const { kept, AWS } = await failure({ ...fault, outputs: "planned" });
  expect(kept).toMatchObject({ id: made.id, enabled: false, tags: off.tags, tagsAll: off.tags });
  expect(AWS).toEqual({ enabled: true, tags: off.tags });
});

test("an update whose answer is lost has its effect, whatever outputs it leaves in the state", async () => {
  const { kept, AWS } = await failure({ ...fault, when: "after", outputs: "planned" });
  expect(kept).toMatchObject({ enabled: false });
  expect(AWS).toEqual({ enabled: false, tags: off.tags });
});

test("a refused change of tags leaves planned outputs that are ahead of AWS in everything", async () => {
  const { kept, AWS } = await failure({ call: 1, action: "TagResource", when: "before", outputs: "planned" });
  expect(kept).toMatchObject({ enabled: false, tags: off.tags });
  expect(AWS).toEqual({ enabled: true, tags: on.tags });
});

test("the planned value of a key is marked secret in what the engine keeps", async () => {
  const { kept } = await failure({ ...fault, outputs: "planned" });
  expect(Object.keys(kept!.value as object)).toEqual(["4dabf18193072939515e22adb298388d", "value"]);
});
