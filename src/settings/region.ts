import { quote } from "./faults";
import { textLike } from "./forms";
import type { Rule } from "./rules";

/** The entry of the AWS provider that names the Region, under its full name. */
export const REGION = "aws:region";

/** The AWS Region of the whole stack. */
export const region = textLike(/^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$/, "an AWS Region, such as eu-central-1").meta({
  description: "AWS Region of the stack. Without it the environment's: AWS_REGION, or that of the profile",
  examples: ["eu-central-1"],
});

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
  const given = [...all<string>("keys", "*", "readers", "*"), ...all<string>("secretsManager", "kmsKeyId")];
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
