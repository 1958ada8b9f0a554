import { AwsError } from "./error";

/** Refuses tags that AWS does not allow. Each service has its own name for the error. */
export function checkTags(tags: Readonly<Record<string, string>>, code: string): void {
  const entries = Object.entries(tags);
  if (entries.length > 50) throw new AwsError(code, "a resource has 50 tags at most");
  for (const [key, value] of entries) {
    if (key.startsWith("aws:")) throw new AwsError(code, "tag keys that start with aws: are AWS's own");
    if (key.length < 1 || key.length > 128) throw new AwsError(code, "a tag key has 1 to 128 characters");
    if (value.length > 256) throw new AwsError(code, "a tag value has 256 characters at most");
  }
}

/** The form in which Secrets Manager and Parameter Store have tags. */
export function listOf(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function mapOf(list: readonly { Key?: string; Value?: string }[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
}
