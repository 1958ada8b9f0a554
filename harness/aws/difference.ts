import { type Kind, type Props, UNKNOWN } from "./kind";

/**
 * The sorted names of the inputs in which the state differs from what the program wants. Like the real provider it compares
 * with the state, not with the program's earlier inputs, so a change that a refresh found is a difference.
 */
export function difference(
  { inputs, computed }: Pick<Kind, "inputs" | "computed">,
  state: Props,
  wanted: Props,
): string[] {
  return Object.keys(inputs.shape)
    .filter((name) => name in wanted || !computed.includes(name))
    .filter((name) => !isSame(name, state[name], wanted[name]))
    .sort();
}

/** True if two values of an input mean the same. */
export function isSame(name: string, one: unknown, other: unknown): boolean {
  return formOf(name, one) === formOf(name, other);
}

function formOf(name: string, value: unknown): string {
  return name === "policy" && typeof value === "string" && value !== UNKNOWN ? meaning(value) : canonical(value);
}

/** A text for comparison. Lists compare as sets; a missing value equals an empty text, list or map, and a limit of 0. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || value === "") return "";
  if (Array.isArray(value)) return value.length === 0 ? "" : JSON.stringify(value.map(canonical).sort());
  if (typeof value !== "object") return JSON.stringify(value);
  const given = Object.entries(value).filter(
    // An empty text in a map counts, as a tag may be empty.
    ([, item]) => item !== undefined && item !== null && item !== 0 && (item === "" || canonical(item) !== ""),
  );
  return given.length === 0 ? "" : JSON.stringify(given.map(([name, item]) => [name, canonical(item)]).sort());
}

/** The text of a policy with its keys sorted, as the provider keeps it. */
function normalized(policy: string): string {
  return policy === ""
    ? ""
    : JSON.stringify(JSON.parse(policy), (_, value: unknown) => (isMap(value) ? sorted(value) : value));
}

/** What a policy means: the order of a list does not matter, nor whether a single item is in a list. */
function meaning(policy: string): string {
  return policy === "" ? "" : partsOf(JSON.parse(policy));
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

function partsOf(value: unknown): string {
  const list = (Array.isArray(value) ? value : [value]) as unknown[];
  const texts = list.map((item) =>
    isMap(item)
      ? JSON.stringify(Object.entries(sorted(item)).map(([key, it]) => [key, partsOf(it)]))
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
