import { z } from "zod";
import { UsageError } from "../command";

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  parent: z.string().optional(),
  /** The id under which it was imported. */
  importID: z.string().optional(),
  provider: z.string().optional(),
  pendingReplacement: z.boolean().optional(),
  /** True for a replaced resource that is still to be deleted. */
  delete: z.boolean().optional(),
});

const exportedState = z.looseObject({
  deployment: z.looseObject({ resources: z.array(resource).nullish() }),
});

/** What `pulumi stack export` prints. Properties not named here are kept as they are. */
export type ExportedState = z.output<typeof exportedState>;

/** A resource in an exported state. */
export type StateResource = z.output<typeof resource>;

/**
 * Reads the state of a stack.
 *
 * @throws {UsageError} if the text is not an exported state, or is that of another stack.
 */
export function parseState(
  text: string,
  { stack, project }: { readonly stack: string; readonly project: string },
): ExportedState {
  const state = exportedState.safeParse(asJson(text)).data;
  if (!state)
    throw new UsageError("standard input is not an exported state; pipe `pulumi stack export` into this command");
  for (const { urn } of state.deployment.resources ?? []) {
    const [, , of = "", itsProject = ""] = urn.split(":").filter((part) => part !== "");
    if (of === stack && itsProject === project) continue;
    throw new UsageError(
      `standard input is the state of stack ${of} of project ${itsProject}, not of stack ${stack} of project ${project}; name the stack that was exported`,
    );
  }
  return state;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
