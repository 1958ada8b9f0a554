import { quote } from "./faults";
import { listOf, textLike } from "./forms";
import { addRules, refuseTwice } from "./rules";

const PRINCIPAL = /^arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:(?:root|(?:role|user)\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/;
const allowed = "the ARN of an IAM role, user or account root, such as arn:aws:iam::111122223333:role/consumer";

const reader = textLike(PRINCIPAL, allowed, (given) =>
  typeof given === "string" && /[*?]/.test(given)
    ? `got ${quote(given)}, and a wildcard lets in whoever matches it; give ${allowed}`
    : undefined,
);

/** Who may fetch a key's value, besides those whom the account's own IAM policies allow. */
export const readers = addRules(listOf(reader, "IAM role, user or account-root ARNs"), (parsed) =>
  refuseTwice(parsed, parsed.all<string>("*"), (arn) => `${quote(arn)} is given twice; give it once`),
).meta({ uniqueItems: true, examples: [["arn:aws:iam::111122223333:role/assistant"]] });
