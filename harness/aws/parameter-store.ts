import { AwsError } from "./error";
import { checkTags } from "./tags";

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly tier: string;
  readonly description?: string;
  readonly keyId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The values of its versions: that of version 1 first, the current one last. */
  readonly values: readonly string[];
}

/** What a parameter is written with; what is missing stays as it was. */
export interface Put {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  readonly tier?: string;
  readonly description?: string;
  readonly keyId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly overwrite?: boolean;
}

const STANDARD_LIMIT = 4096;

/** AWS Systems Manager's Parameter Store in one Region, in memory. Refuses what AWS refuses. */
export class ParameterStore {
  readonly parameters = new Map<string, Parameter>();

  /** Makes a parameter, or its next version. */
  put({ name, value, overwrite = false, tags, ...given }: Put): Parameter {
    const old = this.parameters.get(name);
    if (old && !overwrite) {
      throw new AwsError(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set overwrite",
      );
    }
    if (overwrite && tags) throw invalid("tags and overwrite can't be used together");
    checkName(name);
    if (value === "") throw invalid("a parameter's value has 1 character or more");
    checkTags(tags ?? {}, "ValidationException");
    const kept = { ...defaults, ...old, ...defined(given) };
    if (kept.tier === "Standard" && value.length > STANDARD_LIMIT) {
      throw invalid(`a standard parameter's value has ${STANDARD_LIMIT} characters at most`);
    }
    const parameter = { ...kept, name, tags: old?.tags ?? tags ?? {}, values: [...(old?.values ?? []), value] };
    this.parameters.set(name, parameter);
    return parameter;
  }

  parameter(name: string): Parameter {
    const parameter = this.parameters.get(name);
    if (!parameter) throw new AwsError("ParameterNotFound", `there is no parameter ${name}`);
    return parameter;
  }

  /** A parameter whose tags are asked for. */
  tagged(name: string): Parameter {
    const parameter = this.parameters.get(name);
    if (!parameter) throw new AwsError("InvalidResourceId", `there is no parameter ${name}`);
    return parameter;
  }

  /** Replaces the tags. */
  tag(name: string, tags: Readonly<Record<string, string>>): void {
    checkTags(tags, "ValidationException");
    this.parameters.set(name, { ...this.tagged(name), tags });
  }

  delete(name: string): void {
    this.parameter(name);
    this.parameters.delete(name);
  }
}

const defaults = { type: "String", tier: "Standard", keyId: "alias/aws/ssm" };

function checkName(name: string): void {
  const allowed = /^[a-zA-Z0-9_.\-/]+$/.test(name) && !/^\/?(aws|ssm)/i.test(name);
  const levels = name.split("/").length - (name.startsWith("/") ? 1 : 0);
  if (!allowed || levels > 15 || (name.includes("/") && !name.startsWith("/"))) {
    throw invalid(`${name} is no parameter name`);
  }
}

function defined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
