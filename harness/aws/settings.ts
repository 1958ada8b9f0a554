import { HOME } from "./aws";
import type { Props } from "./kind";
import type { Tags } from "./kinds/tags";

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
