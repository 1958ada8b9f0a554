import { z } from "zod";

// Like Terraform the provider takes a text where it can be read as what is due.

/** A flag, or its text. */
export const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

/** A number, or its text. */
export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

/** A whole number: a fraction is cut off. */
export const whole = number.transform(Math.trunc);

/** A text, or a number or flag that is written as one. */
export const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

/** A policy document. */
export const json = z.string().refine(isJson, "contains an invalid JSON policy");

/** An ARN, or an unknown value. */
export const arn = z.string().regex(/^arn:[^:]+:[^:]+:/, "is an invalid ARN");

function isJson(given: string): boolean {
  try {
    return typeof JSON.parse(given) === "object";
  } catch {
    return false;
  }
}
