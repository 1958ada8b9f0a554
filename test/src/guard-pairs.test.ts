import { guard } from "../../src/guard";
import type { GenerationState, Presence } from "../../src/rotation";
import { deployed } from "../kit/deployed-key";
import { settingsOf } from "../kit/read-config";

describe("of all pairs of states", () => {
  const PRESENCES: readonly Presence[] = ["absent", "staged", "current", "grace", "disabled", "revoked"];
  type From = Presence | "unknown";

  /** Which of `absent staged current grace disabled revoked` may follow: + or -. */
  const MAY_FOLLOW: Readonly<Record<string, Partial<Record<From, string>>>> = {
    "finished, on -> on": {
      absent: "++++++",
      staged: "-++-++",
      current: "--++-+",
      grace: "--++++",
      disabled: "+-++++",
      revoked: "+----+",
    },
    "finished, on -> off": {
      absent: "++++++",
      staged: "-+++++",
      current: "-+++++",
      grace: "-+++++",
      disabled: "++++++",
      revoked: "+----+",
    },
    "finished, off -> on": {
      absent: "++++++",
      staged: "++++++",
      current: "+-++++",
      grace: "+-++++",
      disabled: "+-++++",
      revoked: "+----+",
    },
    "finished, off -> off": {
      absent: "++++++",
      staged: "++++++",
      current: "++++++",
      grace: "++++++",
      disabled: "++++++",
      revoked: "+----+",
    },
    // Whatever the record says of enabled: it may be ahead of AWS.
    "broke off, on -> on": {
      absent: "++++++",
      staged: "-++-++",
      current: "--++-+",
      grace: "--++++",
      disabled: "--++++",
      revoked: "-----+",
      unknown: "-+++-+",
    },
    "broke off, off -> on": {
      absent: "++++++",
      staged: "-++-++",
      current: "--++-+",
      grace: "--++++",
      disabled: "--++++",
      revoked: "-----+",
      unknown: "-+++-+",
    },
    "broke off, on -> off": {
      absent: "++++++",
      staged: "-+++++",
      current: "-+++++",
      grace: "-+++++",
      disabled: "-+++++",
      revoked: "-----+",
      unknown: "-+++++",
    },
    "broke off, off -> off": {
      absent: "++++++",
      staged: "-+++++",
      current: "-+++++",
      grace: "-+++++",
      disabled: "-+++++",
      revoked: "-----+",
      unknown: "-+++++",
    },
  };

  /** The faults of a generation `x`, which goes from one state to the other; another one beside it makes a legal step. */
  function faultsOf(how: string, from: From, to: Presence): string[] {
    const [, ended, wasOn, isOn] = /^(.*), (\w+) -> (\w+)$/.exec(how)!;
    const beside: readonly [GenerationState, GenerationState] =
      from === "current"
        ? ["staged", to === "current" ? "staged" : "current"]
        : ["current", to === "current" ? "grace" : "current"];
    const recorded = { ...(from !== "absent" && { x: from }), other: beside[0] };
    const last = deployed(recorded, { ...(ended === "broke off" && { broke: true }), enabled: wasOn === "on" });
    const wanted = { ...(to !== "absent" && { x: to }), other: beside[1] };
    const file = { keys: { search: { generations: wanted, enabled: isOn === "on" } } };
    return guard({ keys: { search: last }, usagePlans: {} }, settingsOf(file), "prod").faults.map(({ path }) => path);
  }

  const cases = Object.entries(MAY_FOLLOW).flatMap(([how, rows]) =>
    Object.entries(rows).map(([from, row]): [string, From, string] => [how, from as From, row]),
  );
  test.each(cases)("%s: what was %s may become what is marked in %s", (how, from, row) => {
    const seen = PRESENCES.map((to) => faultsOf(how, from, to));
    expect(seen).toEqual([...row].map((may) => (may === "+" ? [] : ["keys.search.generations.x"])));
  });
});
