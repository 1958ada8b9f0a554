import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Cloud } from "../../harness/aws/cloud";
import { memoryAws } from "../../harness/aws/clients";
import { providerOf } from "../../harness/aws/provider";

/** Inputs or outputs of a resource. */
export type Props = Readonly<Record<string, unknown>>;

/** A resource as the engine has it in its state. */
export interface Made {
  readonly id: string;
  readonly outputs: Props;
  readonly inputs: Props;
}

/** The stand-in provider in this process, asked as the engine asks it: every input is checked first. */
export class TestProvider {
  readonly cloud = new Cloud();
  readonly asked = providerOf((region) => memoryAws(this.cloud, region), this.cloud.calls);

  /** @param variables the provider's own settings, such as `region`. */
  constructor(variables: Readonly<Record<string, string>> = {}) {
    const request = new pb.ConfigureRequest();
    for (const [name, value] of Object.entries(variables)) request.getVariablesMap().set(`aws:config:${name}`, value);
    this.asked.configure(request);
  }

  /** The inputs that the provider makes of those that are given, and what it refuses. */
  check(type: string, news: Props, olds: Props = {}): { inputs: Props; refused: string[] } {
    const request = new pb.CheckRequest().setUrn(urn(type)).setOlds(struct(olds)).setNews(struct(news));
    request.setAutonaming(new pb.CheckRequest.AutonamingOptions().setProposedName("proposed"));
    const answer = this.asked.check(request);
    const refused = answer.getFailuresList().map((failure) => failure.getReason());
    return { inputs: open(answer.getInputs()!.toJavaScript()), refused };
  }

  async create(type: string, given: Props): Promise<Made> {
    const inputs = this.accepted(type, given);
    const made = await this.asked.create(new pb.CreateRequest().setUrn(urn(type)).setProperties(struct(inputs)));
    return { id: made.getId(), outputs: open(made.getProperties()!.toJavaScript()), inputs };
  }

  /** Without a state it is an import. */
  async read(type: string, id: string, { outputs = {}, inputs = {} }: Partial<Made> = {}): Promise<Made | undefined> {
    const request = new pb.ReadRequest().setUrn(urn(type)).setId(id);
    const found = await this.asked.read(request.setProperties(struct(outputs)).setInputs(struct(inputs)));
    if (found.getId() === "") return undefined;
    return {
      id: found.getId(),
      outputs: open(found.getProperties()!.toJavaScript()),
      inputs: open(found.getInputs()!.toJavaScript()),
    };
  }

  /** The outputs after an update to these inputs. */
  async update(type: string, made: Made, given: Props): Promise<Props> {
    const news = struct(this.accepted(type, given, made.inputs));
    const request = new pb.UpdateRequest().setUrn(urn(type)).setId(made.id).setOlds(struct(made.outputs)).setNews(news);
    return open((await this.asked.update(request)).getProperties()!.toJavaScript());
  }

  remove = (type: string, { id, outputs }: Made) =>
    this.asked.delete(new pb.DeleteRequest().setUrn(urn(type)).setId(id).setProperties(struct(outputs)));

  /** The calls since they were last asked for. */
  calls = () => this.cloud.calls.journal.splice(0).map(({ action }) => action);

  private accepted(type: string, given: Props, olds?: Props): Props {
    const { inputs, refused } = this.check(type, given, olds);
    if (refused.length > 0) throw new Error(refused.join("\n"));
    return inputs;
  }
}

export const urn = (type: string) => `urn:pulumi:dev::acme::${type}::one`;

export const struct = (props: Props) =>
  Struct.fromJavaScript(JSON.parse(JSON.stringify(props)) as Record<string, never>);

/** The names of the outputs or inputs that the provider itself marks secret. */
export function secretNames(props: Record<string, unknown>): string[] {
  return Object.keys(props).filter((name) => isSecret(props[name]));
}

interface Secret {
  readonly value: unknown;
}

function isSecret(value: unknown): value is Secret {
  return typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
}

/** The same values, secrets in clear, as the engine passes them on to a provider. */
function open(props: Record<string, unknown>): Props {
  return Object.fromEntries(
    Object.entries(props).map(([name, value]) => [name, isSecret(value) ? value.value : value]),
  );
}
