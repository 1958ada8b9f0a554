import { importAt } from "../../src/regions";
import type { UsagePlanSettings } from "../../src/settings/usage-plan";
import type { Registration } from "../program/registration";
import type { Plan } from "./planned";
import { shownText } from "./referenced-outputs";

/** True for a resource of a further Region. The tree shows those of the stack's own, which differ in little. */
export function isElsewhere({ name }: Pick<Registration, "name">): boolean {
  return name.includes("@");
}

/** A further Region, and what is its own in it. */
export interface FurtherRegion {
  readonly region: string;
  /** False if every key is switched off there. */
  readonly isOn: boolean;
  /** How many resources there are: as many as in the stack's own Region, but for the service keys themselves. */
  readonly count: number;
  /** What each plan opens there, as `standard a1b2c3d4e5/prod`. */
  readonly stages: readonly string[];
  /** The KMS key that encrypts what is published there; undefined for the AWS managed key. */
  readonly kmsKeyId?: string;
  /** What is imported there, as `search 1 a1b2c3d4e5`. */
  readonly imports: readonly string[];
}

/** The further Regions of a stack, in name order. */
export function furtherRegions({ settings, run }: Plan): FurtherRegion[] {
  const { keys, usagePlans, region: own } = settings;
  return Object.entries(settings.regions).map(([region, { enabled, kmsKeyId }]) => {
    const plans = Object.entries(usagePlans);
    const generations = Object.entries(keys).flatMap(([key, its]) =>
      Object.entries(its.generations).map(([id, generation]) => [`${key} ${id}`, generation] as const),
    );
    return {
      region,
      isOn: enabled,
      kmsKeyId,
      count: run.registrations.filter(({ name }) => name.endsWith(`@${region}`)).length,
      stages: plans.flatMap(([plan, { apiStages = [] }]) => {
        const here = apiStages.filter((stage) => stage.region === region);
        return here.length === 0 ? [] : [`${plan} ${here.map(shownStage).join(" ")}`];
      }),
      imports: [...plans, ...generations].flatMap(([name, { import: given }]) => {
        const id = importAt(given, { region }, own);
        return id === undefined ? [] : [`${name} ${id}`];
      }),
    };
  });
}

type ApiStage = NonNullable<UsagePlanSettings["apiStages"]>[number];

/** The API and its stage as the plan shows them in few characters. */
export function shownStage({ apiId, stage }: Pick<ApiStage, "apiId" | "stage">): string {
  return `${shownText(apiId)}/${shownText(stage)}`;
}

/** What is a further Region's own, in words. */
export function aboutRegion({ isOn, count, stages, kmsKeyId, imports }: FurtherRegion): string {
  return [
    `the same again, ${count} resources`,
    ...(isOn ? [] : ["every key switched off"]),
    ...(stages.length === 0 ? [] : [`open: ${stages.join(", ")}`]),
    ...(kmsKeyId === undefined ? [] : [`kmsKeyId ${kmsKeyId}`]),
    ...(imports.length === 0 ? [] : [`import: ${imports.join(", ")}`]),
  ].join("; ");
}
