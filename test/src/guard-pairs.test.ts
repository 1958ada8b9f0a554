import { guard } from "../../src/guard";
import type { GenerationState, Presence } from "../../src/rotation";
import { deployedKey } from "../kit/deployed-key";
import { settingsOf } from "../kit/read-config";

type From = Presence | "unknown";

const PRESENCES: readonly Presence[] = ["absent", "staged", "current", "grace", "disabled", "revoked"];

/**
 * Below each state that was deployed, which of `absent staged current grace disabled revoked` may follow: + or -. Before each
 * row, how the last deployment ended, with the key on or off, and whether the file switches it on or off. Of one that broke
 * off the record may be ahead of AWS, so whether it says on or off makes no difference.
 */
const MAY_FOLLOW = `
                        absent  staged  current  grace   disabled  revoked  unknown
finished, on -> on      ++++++  -++-++  --++-+   --++++  +-++++    +----+
finished, on -> off     ++++++  -+++++  -+++++   -+++++  ++++++    +----+
finished, off -> on     ++++++  ++++++  +-++++   +-++++  +-++++    +----+
finished, off -> off    ++++++  ++++++  ++++++   ++++++  ++++++    +----+
unfinished, on -> on    ++++++  -++-++  --++-+   --++++  --++++    -----+   -+++-+
unfinished, off -> on   ++++++  -++-++  --++-+   --++++  --++++    -----+   -+++-+
unfinished, on -> off   ++++++  -+++++  -+++++   -+++++  -+++++    -----+   -+++++
unfinished, off -> off  ++++++  -+++++  -+++++   -+++++  -+++++    -----+   -+++++
`;

const [header = "", ...rows] = MAY_FOLLOW.trim().split("\n");
const cases = rows.flatMap((row) => {
  const [how = "", ...cells] = row.split(/ {2,}/);
  return cells.map((may, index) => [how, header.split(/ +/)[index] as From, may] as const);
});

test.each(cases)("%s: what was %s may become what is marked in %s", (how, from, may) => {
  const seen = PRESENCES.map((to) => faultsOf(how, from, to));
  expect(seen).toEqual([...may].map((mark) => (mark === "+" ? [] : ["keys.search.generations.x"])));
});

/** The faults of a generation `x`, which goes from one state to the other; another one beside it makes a legal step. */
function faultsOf(how: string, from: From, to: Presence): string[] {
  const [, ended = "", wasOn, isOn] = /^(.*), (\w+) -> (\w+)$/.exec(how)!;
  const beside: readonly [GenerationState, GenerationState] =
    from === "current"
      ? ["staged", to === "current" ? "staged" : "current"]
      : ["current", to === "current" ? "grace" : "current"];
  const x = from === "absent" ? "" : `x ${from}, `;
  const last = deployedKey(`${x}other ${beside[0]}, ${ended}, enabled: ${wasOn === "on"}`);
  const generations = { ...(to !== "absent" && { x: to }), other: beside[1] };
  const settings = settingsOf({ keys: { search: { generations, enabled: isOn === "on" } } });
  return guard({ keys: { search: last }, usagePlans: {} }, settings, "prod").faults.map(({ path }) => path);
}
