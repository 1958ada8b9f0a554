import type * as sdk from "@aws-sdk/client-ssm";
import type { Answers } from "./answers";
import { AwsError } from "./error";
import type { Parameter, ParameterStore } from "./parameter-store";
import { listOf, mapOf } from "./tags";

/** Parameter Store's answers, in the shapes of its API. */
export function answersOfParameterStore(store: ParameterStore): Answers {
  return {
    PutParameter: ({ Name = "", Value = "", Tags, ...given }: sdk.PutParameterRequest) => {
      const { Type: type, Tier: tier, Description: description, KeyId: keyId, Overwrite: overwrite } = given;
      const tags = Tags && mapOf(Tags);
      const { values, tier: Tier } = store.put({
        name: Name,
        value: Value,
        type,
        tier,
        description,
        keyId,
        tags,
        overwrite,
      });
      return { Version: values.length, Tier };
    },
    GetParameter: ({ Name = "", WithDecryption = false }: sdk.GetParameterRequest) => {
      const [, name = "", version] = /^(.*?)(?::(\d+))?$/.exec(Name)!;
      const parameter = store.parameter(name);
      const Version = version === undefined ? parameter.values.length : Number(version);
      const value = parameter.values[Version - 1];
      if (value === undefined) throw new AwsError("ParameterVersionNotFound", `there is no version ${version}`);
      const Value = WithDecryption || parameter.type !== "SecureString" ? value : "encrypted";
      return { Parameter: { ...metadata(parameter), Value, Version } };
    },
    DescribeParameters: ({ ParameterFilters = [] }: sdk.DescribeParametersRequest) => {
      const names = ParameterFilters.find(({ Key }) => Key === "Name")?.Values;
      const all = [...store.parameters.values()].filter(({ name }) => names?.includes(name) ?? true);
      return { Parameters: all.map(metadata) };
    },
    DeleteParameter: ({ Name = "" }: sdk.DeleteParameterRequest) => {
      store.delete(Name);
      return {};
    },
    ListTagsForResource: ({ ResourceId = "" }: sdk.ListTagsForResourceRequest) => ({
      TagList: listOf(store.tagged(ResourceId).tags),
    }),
    AddTagsToResource: ({ ResourceId = "", Tags = [] }: sdk.AddTagsToResourceRequest) => {
      store.tag(ResourceId, { ...store.tagged(ResourceId).tags, ...mapOf(Tags) });
      return {};
    },
    RemoveTagsFromResource: ({ ResourceId = "", TagKeys = [] }: sdk.RemoveTagsFromResourceRequest) => {
      const left = Object.entries(store.tagged(ResourceId).tags).filter(([key]) => !TagKeys.includes(key));
      store.tag(ResourceId, Object.fromEntries(left));
      return {};
    },
  };
}

function metadata({ name, type, tier, description, keyId, values }: Parameter): sdk.ParameterMetadata {
  return {
    Name: name,
    Type: type as sdk.ParameterType,
    Tier: tier as sdk.ParameterTier,
    Description: description,
    ...(type === "SecureString" && { KeyId: keyId }),
    Version: values.length,
    DataType: "text",
  };
}
