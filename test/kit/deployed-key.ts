import type { DeployedGeneration, DeployedKey } from "../../src/last-deployment";
import { generationStates, isEnabled } from "../../src/rotation";

/**
 * A key as deployed, from its generations and what else is recorded of it, with commas between them. A generation is
 * `ID STATE`, the state one of five or `unknown`, and after it, where that is so: `since DAY`, `on PLAN`, `as ID` in AWS,
 * `off` by hand, `unlinked`, `copy ID@REGION` or `copy ID@REGION off`.
 *
 * The last deployment has finished with the key on and protected, unless it says `unfinished`, `enabled: false` or
 * `unprotected`. `Region NAME on` or `off` is what it wanted of a Region. `secret NAME`, `secret ARN`, `secret under KMS-KEY`
 * and `parameter NAME` are what it has published.
 */
export function deployedKey(text: string): DeployedKey {
  const parts = text.split(", ").filter(Boolean);
  const after = (word: string) => parts.find((part) => part.startsWith(`${word} `))?.slice(word.length + 1);
  const enabled = !parts.includes("enabled: false");
  const generations = parts.flatMap((part): [string, DeployedGeneration][] => {
    const [id = "", state = "", ...words] = part.split(" ");
    if (state !== "unknown" && !generationStates.some((it) => it === state)) return [];
    return [[id, generation(state, words, enabled)]];
  });
  const [, region, there] = /\bRegion (\S+) (on|off)\b/.exec(text) ?? [];
  const states = Object.fromEntries(generations.map(([id, { state }]) => [id, state!]));
  const finished = {
    enabled,
    deletionProtection: !parts.includes("unprotected"),
    generations: states,
    ...(region !== undefined && { regions: { [region]: there === "on" } }),
  };
  const secret = after("secret");
  const parameterName = after("parameter");
  return {
    ...(!parts.includes("unfinished") && { finished }),
    generations: Object.fromEntries(generations),
    ...(secret !== undefined && { secret: secretOf(secret) }),
    ...(parameterName !== undefined && { parameterName }),
  };
}

function generation(word: string, words: readonly string[], keyIsOn: boolean): DeployedGeneration {
  const after = (name: string) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  const state = generationStates.find((it) => it === word);
  const [copyId, region] = after("copy")?.split("@") ?? [];
  const copyIsOff = words.includes("copy") && words.at(-1) === "off";
  const isOff = words.includes("off") && !copyIsOff;
  return {
    state,
    since: after("since"),
    apiKeyId: after("as"),
    usagePlan: after("on"),
    enabled: keyIsOn && !isOff && (state === undefined || isEnabled(state)),
    isLinked: !words.includes("unlinked"),
    ...(region !== undefined && { copies: { [region]: { apiKeyId: copyId, enabled: !copyIsOff } } }),
  };
}

function secretOf(text: string): DeployedKey["secret"] {
  if (text.startsWith("under ")) return { kmsKeyId: text.slice("under ".length) };
  return text.startsWith("arn:") ? { arn: text } : { name: text };
}
