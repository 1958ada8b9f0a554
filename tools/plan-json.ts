import type { ProgramRun } from "./run-program";

/** The plan for programs: one object; absent parents and `deletedWith` are null. */
export function planJson(stack: string, { registrations, outputs, warnings }: ProgramRun): string {
  const resources = registrations.map((resource) => ({
    type: resource.type,
    name: resource.name,
    parent: resource.parent ?? null,
    inputs: resource.inputs,
    protect: resource.protect,
    deleteBeforeReplace: resource.deleteBeforeReplace,
    additionalSecretOutputs: resource.additionalSecretOutputs,
    retainOnDelete: resource.retainOnDelete,
    dependsOn: resource.dependsOn,
    deletedWith: resource.deletedWith ?? null,
  }));
  return JSON.stringify({ stack, resources, outputs, warnings }, null, 2);
}
