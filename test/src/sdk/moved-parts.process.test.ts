import { join } from "node:path";
import { moveFile, planIn, projectWithCopiesOf, replaceIn, startIn } from "../../kit/moved-parts";

const inLibrary = (folder: string, library: string) => join(folder, "node_modules", library);

test("what the program does without, where a release of the SDK or of zod has moved it, changes no plan and no message", () => {
  const folder = projectWithCopiesOf("@pulumi/pulumi", "zod");
  const expected = planIn(folder, "prod");
  expect(expected).toEqual({ status: 0, stdout: expect.stringMatching(/^Stack prod of /) as string, stderr: "" });
  const sdk = inLibrary(folder, "@pulumi/pulumi");
  moveFile(sdk, "runtime/closure/serializeClosure");
  moveFile(sdk, "runtime/closure/codePaths");
  replaceIn(sdk, /\bdebuggablePromise\b/g, "debuggablePromiseMoved");
  replaceIn(sdk, /\bcallsites\b/g, "callsitesMoved");
  replaceIn(sdk, /\bisConfigSecret\b/g, "isConfigSecretMoved");
  replaceIn(sdk, /\b(log|exports)\.debug\b/g, "$1.debugMoved");
  replaceIn(inLibrary(folder, "zod"), '"./v4/locales"', '"./v4/locales-moved"');
  expect(planIn(folder, "prod")).toEqual(expected);
});

describe("what keeps values out of the debug log, where a release of the SDK has moved it, ends the run", () => {
  const PROBLEM =
    "Error: this release of @pulumi/pulumi could show key values in its debug log, and this program cannot prevent it; install the release that package.json pins (npm ci)\n";

  test.each<[string, (sdk: string) => void]>([
    ["the module of the answers", (sdk) => moveFile(sdk, "proto/resource_pb")],
    ["the module of what was last deployed", (sdk) => moveFile(sdk, "proto/provider_pb")],
    [
      "one of the answers",
      (sdk) => replaceIn(sdk, /proto\.pulumirpc\.InvokeResponse\b/g, "proto.pulumirpc.InvokeAnswer"),
    ],
    [
      "the text of an answer",
      (sdk) => replaceIn(sdk, "ReadResourceResponse.prototype.toObject =", "ReadResourceResponse.prototype.asObject ="),
    ],
  ])("%s", (_, move) => {
    const folder = projectWithCopiesOf("@pulumi/pulumi");
    move(inLibrary(folder, "@pulumi/pulumi"));
    const { status, stdout, stderr } = startIn(folder);
    expect(stderr).toContain(PROBLEM);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });
});
