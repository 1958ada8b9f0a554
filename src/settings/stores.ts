import { quote } from "./faults";
import { faultText, fields, kmsKey, oneOf, orEmptyMap, textLike, wholeNumber } from "./forms";
import { partitionOf, REGION } from "./region";
import { type Parsed, refuseTwice, type Rule } from "./rules";

/** Characters in the name of a secret ("CreateSecret", AWS Secrets Manager API Reference). */
const MAX_SECRET_NAME = 512;

/** Characters in the description of a secret ("CreateSecret", AWS Secrets Manager API Reference). */
const MAX_SECRET_DESCRIPTION = 2048;

/** For how many days a deleted secret can be restored ("DeleteSecret", AWS Secrets Manager API Reference). */
const RECOVERY_DAYS = { min: 7, max: 30 } as const;

/** Levels and characters in the name of a parameter ("PutParameter", AWS Systems Manager API Reference). */
const MAX_PARAMETER_LEVELS = 15;
const MAX_PARAMETER_NAME = 900;

const { min, max } = RECOVERY_DAYS;

/** The allowed recovery windows, for the faults of the number alone and of the rule with `deletionProtection`. */
const recoveryWindow = `a whole number from ${min} to ${max} (days), or 0 with deletionProtection: false`;

/** How the values of the keys are published in Secrets Manager. */
export const secretsManager = orEmptyMap(
  fields({
    kmsKeyId: kmsKey()
      .optional()
      .meta({
        description: "KMS key that encrypts the secrets. Without it the AWS managed key",
        examples: ["alias/service-keys"],
      }),
    recoveryWindowInDays: wholeNumber(0, max, "days", { allowed: recoveryWindow })
      .refine((days) => days === 0 || days >= min, { error: faultText({ allowed: recoveryWindow }) })
      .prefault(max)
      .meta({
        description: "Days in which a deleted secret can be restored; 0 deletes it at once and for good",
        examples: [min],
        if: { type: "number", exclusiveMinimum: 0 },
        then: { type: "number", minimum: min },
      }),
  }),
);

/** How the values of the keys are published in Parameter Store. */
export const parameterStore = orEmptyMap(
  fields({
    kmsKeyId: kmsKey()
      .optional()
      .meta({
        description: "KMS key that encrypts the parameters. Without it the AWS managed key, which every reader may use",
        examples: ["alias/service-keys"],
      }),
  }),
);

/** Where the value of a key is published. */
export const deliveries = ["secretsManager", "parameterStore", "both", "none"] as const;

/** Where the value of a key is published. */
export type Delivery = (typeof deliveries)[number];

/** The stores to which the values of the keys go. */
export function delivery() {
  return oneOf(deliveries);
}

/** True if the value is published as a secret. */
export function hasSecret(given: Delivery): boolean {
  return given === "secretsManager" || given === "both";
}

/** True if the value is published as a parameter. */
export function hasParameter(given: Delivery): boolean {
  return given === "parameterStore" || given === "both";
}

/** What is delivered where nothing says it: the one store there is. */
export function defaultDelivery(stores: {
  readonly secretsManager?: unknown;
  readonly parameterStore?: unknown;
}): Delivery {
  if (stores.secretsManager !== undefined) return "secretsManager";
  return stores.parameterStore === undefined ? "none" : "parameterStore";
}

/** The name of a key's secret in AWS. */
export const secretName = textLike(
  new RegExp(`^[A-Za-z0-9/_+=.@-]{1,${MAX_SECRET_NAME}}$`),
  `a name for the secret: 1 to ${MAX_SECRET_NAME} letters, digits or / _ + = . @ -`,
);

const SECRET_ARN =
  /^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$/;

/** The secret that exists in AWS and becomes a key's. */
export const secretImport = textLike(
  SECRET_ARN,
  "the ARN of an existing secret, such as arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/search-AbCdEf",
);

// Begins with neither aws nor ssm, in any case of letters. A name with a slash in it begins with one.
const LEVEL = "[a-zA-Z0-9_.-]+";
const NOT_RESERVED = "(?!/?(?:[aA][wW][sS]|[sS][sS][mM]))";
const PARAMETER_NAME = new RegExp(
  `^(?=.{1,${MAX_PARAMETER_NAME}}$)${NOT_RESERVED}(?:${LEVEL}|(?:/${LEVEL}){1,${MAX_PARAMETER_LEVELS}})$`,
);

/** The name of a key's parameter in AWS. */
export const parameterName = textLike(
  PARAMETER_NAME,
  `a name for the parameter: up to ${MAX_PARAMETER_LEVELS} levels such as /shop/search, each of letters, digits or _ . -, not beginning with aws or ssm`,
);

/** The rule that the stores to which values go are in the file. */
export const storesExist: Rule = ({ all, names, isSound, refuse }) => {
  const stores = (["secretsManager", "parameterStore"] as const).filter((name) => all(name).length > 0);
  if (stores.length === 2 && all("delivery").length === 0 && isSound("delivery") && names() !== undefined) {
    refuse(["delivery"], `missing; the stack has two stores. Give one of ${deliveries.join(", ")}`);
  }
  for (const { path, value } of [...all<Delivery>("delivery"), ...all<Delivery>("keys", "*", "delivery")]) {
    const wanted = [hasSecret(value) && "secretsManager", hasParameter(value) && "parameterStore"] as const;
    for (const store of wanted) {
      if (store === false || all(store).length > 0 || !isSound(store)) continue;
      refuse(path, `${quote(value)} needs a store that the stack does not have; add ${store}: {}, or drop the line`);
    }
  }
};

/** Each key with the store that its value goes to, where that is known. */
function deliveryOf({ all, isSound }: Parsed) {
  const isKnown = isSound("secretsManager") && isSound("parameterStore") && isSound("delivery");
  const [secrets] = all("secretsManager");
  const [parameters] = all("parameterStore");
  const ofStores = defaultDelivery({ secretsManager: secrets?.value, parameterStore: parameters?.value });
  // With two stores, a missing delivery is a fault itself.
  const fallback = all<Delivery>("delivery")[0]?.value ?? (secrets && parameters ? undefined : ofStores);
  const ofKeys = new Map(all<Delivery>("keys", "*", "delivery").map(({ path, value }) => [path[1], value]));
  return (key: string): Delivery | undefined => {
    const own = ofKeys.get(key);
    if (own !== undefined) return own;
    return isKnown && isSound("keys", key, "delivery") ? fallback : undefined;
  };
}

/** The rule that what is said of a key's secret or parameter needs one. */
export const deliveriesFit: Rule = (parsed) => {
  const of = deliveryOf(parsed);
  const each = (entry: string, problem: (given: Delivery) => string | undefined) => {
    for (const { path } of parsed.all("keys", "*", entry)) {
      const given = of(String(path[1]));
      const text = given && problem(given);
      if (text !== undefined) parsed.refuse(path, text);
    }
  };
  // Where the file has the store, the key alone does without.
  const remedy = (store: "secretsManager" | "parameterStore") =>
    parsed.all(store).length > 0 ? `give it delivery: ${store} or both` : `add ${store}: {}`;
  each("readers", (given) => {
    if (given === "parameterStore") return NO_POLICY;
    if (hasSecret(given)) return undefined;
    return `readers need a secret, and the key has none; ${remedy("secretsManager")}, or drop the readers`;
  });
  for (const [entry, does] of Object.entries({ secretName: "names", secretImport: "imports" })) {
    each(entry, (given) => {
      if (hasSecret(given)) return undefined;
      return `${does} the key's secret, and the key has none; ${remedy("secretsManager")}, or drop the line`;
    });
  }
  each("parameterName", (given) => {
    if (hasParameter(given)) return undefined;
    return `names the key's parameter, and the key has none; ${remedy("parameterStore")}, or drop the line`;
  });
};

const NO_POLICY =
  "a parameter has no policy that could name readers: IAM alone says who may read it; give delivery: secretsManager, or drop the readers";

/** True if no parameter may have a name that begins with this project's: without parameterName it does. */
export function isReserved(project: string): boolean {
  return new RegExp(`^(?!${NOT_RESERVED})`).test(project);
}

/** The rule that in such a project each parameter is named by the file. */
export const parametersNamed: Rule = (parsed) => {
  const of = deliveryOf(parsed);
  for (const name of parsed.names("keys") ?? []) {
    const path = ["keys", name, "parameterName"];
    const isUnnamed = parsed.all(...path).length === 0 && parsed.isSound(...path);
    if (!isUnnamed || !hasParameter(of(name) ?? "none")) continue;
    parsed.refuse(
      path,
      "missing; the project's name begins with aws or ssm, and no parameter's may. Give a name for the parameter, such as /shop/search",
    );
  }
};

/** The rule that each secret and each parameter has a name of its own. */
export const storeNamesDiffer: Rule = (parsed) => {
  refuseTwice(
    parsed,
    parsed.all<string>("keys", "*", "secretName"),
    (name) => `the name ${quote(name)} is given twice; give each secret its own name`,
  );
  refuseTwice(
    parsed,
    parsed.all<string>("keys", "*", "secretImport"),
    (arn) => `the secret ${quote(arn)} is imported twice; import it once`,
  );
  refuseTwice(
    parsed,
    parsed.all<string>("keys", "*", "parameterName"),
    (name) => `the name ${quote(name)} is given twice; give each parameter its own name`,
  );
};

/** The rule that an imported secret is one of the stack's only Region, and keeps its name. */
export const secretImportsFit: Rule = ({ all, names, isSound, refuse }) => {
  const own = isSound("regions") ? all<string>(REGION)[0]?.value : undefined;
  const further = names("regions") ?? [];
  for (const { path, value } of all<string>("keys", "*", "secretImport")) {
    const of = value.split(":")[3]!;
    if (further.length > 0) {
      refuse(path, "a secret is imported into a stack with one Region only; drop the line, or regions");
    } else if (own !== undefined && of !== own && partitionOf(of) === partitionOf(own)) {
      refuse(path, `the secret is in ${of} and the stack in ${own}; give the ARN of a secret in ${own}`);
    }
    const name = [...path.slice(0, -1), "secretName"];
    if (all(...name.map(String)).length > 0) refuse(name, "an imported secret keeps its name; drop the line");
  }
};

/** The rule that secrets which are deleted at once and for good need deletionProtection: false. */
export const recoveryWindowFits: Rule = ({ all, refuse }) => {
  const [days] = all<number>("secretsManager", "recoveryWindowInDays");
  const [protection] = all<boolean>("deletionProtection");
  if (days?.value !== 0 || !protection?.value) return;
  refuse(days.path, `got 0, which deletes a secret at once and for good; give ${recoveryWindow}`);
};

/** The rule that the description of a key with a secret, which the secret gets too, is no longer than a secret's may be. */
export const descriptionsFit: Rule = (parsed) => {
  const of = deliveryOf(parsed);
  for (const { path, value } of parsed.all<string>("keys", "*", "description")) {
    if (value.length <= MAX_SECRET_DESCRIPTION || !hasSecret(of(String(path[1])) ?? "none")) continue;
    parsed.refuse(
      path,
      `got ${value.length} characters; a key with a secret takes 1 to ${MAX_SECRET_DESCRIPTION}, as Secrets Manager does`,
    );
  }
};
