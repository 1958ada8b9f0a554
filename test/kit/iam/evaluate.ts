/** A call to AWS, as IAM sees it. */
export interface Request {
  readonly action: string;
  /** The ARN of its resource, or `*` if the action has none. */
  readonly resource: string;
  /** Condition keys of the call, such as `aws:PrincipalArn`. Those with several values, such as `aws:TagKeys`, are lists. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** A statement of an identity-based policy. Nothing else of IAM's syntax is supported. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** `denied`: a Deny applies, which nothing overrides. `not allowed`: only no Allow applies. */
export type Decision = "allowed" | "denied" | "not allowed";

/**
 * The decision of the statements together on a request: "Policy evaluation logic", IAM User Guide.
 *
 * @throws for an unknown element, operator or policy variable, rather than ignore it.
 */
export function decide(statements: readonly Statement[], request: Request): Decision {
  const effects = statements.filter((statement) => applies(statement, request)).map(({ Effect }) => Effect);
  if (effects.includes("Deny")) return "denied";
  return effects.includes("Allow") ? "allowed" : "not allowed";
}

export function listed<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function applies(statement: Statement, { action, resource, context = {} }: Request): boolean {
  if (!understood.has(statement)) refuseUnknown(statement);
  const { Action, Resource, Condition = {} } = statement;
  const given = withoutCase(context);
  return (
    listed(Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    listed(Resource).some((pattern) => arnLike(pattern, resource)) &&
    // Evaluates all conditions, so that an unknown operator always throws.
    Object.entries(Condition)
      .flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => holds(operator, listed(values), given[key.toLowerCase()])),
      )
      .every(Boolean)
  );
}

/** IAM compares the names of condition keys, and so the names of tags in them, without case. */
function withoutCase(context: NonNullable<Request["context"]>): NonNullable<Request["context"]> {
  const lower =
    lowered.get(context) ??
    Object.fromEntries(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value]));
  lowered.set(context, lower);
  return lower;
}

/** Each context meets many statements. */
const lowered = new WeakMap<object, NonNullable<Request["context"]>>();

/** The statements that were looked at: each meets many requests. */
const understood = new WeakSet<Statement>();

function refuseUnknown(statement: Statement): void {
  const { Sid, Effect, Action: _a, Resource: _r, Condition: _c, ...unknown } = statement;
  refuse(Object.keys(unknown), "element");
  refuse(["Allow", "Deny"].includes(Effect) ? [] : [Effect], "effect");
  refuse(JSON.stringify(statement).match(/\$\{.*?\}/g) ?? [], `policy variable in ${Sid}`);
  understood.add(statement);
}

function holds(operator: string, values: readonly string[], actual: string | readonly string[] | undefined): boolean {
  // Only the ForAllValues operators take a key with several values.
  const [first, ...more] = actual === undefined ? [] : listed(actual);
  if (more.length > 0 && !operator.startsWith("ForAllValues:")) refuse([operator], "operator for several values");
  switch (operator) {
    case "StringEquals":
    case "Bool":
      return first !== undefined && values.includes(first);
    case "StringLike":
      return first !== undefined && values.some((pattern) => like(pattern, first));
    case "StringEqualsIfExists":
      return first === undefined || values.includes(first);
    case "ForAllValues:StringNotLike":
      // Holds if the request has no such key.
      return !listed(actual ?? []).some((value) => values.some((pattern) => like(pattern, value)));
    case "ArnNotLike":
      // A negated operator holds if the request has no such key.
      return first === undefined || !values.some((pattern) => arnLike(pattern, first));
    default:
      return refuse([operator], "operator");
  }
}

/** Wildcards in an ARN do not match its first five colons, but match slashes. */
function arnLike(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const [patterns, parts] = [arnParts(pattern), arnParts(arn)];
  return patterns.length === parts.length && patterns.every((part, index) => like(part, parts[index]!));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

function like(pattern: string, text: string): boolean {
  const form = forms.get(pattern) ?? formOf(pattern);
  forms.set(pattern, form);
  return form.test(text);
}

/** The few patterns of the policies meet many thousands of texts. */
const forms = new Map<string, RegExp>();

function formOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "s");
}

function refuse(unknown: readonly string[], what: string): false {
  if (unknown.length > 0) throw new Error(`unknown ${what}: ${unknown.join(", ")}`);
  return false;
}
