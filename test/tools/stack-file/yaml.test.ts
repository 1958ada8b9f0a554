import { UsageError } from "../../../tools/command";
import { parseStackFile } from "../../../tools/stack-file/stack-file";
import { ALIKE, NAMES, READ, REFUSED, UNCLEAR, UNCLEAR_NAMES } from "../../kit/cli-reading/corpus";
import { readDev } from "../../kit/stack-folder";

const parse = (stack: string) => () => parseStackFile("dev", { project: "name: acme\n", stack });
const otherwise = (line: number, source: string, advice: string) =>
  new UsageError(`Pulumi.dev.yaml, line ${line}: the Pulumi CLI reads ${source} as something else; ${advice}`);

test.each(ALIKE)("%s is read as %s", (source, value) => {
  expect(readDev(`config:\n  a: {b: ${source}}\n`).entries).toEqual({ "acme:a": `{"b":${value}}` });
});

describe("a scalar that YAML 1.1 and 1.2 read differently is refused", () => {
  test.each(UNCLEAR)("%s where a number is due: %s", (source, advice) => {
    const text = `config:\n  usagePlans:\n    p:\n      throttle: {burstLimit: 1, rateLimit: ${source}}\n`;
    expect(parse(text)).toThrow(otherwise(4, source, advice));
  });

  test.each(UNCLEAR)("%s where text is due: put it in quotes", (source) => {
    expect(parse(`config:\n  tags: {a: ${source}}\n`)).toThrow(otherwise(2, source, "put it in quotes"));
  });

  test.each<[string, string, string, string]>([
    ["an account of the provider", "aws:allowedAccountIds: [052812345678]", "052812345678", "put it in quotes"],
    ["an unknown entry", "other:x: 1_000", "1_000", "put it in quotes"],
    ["a fraction where a whole number is due", "usagePlans: {p: {quota: {limit: 1_0.5, period: DAY}}}", "1_0.5", ""],
    ["a word that is none of the allowed", "keys: {a: {generations: {1: 0123}}}", "0123", ""],
  ])("%s", (_, entry, source, advice) => {
    const [text, file] = [`config:\n  ${entry}\n`, `config:\n  ${entry.replace(source, `"${source}"`)}\n`];
    const problem = advice || readFaults(file)[0]!;
    expect(parse(text)).toThrow(otherwise(2, source, problem));
  });

  test("behind an alias, with the advice for the place where it is used", () => {
    const text = "x-rate: &rate 1_000\nconfig:\n  usagePlans: {p: {throttle: {rateLimit: *rate, burstLimit: 1}}}\n";
    expect(parse(text)).toThrow(otherwise(1, "1_000", "write 1000"));
  });

  test("in a default of Pulumi.yaml", () => {
    const project = "name: acme\nconfig:\n  tags: {default: {a: 0123}}\n";
    const problem = "Pulumi.yaml, line 3: the Pulumi CLI reads 0123 as something else; put it in quotes";
    expect(() => parseStackFile("dev", { project, stack: "" })).toThrow(new UsageError(problem));
  });
});

test.each(NAMES)("the name %s is read as %s", (source, name) => {
  expect(readDev(`config:\n  a:\n    ${source}: x\n`).entries).toEqual({ "acme:a": JSON.stringify({ [name]: "x" }) });
});

test.each(UNCLEAR_NAMES)("the name %s is refused", (source) => {
  expect(parse(`config:\n  a:\n    ${source}: x\n`)).toThrow(otherwise(3, source, "put it in quotes"));
});

test.each(READ.map(([text, entries]) => [text.slice(0, 60), text, entries] as const))(
  "%j is read",
  (_, text, entries) => {
    expect(readDev(text)).toEqual({
      ...{ project: "acme", stack: "dev", secretEntries: [], misplaced: [], faults: [], warnings: [] },
      entries,
    });
  },
);

test.each(REFUSED.map(([text, line, problem]) => [text.slice(0, 60), text, line, problem] as const))(
  "%j is refused",
  (_, text, line, problem) => {
    expect(parse(text)).toThrow(new UsageError(`Pulumi.dev.yaml, line ${line}: ${problem}`));
    expect(parse(text)).toThrow(UsageError);
  },
);

test.each([
  ["a number for a name", "{1: y}", "1"],
  ["true for a name", "{true: y}", "true"],
  ["a number with a fraction", "{a: 1.0}", "1.0"],
])("Pulumi.yaml is refused that has, in a default, %s", (_, value, source) => {
  const problem = `Pulumi.yaml, line 2: the Pulumi CLI reads ${source} as something else; put it in quotes`;
  expect(() => readDev("", `name: a\nconfig: {x: {default: ${value}}}`)).toThrow(new UsageError(problem));
});

test("as many aliases are read as a configuration can have, and no more", () => {
  const keys = Array.from({ length: 1_000 }, (_, key) => `    k${key}: *key`).join("\n");
  const { settings } = parse(`x-key: &key {enabled: true}\nconfig:\n  keys:\n${keys}\n`)();
  expect(Object.keys(settings!.keys)).toHaveLength(1_000);
  const levels = Array.from({ length: 9 }, (_, n) => `x-${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(10)}]`);
  expect(parse(`x-0: &a0 [x]\n${levels.join("\n")}\n`)).toThrow(
    new UsageError("Pulumi.dev.yaml: its aliases stand for more entries than a configuration can have"),
  );
});

/** The problems of a stack file that has faults. */
function readFaults(text: string): string[] {
  return parse(text)().faults!.map(({ problem }) => problem);
}
