import { Document, isScalar, type Pair, Scalar, YAMLMap } from "yaml";

/** A new entry, written like its neighbour: in quotes, or as bare numbers and words. */
export function entryLike({ key, value: neighbour }: Pair, name: string, value: unknown): YAMLMap {
  const style = key as Scalar;
  const bareNumber = typeof style.value === "number" && /^[1-9][0-9]{0,14}$/.test(name);
  const entry = new YAMLMap();
  entry.set(scalarLike(style, bareNumber ? Number(name) : name), scalarLike(neighbour, value));
  return entry;
}

/** The entry as lines, with maps indented by `step` spaces. Words that YAML 1.1, and so the CLI, would not read as text get quotes. */
export function lines(entry: YAMLMap, step: number): string[] {
  return write(entry, { indent: step }).split("\n").slice(0, -1);
}

/** The entry as `{ name: value }`. */
export function inline(entry: YAMLMap): string {
  return write(entry, { collectionStyle: "flow" }).trimEnd();
}

function scalarLike(neighbour: unknown, value: unknown): unknown {
  if (!isScalar(neighbour) || typeof value === "object") return value;
  const scalar = new Scalar(value);
  if (neighbour.type?.startsWith("QUOTE")) scalar.type = neighbour.type;
  return scalar;
}

function write(entry: YAMLMap, options: { indent?: number; collectionStyle?: "flow" }): string {
  return new Document(entry, { version: "1.1" }).toString({ ...options, lineWidth: 0, nullStr: "" });
}
