import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { randomBytes } from "node:crypto";
import { HOME } from "./aws";
import { type Props, type Kind, DEFAULTS, marked, nameIn, props, struct, UNKNOWN } from "./kind";
import type { Tags } from "./kinds/inputs";

/** The provider's own settings, from the entries `aws:*` of the stack file. */
export interface Settings {
  readonly region: string;
  /** Tags that every resource gets beside its own. */
  readonly defaultTags: Tags;
  /** True for a tag that the provider does not see. */
  ignores(this: void, tag: string): boolean;
}

/** @param variables as the engine sends them: `aws:config:NAME` to text, or JSON. */
export function settingsOf(variables: ReadonlyMap<string, string>, home = HOME): Settings {
  const map = (name: string) => JSON.parse(variables.get(`aws:config:${name}`) ?? "{}") as unknown;
  const { tags = {} } = map("defaultTags") as { tags?: Tags };
  const { keys = [], keyPrefixes = [] } = map("ignoreTags") as { keys?: string[]; keyPrefixes?: string[] };
  return {
    region: variables.get("aws:config:region") ?? home,
    defaultTags: tags,
    ignores: (tag) => keys.includes(tag) || keyPrefixes.some((prefix) => tag.startsWith(prefix)),
  };
}

/** All tags that a resource is to have. */
export function allTags({ defaultTags, ignores }: Settings, tags: Tags = {}): Tags {
  return without({ ...defaultTags, ...tags }, ignores);
}

/** The outputs of a resource with the tags that the provider sees: its own are those that are no default tags. */
export function seenTags({ defaultTags, ignores }: Settings, outputs: Props, state: Props): Props {
  if (outputs.tagsAll === undefined) return outputs;
  const tagsAll = without(outputs.tagsAll as Tags, ignores);
  const own = (state.tags ?? {}) as Tags;
  const tags = without(tagsAll, (tag) => defaultTags[tag] === tagsAll[tag] && !(tag in own));
  return { ...outputs, tags, tagsAll };
}

function without(tags: Tags, dropped: (tag: string) => boolean): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([tag]) => !dropped(tag)));
}

/** Fills in a resource's inputs, and reports what is wrong with them. */
export function checked(kind: Kind, request: pb.CheckRequest, settings: Settings): pb.CheckResponse {
  const [olds, news] = [props(request.getOlds()), props(request.getNews())];
  const defaults: Record<string, unknown> = { ...kind.defaults };
  // Also the name of a resource that was imported, and one that is no longer given.
  if (kind.named) defaults.name = olds.name ?? nameFor(request);
  const made = Object.keys(defaults).filter((name) => news[name] === undefined);
  const inputs: Record<string, unknown> = { ...defaults, ...news, region: news.region ?? settings.region };
  if ("tagsAll" in kind.inputs.shape && news.tags !== UNKNOWN) {
    inputs.tagsAll = allTags(settings, news.tags as Tags | undefined);
  }
  const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== UNKNOWN));
  const unknown = Object.keys(inputs).filter((name) => !(name in known));
  const schema = kind.inputs.partial(Object.fromEntries(unknown.map((name) => [name, true])) as Record<string, never>);
  const result = schema.safeParse(known);
  const failures = (result.error?.issues ?? []).map(({ path, message }) =>
    new pb.CheckFailure().setReason(`${path.join(".")}: ${message}`),
  );
  const given = { ...inputs, ...result.data, [DEFAULTS]: made.sort() };
  return new pb.CheckResponse().setInputs(struct(marked(kind, given))).setFailuresList(failures);
}

function nameFor(request: pb.CheckRequest): string {
  const proposed = request.getAutonaming()?.getProposedName();
  return proposed || `${nameIn(request.getUrn())}-${randomBytes(4).toString("hex").slice(1)}`;
}
