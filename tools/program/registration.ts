import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A resource as the program registers it, with all its options. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  /** As the engine will write it. */
  readonly urn: string;
  /** The parent as `type::name`; undefined if that is the stack. */
  readonly parent?: string;
  /** Inputs as plain data. A secret is `[secret]`, known or not; any other unknown value is `[unknown]`. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  /** The id in AWS of the resource to import; undefined for a new one. */
  readonly importId?: string;
  /** Null if the program leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | null;
  readonly additionalSecretOutputs: readonly string[];
  readonly retainOnDelete: boolean;
  /** Everything it waits for, by `dependsOn` or an input, as `type::name`. */
  readonly dependsOn: readonly string[];
  readonly deletedWith?: string;
}

/**
 * Reads a registration from its request.
 *
 * @param props the program's own inputs: the request no longer marks a secret that is not known yet.
 */
export async function readRegistration(
  request: RegisterResourceRequest,
  urn: string,
  props: Readonly<Record<string, unknown>>,
): Promise<Registration> {
  const given = Object.entries(request.getObject()?.toJavaScript() ?? {});
  const inputs = given.map(
    async ([name, value]) => [name, (await isSecret(props[name])) ? SECRET : plain(value)] as const,
  );
  return {
    type: request.getType(),
    name: request.getName(),
    urn: urn.replace(`${STACK_TYPE}$`, ""),
    parent: isStack(request.getParent()) ? undefined : reference(request.getParent()),
    inputs: Object.fromEntries(await Promise.all(inputs)),
    protect: request.getProtect() ?? false,
    importId: request.getImportid() === "" ? undefined : request.getImportid(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : null,
    additionalSecretOutputs: [...request.getAdditionalsecretoutputsList()].sort(),
    retainOnDelete: request.getRetainondelete() ?? false,
    dependsOn: request
      .getDependenciesList()
      .map(reference)
      .filter((it) => !it.startsWith(OTHER_STACK))
      .sort(),
    deletedWith: request.getDeletedwith() === "" ? undefined : reference(request.getDeletedwith()),
  };
}

/** Stands for a secret, known or not. */
export const SECRET = "[secret]";

/** Stands for a value that only AWS will know. */
export const UNKNOWN = "[unknown]";

/** True if the value is, or holds, a secret. */
export function isSecret(value: unknown): Promise<boolean> {
  return pulumi.isSecret(pulumi.output(value));
}

/** A value of a request as plain data. */
export function plain(value: unknown): unknown {
  if (value === pulumi.runtime.unknownValue) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ((value as Record<string, unknown>)[pulumi.runtime.specialSigKey] === pulumi.runtime.specialSecretSig)
    return SECRET;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

/** `aws:apigateway/apiKey:ApiKey` as `ApiKey`. */
export function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** The beginning of a reference to another stack, whose outputs the program only reads. */
export const OTHER_STACK = "pulumi:pulumi:StackReference::";

/** True for the URN of the stack itself. */
export function isStack(urn: string): boolean {
  return urn === "" || reference(urn).startsWith(`${STACK_TYPE}::`);
}

const STACK_TYPE = pulumi.runtime.rootPulumiStackTypeName;

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME` as `TYPE::NAME`. */
function reference(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.slice(types.lastIndexOf("$") + 1)}::${name}`;
}
