import { quote } from "./faults";
import { faultText, listOf, textLike } from "./forms";
import { addRules, refuseTwice, type Rule } from "./rules";

/** Characters in the policy of a secret ("AWS Secrets Manager quotas"). */
const MAX_POLICY = 20_480;

// IAM allows any visible ASCII in a path ("IAM identifiers"); * and ? would be wildcards here.
const PATH = String.raw`(?:[!-)+->@-~]{1,510}/)?`;
const PRINCIPAL = new RegExp(
  String.raw`^arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:(?:root|(?:role|user)/${PATH}[\w+=,.@-]{1,64})$`,
);
const allowed = "the ARN of an IAM role, user or account root, such as arn:aws:iam::111122223333:role/consumer";

const reader = textLike(PRINCIPAL, allowed, (given) => {
  if (typeof given === "string" && /[*?]/.test(given)) {
    return `got ${quote(given)}, and a wildcard lets in whoever matches it; give ${allowed}`;
  }
  const meant = readerIn(String(given));
  return meant === undefined
    ? undefined
    : faultText({ allowed: `${allowed}; did you mean "${meant}"?`, kind: "text" })({ input: given });
});

/** The reader meant by a session of a role, or by the bare id of an account. */
function readerIn(given: string): string | undefined {
  const session = /^arn:(aws(?:-[a-z]+)*):sts::([0-9]{12}):assumed-role\/([\w+=,.@-]{1,64})\/[^/]+$/.exec(given);
  if (session) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  return /^[0-9]{12}$/.test(given) ? `arn:aws:iam::${given}:root` : undefined;
}

/** Who may fetch a key's value, besides those whom the account's own IAM policies allow. */
export const readers = addRules(listOf(reader, "IAM role, user or account-root ARNs"), (parsed) =>
  refuseTwice(parsed, parsed.all<string>("*"), (arn) => `${quote(arn)} is given twice; give it once`),
).meta({ uniqueItems: true, examples: [["arn:aws:iam::111122223333:role/assistant"]] });

/** The text of a secret's policy that lets these readers fetch it. The order of the readers does not change the text. */
export function readerPolicy(principals: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Readers",
        Effect: "Allow",
        Principal: { AWS: [...principals].sort() },
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        // In a secret's policy, this means the secret itself.
        Resource: "*",
      },
    ],
  });
}

/** The rule that the policy of a key's secret is no longer than AWS allows. */
export const policiesFit: Rule = ({ all, refuse }) => {
  for (const { path, value } of all<unknown[]>("keys", "*", "readers")) {
    const arns = value.filter((given) => typeof given === "string");
    const length = arns.length === 0 ? 0 : readerPolicy(arns).length;
    if (length <= MAX_POLICY) continue;
    const account = arns[0]!.replace(/:[^:]*$/, ":root");
    refuse(
      path,
      `make a policy of ${length} characters, and Secrets Manager takes ${MAX_POLICY}; give an account's root (${quote(account)}), and let IAM policies in that account name who may read`,
    );
  }
};
