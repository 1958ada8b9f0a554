import { randomBytes } from "node:crypto";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import type { Kind } from "./kind";
import type { Tags } from "./kinds/tags";
import { allTags, type Settings } from "./settings";
import { DEFAULTS, marked, nameIn, props, struct, UNKNOWN } from "./wire";

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
