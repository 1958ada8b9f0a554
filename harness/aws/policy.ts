/** The text of a policy with its keys sorted, as the provider keeps it. */
function normalized(policy: string): string {
  return policy === ""
    ? ""
    : JSON.stringify(JSON.parse(policy), (_, value: unknown) => (isMap(value) ? sorted(value) : value));
}

/** What a policy means: the order of a list does not matter, nor whether a single item is in a list. */
export function meaning(policy: string): string {
  return policy === "" ? "" : canonical(JSON.parse(policy));
}

/** Of two texts with one meaning the one that the state has, else the one that AWS has. */
export function kept(state: unknown, policy: string): string {
  return typeof state === "string" && state !== "" && meaning(state) === meaning(policy)
    ? normalized(state)
    : normalized(policy);
}

/** True if no statement's only principal is something else than an ARN, an account id or `*`, such as the id of a role that is gone. */
export function hasValidPrincipals(policy: string): boolean {
  const { Statement = [] } = JSON.parse(policy || "{}") as { Statement?: { Principal?: { AWS?: unknown } }[] };
  // The provider does not look into lists.
  const principals = Statement.flatMap(({ Principal }) => (typeof Principal?.AWS === "string" ? [Principal.AWS] : []));
  return principals.every((principal) => /^(\*|\d{12}|arn:.*)$/.test(principal));
}

function canonical(value: unknown): string {
  const list = (Array.isArray(value) ? value : [value]) as unknown[];
  const texts = list.map((item) =>
    isMap(item)
      ? JSON.stringify(Object.entries(sorted(item)).map(([key, it]) => [key, canonical(it)]))
      : JSON.stringify(item),
  );
  return texts.sort().join(",");
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(map: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
