import { UsageError } from "../../../tools/command";
import { readDev } from "../../kit/stack-folder";

/** The value of `a: VALUE` in a stack file, as the program would parse it. */
const valueOf = (yaml: string): unknown =>
  (JSON.parse(readDev(`config: {x: {a: ${yaml}}}\n`).entries["acme:x"]!) as { a: unknown }).a;

const OTHERWISE = (source: string, line = 1) =>
  `Pulumi.dev.yaml, line ${line}: the Pulumi CLI reads ${source} as something else; put it in quotes`;

describe("a value that the CLI reads otherwise", () => {
  test.each([
    "0123",
    "-0123",
    "+0123",
    "00",
    "07",
    "1_000",
    "1__0",
    "-1_0",
    "+1_0",
    "1_0.5",
    ".5_0",
    "1e1_0",
    "0x_1F",
    "0X1_F",
    "0b1_1",
    "0B1_1",
    "0o1_7",
    "0O1_7",
    "08_9",
    "0b11",
    "0B11",
    "-0b1",
    "+0b1",
    "0X1F",
    "-0x1",
    "+0x1f",
    "-0XaF",
    "0O7",
    "-0o7",
    "+0O7",
    "2026-11-23",
    "2026-1-2",
    "2026-11-23T10:00:00Z",
    "2026-11-23t10:00:00Z",
    "2026-11-23 10:00:00",
    ".inf",
    "-.inf",
    "+.Inf",
    ".nan",
    ".NaN",
    "1e400",
    "-1e400",
    "9007199254740993",
    "1e300",
  ])("is refused: %s", (source) => {
    expect(() => valueOf(source)).toThrow(new UsageError(OTHERWISE(source)));
  });

  test("is refused where it stands in a list, and its line named", () => {
    expect(() => readDev("config:\n  a:\n    - x\n    - 0123 # days\n")).toThrow(new UsageError(OTHERWISE("0123", 4)));
  });

  test("is refused where it is a whole entry", () => {
    expect(() => readDev("config:\n  a: 2026-11-23\n")).toThrow(new UsageError(OTHERWISE("2026-11-23", 2)));
  });
});

describe("a value that the CLI reads alike", () => {
  test.each<[string, unknown]>([
    ["0", 0],
    ["-0", 0],
    ["12", 12],
    ["+12", 12],
    ["-12", -12],
    ["0x1F", 31],
    ["0o17", 15],
    ["089", 89],
    ["1.5", 1.5],
    [".5", 0.5],
    ["12.", 12],
    ["1e3", 1000],
    ["1E-2", 0.01],
    ["0.5", 0.5],
    ["true", true],
    ["True", true],
    ["FALSE", false],
    ["~", null],
    ["null", null],
    ["Null", null],
    ["yes", "yes"],
    ["no", "no"],
    ["on", "on"],
    ["off", "off"],
    ["y", "y"],
    ["1:30", "1:30"],
    ["_1", "_1"],
    ["a_1", "a_1"],
    ["1_a", "1_a"],
    ["0b2", "0b2"],
    ["0b12ab34cd", "0b12ab34cd"],
    ["0x1G", "0x1G"],
    ["0X1G", "0X1G"],
    ["0o8", "0o8"],
    ["0O8", "0O8"],
    ["1.2.3", "1.2.3"],
    ["12e03ab9", "12e03ab9"],
    ["2026-11", "2026-11"],
    ["2026-11-23x", "2026-11-23x"],
    ["12026-11-23", "12026-11-23"],
    ["x2026-11-23", "x2026-11-23"],
    ["v0123", "v0123"],
    ['"0123"', "0123"],
    ["'2026-11-23'", "2026-11-23"],
    ['"1_000"', "1_000"],
    ['".inf"', ".inf"],
  ])("is read: %s as %j", (source, expected) => {
    expect(valueOf(source)).toBe(expected);
  });

  test("is read as a block of text", () => {
    expect(readDev("config:\n  a: |\n    0123\n").entries).toEqual({ "acme:a": "0123\n" });
  });
});

describe("a name that the CLI reads otherwise", () => {
  test.each([
    "01",
    "0123",
    "1.5",
    "1e3",
    "0x1F",
    "+1",
    "1_000",
    "2026-11-23",
    "1234567890123456",
    "~",
    "null",
    ".inf",
    "[a]",
    "{a: b}",
  ])("is refused: %s", (source) => {
    expect(() => readDev(`config:\n  a:\n    ${source}: x\n`)).toThrow(new UsageError(OTHERWISE(source, 3)));
  });
});

describe("a name that the CLI reads alike", () => {
  test.each([
    ["0", "0"],
    ["1", "1"],
    ["10", "10"],
    ["-1", "-1"],
    ["123456789012345", "123456789012345"],
    ["true", "true"],
    ["yes", "yes"],
    ["0b2", "0b2"],
    ['"01"', "01"],
    ["'1.5'", "1.5"],
    ["/chat/POST", "/chat/POST"],
  ])("is read: %s as %j", (source, name) => {
    expect(readDev(`config:\n  a:\n    ${source}: x\n`).entries).toEqual({ "acme:a": JSON.stringify({ [name]: "x" }) });
  });
});
