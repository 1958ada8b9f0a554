import { quote } from "./fault-text";
import { listOf } from "./fields";
import { textLike } from "./scalars";

const PRINCIPAL = /^arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:(?:root|(?:role|user)\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/;
const allowed = "the ARN of an IAM role, user or account root, such as arn:aws:iam::111122223333:role/consumer";

const reader = textLike(PRINCIPAL, allowed, (given) =>
  /[*?]/.test(given) ? `got ${quote(given)}, and a wildcard lets in whoever matches it; give ${allowed}` : undefined,
);

/** Who may fetch a key's value, besides those whom the account's own IAM policies allow. */
export const readers = listOf(reader, "IAM role, user or account-root ARNs", {
  identity: (arn) => arn,
  twice: (arn) => `${quote(arn)} is given twice; give it once`,
}).meta({ uniqueItems: true, examples: [["arn:aws:iam::111122223333:role/assistant"]] });
