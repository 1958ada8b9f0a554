import type { LocatedFault } from "../stack-file/located-faults";
import type { Plan } from "./planned";

/** The plan for scripts: one object. A missing parent, `deletedWith` or Region is null. */
export function planJson({ stack, settings, run: { registrations, outputs, warnings } }: Plan): string {
  const resources = registrations.map((resource) => ({
    type: resource.type,
    name: resource.name,
    parent: resource.parent ?? null,
    inputs: resource.inputs,
    protect: resource.protect,
    ...(resource.importId !== undefined && { import: resource.importId }),
    deleteBeforeReplace: resource.deleteBeforeReplace,
    additionalSecretOutputs: resource.additionalSecretOutputs,
    retainOnDelete: resource.retainOnDelete,
    dependsOn: resource.dependsOn,
    deletedWith: resource.deletedWith ?? null,
  }));
  return JSON.stringify({ stack, region: settings.region ?? null, resources, outputs, warnings }, null, 2);
}

/** The same for a stack with faults. */
export function faultsJson(stack: string, faults: readonly LocatedFault[]): string {
  return JSON.stringify({ stack, faults }, null, 2);
}
