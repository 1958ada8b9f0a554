import type * as sdk from "@aws-sdk/client-ssm";
import { type Answers, AwsError, checkTags, listOf, mapOf } from "./aws";

export interface Parameter extends sdk.ParameterMetadata {
  readonly Name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The values of its versions: that of version 1 first, the current one last. */
  readonly values: readonly string[];
}

/** AWS Systems Manager's Parameter Store in one Region: its parameters, by name. */
export type ParameterStore = Map<string, Parameter>;

const STANDARD_LIMIT = 4096;

/** Parameter Store's answers, in the shapes of its API. Refuses what AWS refuses. */
export function answersOfParameterStore(store: ParameterStore): Answers {
  const parameter = (name: string, error = "ParameterNotFound") => {
    const found = store.get(name);
    if (!found) throw new AwsError(error, `there is no parameter ${name}`);
    return found;
  };
  const tagged = (name: string) => parameter(name, "InvalidResourceId");
  const tag = (name: string, tags: Readonly<Record<string, string>>) => {
    checkTags(tags, "ValidationException");
    store.set(name, { ...tagged(name), tags });
    return {};
  };
  return {
    PutParameter: ({ Name = "", Value = "", Overwrite = false, Tags, ...given }: sdk.PutParameterRequest) => {
      const old = store.get(Name);
      if (old && !Overwrite) throw new AwsError("ParameterAlreadyExists", "The parameter already exists");
      if (Overwrite && Tags) throw invalid("tags and overwrite can't be used together");
      checkName(Name);
      const tags = old?.tags ?? mapOf(Tags);
      checkTags(tags, "ValidationException");
      const said = Object.entries(given).filter(([, value]) => value !== undefined);
      const put = { Type: "String" as const, Tier: "Standard" as const, ...old, ...Object.fromEntries(said) };
      if (Value === "") throw invalid("a parameter's value has 1 character or more");
      if (put.Tier === "Standard" && Value.length > STANDARD_LIMIT) {
        throw invalid(`a standard parameter's value has ${STANDARD_LIMIT} characters at most`);
      }
      const values = [...(old?.values ?? []), Value];
      store.set(Name, { ...put, Name, tags, values });
      return { Version: values.length, Tier: put.Tier };
    },
    GetParameter: ({ Name = "", WithDecryption = false }: sdk.GetParameterRequest) => {
      const found = parameter(Name);
      const Value = WithDecryption || found.Type !== "SecureString" ? found.values.at(-1) : "encrypted";
      return { Parameter: { ...metadata(found), Value } };
    },
    DescribeParameters: ({ ParameterFilters = [] }: sdk.DescribeParametersRequest) => {
      const names = ParameterFilters.find(({ Key }) => Key === "Name")?.Values;
      return { Parameters: [...store.values()].filter(({ Name }) => names?.includes(Name) ?? true).map(metadata) };
    },
    DeleteParameter: ({ Name = "" }: sdk.DeleteParameterRequest) => {
      store.delete(parameter(Name).Name);
      return {};
    },
    ListTagsForResource: ({ ResourceId = "" }: sdk.ListTagsForResourceRequest) => ({
      TagList: listOf(tagged(ResourceId).tags),
    }),
    AddTagsToResource: ({ ResourceId = "", Tags }: sdk.AddTagsToResourceRequest) =>
      tag(ResourceId, { ...tagged(ResourceId).tags, ...mapOf(Tags) }),
    RemoveTagsFromResource: ({ ResourceId = "", TagKeys = [] }: sdk.RemoveTagsFromResourceRequest) =>
      tag(ResourceId, mapOf(listOf(tagged(ResourceId).tags).filter(({ Key }) => !TagKeys.includes(Key)))),
  };
}

/** What AWS tells of a parameter beside its value. */
function metadata({ values, tags: _, ...parameter }: Parameter): sdk.ParameterMetadata {
  const isSecure = parameter.Type === "SecureString";
  return { ...(isSecure && { KeyId: "alias/aws/ssm" }), DataType: "text", ...parameter, Version: values.length };
}

function checkName(name: string): void {
  const allowed = /^[a-zA-Z0-9_.\-/]+$/.test(name) && !/^\/?(aws|ssm)/i.test(name);
  const levels = name.split("/").length - (name.startsWith("/") ? 1 : 0);
  if (!allowed || levels > 15 || (name.includes("/") && !name.startsWith("/"))) {
    throw invalid(`${name} is no parameter name`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
