import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-ssm";
import { z } from "zod";
import { found, ignoreMissing, type Kind } from "../kind";
import { flag, tagChanges, tagInputs } from "./inputs";
import { listOf, mapOf } from "../aws";

const inputs = z.strictObject({
  name: z.string(),
  type: z.enum(["String", "StringList", "SecureString"]),
  value: z.string(),
  description: z.string().optional(),
  keyId: z.string().optional(),
  tier: z.enum(["Standard", "Advanced", "Intelligent-Tiering"]).optional(),
  overwrite: flag.optional(),
  region: z.string().optional(),
  ...tagInputs,
});

type Inputs = z.output<typeof inputs>;

const ResourceType = "Parameter";

export const parameter: Kind<Inputs> = {
  inputs,
  replacedBy: ["name", "region"],
  computed: ["arn", "dataType", "keyId", "region", "tagsAll", "tier", "version"],
  sensitive: ["value"],
  named: true,
  async create({ ssm }, given) {
    // AWS refuses tags beside Overwrite.
    const [before, after] = given.overwrite ? [undefined, given.tagsAll] : [given.tagsAll, undefined];
    await ssm.send(
      new PutParameterCommand({ ...written(given), Overwrite: given.overwrite, Tags: before && listOf(before) }),
    );
    if (after)
      await ssm.send(new AddTagsToResourceCommand({ ResourceType, ResourceId: given.name, Tags: listOf(after) }));
    return given.name;
  },
  async read({ ssm, region }, name, { overwrite }) {
    const it = await found(ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true })));
    if (!it) return undefined;
    const { Type: type, Value: value, Version: version } = it.Parameter!;
    const ParameterFilters = [{ Key: "Name", Option: "Equals", Values: [name] }];
    const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({ ParameterFilters }));
    const { Description: description, KeyId: keyId, Tier: tier, DataType: dataType } = Parameters[0] ?? {};
    const { TagList = [] } = await ssm.send(new ListTagsForResourceCommand({ ResourceType, ResourceId: name }));
    const arn = `arn:aws:ssm:${region}:111122223333:parameter/${name.replace(/^\//, "")}`;
    const given = { name, type, value, description, keyId, tier, overwrite };
    return { id: name, outputs: { ...given, tagsAll: mapOf(TagList), arn, dataType, version } };
  },
  async update({ ssm }, name, change) {
    const { removed: TagKeys, added } = tagChanges(change);
    const tagged = { ResourceType, ResourceId: name } as const;
    if (TagKeys.length > 0) await ssm.send(new RemoveTagsFromResourceCommand({ ...tagged, TagKeys }));
    if (Object.keys(added).length > 0) await ssm.send(new AddTagsToResourceCommand({ ...tagged, Tags: listOf(added) }));
    if (change.names.some((it) => !["overwrite", "tags", "tagsAll"].includes(it))) {
      await ssm.send(new PutParameterCommand({ ...written(change.inputs), Overwrite: true }));
    }
  },
  delete: ({ ssm }, Name) => ignoreMissing(ssm.send(new DeleteParameterCommand({ Name }))),
};

function written({ name, type, value, description, keyId, tier }: Inputs) {
  return {
    Name: name,
    Type: type,
    Value: value,
    Description: description,
    KeyId: keyId,
    Tier: tier,
  };
}
