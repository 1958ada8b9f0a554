import { z } from "zod";
import { complain, quote } from "./complaints";
import { listOf } from "./fields";

const PRINCIPAL = /^arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:(?:root|(?:role|user)\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/;

const reader = z.string({ error: readerProblem }).regex(PRINCIPAL, { error: readerProblem });

/** Who may fetch a key's value, besides those whom the account's own IAM lets in. */
export const readers = listOf(reader, "IAM role, user or account-root ARNs", {
  identity: (arn) => arn,
  twice: (arn) => `${quote(arn)} is given twice; give it once`,
});

function readerProblem({ input }: { readonly input?: unknown }): string {
  const expected = "the ARN of an IAM role, user or account root, such as arn:aws:iam::111122223333:role/consumer";
  if (typeof input === "string" && /[*?]/.test(input)) {
    return `got ${quote(input)}; a wildcard would let in whoever matches it: give ${expected}`;
  }
  return complain({ expected, due: "text" })({ input });
}
