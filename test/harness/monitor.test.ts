import * as grpc from "@grpc/grpc-js";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Monitor } from "../../harness/monitor";

let monitor: Monitor;
let client: ResourceMonitorClient;
beforeEach(async () => {
  monitor = await Monitor.start();
  client = new ResourceMonitorClient(monitor.address, grpc.credentials.createInsecure());
});
afterEach(() => {
  client.close();
  monitor.stop();
});

const invoke = (token: string) =>
  new Promise((resolve, reject) =>
    client.invoke(new ResourceInvokeRequest().setTok(token), (error, answer) =>
      error ? reject(error) : resolve(answer.getReturn()!.toJavaScript()),
    ),
  );

test("the benchmark's monitor says that nothing was deployed", async () => {
  expect(await invoke("pulumi:pulumi:readStackResourceOutputs")).toEqual({ outputs: {} });
});

test("the benchmark's monitor refuses every other function", async () => {
  await expect(invoke("aws:index/getRegion:getRegion")).rejects.toThrow("the benchmark's engine has no");
});
