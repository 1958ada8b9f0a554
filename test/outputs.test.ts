import * as pulumi from "@pulumi/pulumi";
import { keyValue, run, valueOf } from "./mocks";

test("exports id and value of the only key, under its own names and by name", async () => {
  const { exports, outputs } = await run({ keys: { service: {} } });
  expect(Object.keys(exports).sort()).toEqual([
    "apiKeyId",
    "apiKeyIds",
    "apiKeyValue",
    "apiKeyValues",
    "secretArns",
    "usagePlanIds",
  ]);
  expect(await valueOf(exports.apiKeyId)).toBe("id-of-service-1");
  expect(await valueOf(exports.apiKeyValue)).toBe(keyValue("service-1"));
  expect(await valueOf(exports.apiKeyIds)).toEqual({ service: "id-of-service-1" });
  expect(await valueOf(exports.apiKeyValues)).toEqual({ service: keyValue("service-1") });
  expect(outputs.usagePlanIds).toEqual({ secret: false, value: {} });
  expect(outputs.secretArns).toEqual({ secret: false, value: {} });
  expect(await pulumi.isSecret(exports.apiKeyValue as pulumi.Output<string>)).toBe(true);
});
