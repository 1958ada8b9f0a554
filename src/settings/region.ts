import { z } from "zod";
import { type Found, type Rule } from "./rules";
import { quote } from "./faults";
import { faultText, fields, flag, givenMapOf, importId, kmsKey, mapOf, orEmptyMap, textLike } from "./forms";
import { nearestFinder } from "./nearest";

/** The entry of the AWS provider that names the Region, under its full name. */
export const REGION = "aws:region";

const form = /^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$/;
const allowed = "an AWS Region, such as eu-central-1";

/** The AWS Region of the whole stack. */
export const region = textLike(form, allowed).meta({
  description: "AWS Region of the stack. Without it the environment's: AWS_REGION, or that of the profile",
  examples: ["eu-central-1"],
});

const furtherRegion = orEmptyMap(
  fields({
    enabled: flag()
      .prefault(true)
      .meta({
        description: "false switches every key off there, lifts their protection and waits for nothing there",
        examples: [false],
      }),
    kmsKeyId: kmsKey()
      .optional()
      .meta({
        description: "KMS key there that encrypts what is published there. Without it the AWS managed key",
        examples: ["alias/service-keys"],
      }),
  }),
).meta({ description: "A further Region, with every plan, key and published value", examples: [{}] });

/** Further Regions by name. */
export const regions = mapOf({ form, allowed }, furtherRegion, "AWS Regions");

/** The name of a further Region, under `regions`. */
export function regionName() {
  const named = "a name under regions";
  return z.string({ error: faultText({ allowed: named, kind: "text" }) }).meta({ allowed: named });
}

/** The id of what exists in AWS and is imported: in the stack's own Region, or in each Region by its name. */
export function importIds(what: string) {
  const id = importId(what);
  const inRegion = id.meta({
    description: `Id of the ${what} in one Region, the stack's own included`,
    examples: ["a1b2c3d4e5"],
  });
  const map = givenMapOf({ form, allowed }, inRegion, "Regions to ids");
  const byRegion = map
    .refine((ids) => Object.keys(ids).length > 0, {
      error: "got no Region; give Regions with their ids, or drop the line",
    })
    .meta({ ...map.meta()!, minProperties: 1 });
  const problem = faultText({ allowed: `the id of an existing ${what}, or a map of Regions to ids`, kind: "text" });
  return z.union([id, byRegion], { error: problem });
}

/** What is imported by this entry. */
export type ImportIds = z.output<ReturnType<typeof importIds>>;

/** The rule that a further Region is another than the stack's own, which the stack file names. */
export const regionsDiffer: Rule = ({ all, names, isSound, refuse }) => {
  const further = names("regions") ?? [];
  const [own] = all<string>(REGION);
  if (further.length > 0 && !own && isSound(REGION)) {
    refuse(["regions"], `needs ${REGION}, the stack's own Region, in the stack file`);
  }
  for (const name of further) {
    if (name === own?.value) refuse(["regions", name], "is the stack's own Region; drop the line");
    else if (own && form.test(name) && partitionOf(name) !== partitionOf(own.value)) {
      refuse(
        ["regions", name],
        `is in the partition ${partitionOf(name)}, and the stack in ${partitionOf(own.value)}; make a stack of its own for it`,
      );
    }
  }
};

/** The rule that what is said of a Region is said of one that the stack has. */
export const regionsExist: Rule = ({ all, names, isSound, refuse }) => {
  const further = names("regions");
  if (!further || !isSound("regions") || !isSound(REGION)) return;
  const own = all<string>(REGION)[0]?.value;
  const nearest = nearestFinder(further);
  for (const { path, value } of all<string>("usagePlans", "*", "apiStages", "*", "region")) {
    if (further.includes(value)) continue;
    const near = nearest(value);
    const remedy = near === undefined ? "add it there, or drop the line" : `did you mean "${near}"?`;
    const problem =
      value === own
        ? "is the stack's own Region; drop the line"
        : `there is no Region ${quote(value)} under regions; ${remedy}`;
    refuse(path, problem);
  }
  const imports = [
    ...all<ImportIds>("keys", "*", "generations", "*", "import"),
    ...all<ImportIds>("usagePlans", "*", "import"),
  ];
  for (const { path, value } of imports) {
    if (typeof value === "string") continue;
    for (const name of Object.keys(value)) {
      if (name === own || further.includes(name) || !form.test(name)) continue;
      refuse([...path, name], `the stack is not in the Region ${quote(name)}; name ${REGION} or one under regions`);
    }
  }
};

/** Each import as the id in one Region; undefined for the stack's own, if the stack file does not name it. */
export function importsByRegion(
  imports: readonly Found<ImportIds>[],
  own: string | undefined,
): { readonly path: PropertyKey[]; readonly value: { readonly region: string | undefined; readonly id: string } }[] {
  return imports.flatMap(({ path, value }) =>
    typeof value === "string"
      ? [{ path, value: { region: own, id: value } }]
      : Object.entries(value).map(([name, id]) => ({ path: [...path, name], value: { region: name, id } })),
  );
}

/** How the names of a partition's Regions begin; all others are of the partition aws ("partitions.json", AWS SDKs). */
const PARTITIONS = {
  "us-gov-": "aws-us-gov",
  "cn-": "aws-cn",
  "eusc-": "aws-eusc",
  "us-iso-": "aws-iso",
  "us-isob-": "aws-iso-b",
  "eu-isoe-": "aws-iso-e",
  "us-isof-": "aws-iso-f",
} as const;

/** The partition of a Region: `aws`, `aws-us-gov`, `aws-cn` and so on. */
export function partitionOf(name: string): string {
  return Object.entries(PARTITIONS).find(([prefix]) => name.startsWith(prefix))?.[1] ?? "aws";
}

/** The rule that every ARN is of the stack's partition: that of the Region, else that of the first ARN. */
export const partitionsFit: Rule = ({ all, isSound, refuse }) => {
  if (!isSound(REGION)) return;
  const given = [
    ...all<string>("keys", "*", "readers", "*"),
    ...all<string>("keys", "*", "secretImport"),
    ...all<string>("secretsManager", "kmsKeyId"),
    ...all<string>("parameterStore", "kmsKeyId"),
    ...all<string>("regions", "*", "kmsKeyId"),
  ];
  const arns = given.filter(({ value }) => value.startsWith("arn:"));
  const [first] = arns;
  if (!first) return;
  const [home] = all<string>(REGION);
  const partition = home ? partitionOf(home.value) : partitionIn(first.value);
  const because = home ? `the stack's Region is ${home.value}` : `the first ARN is ${quote(first.value)}`;
  for (const { path, value } of arns) {
    if (partitionIn(value) === partition) continue;
    const problem = `got ${quote(value)} of the partition ${partitionIn(value)}, and ${because}; give one that begins with arn:${partition}:`;
    refuse(path, problem);
  }
};

function partitionIn(arn: string): string {
  return arn.split(":")[1]!;
}
