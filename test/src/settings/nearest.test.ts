import { nearest, nearestFinder } from "../../../src/settings/nearest";

describe("the name that a misspelt one was probably meant to be", () => {
  test.each<[string, string, string[], string | undefined]>([
    ["one edit away", "standar", ["bulk", "standard"], "standard"],
    ["two edits away", "standrad", ["bulk", "standard"], "standard"],
    ["not three edits away", "sdandrat", ["bulk", "standard"], undefined],
    ["two letters shorter", "standardxx", ["standard"], "standard"],
    ["not three letters shorter", "standardxxx", ["standard"], undefined],
    ["two letters longer", "standa", ["standard"], "standard"],
    ["not three letters longer", "stand", ["standard"], undefined],
    ["the same in other letter case", "STANDARD", ["standard"], "standard"],
    ["in capitals itself", "dey", ["DAY"], "DAY"],
    ["the same", "standard", ["standart", "standard"], "standard"],
    ["the nearest of several", "standart", ["stendard", "standard", "stundart"], "standard"],
    ["the first of several as near", "bulp", ["bulk", "bulb"], "bulk"],
    ["the same after a nearer one was seen", "bulk", ["bulk", "bulb"], "bulk"],
    ["one edit away for five letters", "abcde", ["abcdx"], "abcdx"],
    ["two edits away for five letters", "abcde", ["abcxx"], "abcxx"],
    ["one edit away for four letters", "abcd", ["abcx"], "abcx"],
    ["two neighbours swapped for four letters", "kyes", ["keys"], "keys"],
    ["the first two swapped", "ekys", ["keys"], "keys"],
    ["the last two swapped", "kesy", ["KEYS"], "KEYS"],
    ["nearer with two swapped than with two other edits", "standrad", ["standxxd", "standard"], "standard"],
    ["nearer with one edit than with half a swap, the first letter", "abcdef", ["bxcdef", "abcdeg"], "abcdeg"],
    ["nearer with one edit than with half a swap, the second letter", "abcdef", ["xacdef", "abcdeg"], "abcdeg"],
    ["not two swapped and one more edit for four letters", "kyex", ["keys"], undefined],
    ["not two swapped that are no neighbours", "yeks", ["keys"], undefined],
    ["not two edits away for four letters", "abcd", ["abxx"], undefined],
    ["one edit away for three letters", "abc", ["abx"], "abx"],
    ["not one edit away for two letters", "ab", ["ax"], undefined],
    ["the same in other letter case for two letters", "AB", ["ab"], "ab"],
    ["the same in other letter case for one letter", "A", ["a"], "a"],
    ["the same in a namespace, however near another is", "region", ["regions", "aws:region"], "aws:region"],
    ["nothing for no letters", "", ["a", "b"], undefined],
    ["nothing where there are no names", "standard", [], undefined],
  ])("is %s", (_, name, names, expected) => {
    expect(nearest(name, names)).toBe(expected);
  });
});

describe("looking for many misspelt names", () => {
  test("ends when the budget of comparisons is used up", () => {
    const find = nearestFinder(["bulk", "standard"], 5);
    expect([find("bulkk"), find("bulkk"), find("bulkk"), find("bulkk")]).toEqual([
      "bulk",
      "bulk",
      undefined,
      undefined,
    ]);
  });

  test("uses the budget up to the last comparison", () => {
    const find = nearestFinder(["bulk", "standard"], 4);
    expect([find("bulkk"), find("bulkk"), find("bulkk")]).toEqual(["bulk", "bulk", undefined]);
  });

  test("ends after 200,000 comparisons", () => {
    const names = [...Array<string>(199_999).fill("of-quite-another-length"), "bulk"];
    const find = nearestFinder(names);
    expect([find("bulkk"), find("bulkk")]).toEqual(["bulk", undefined]);
  });

  test("does not end before 200,000 comparisons", () => {
    const names = [...Array<string>(99_999).fill("of-quite-another-length"), "bulk"];
    const find = nearestFinder(names);
    expect([find("bulkk"), find("bulkk"), find("bulkk")]).toEqual(["bulk", "bulk", undefined]);
  });
});
