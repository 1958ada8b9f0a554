import * as fc from "fast-check";
import { generationStates, type GenerationState, isEnabled, isPublished } from "../../src/rotation";
import { legalSteps, outcomeOf } from "../../tools/rotate/steps";
import { requestOf } from "../kit/rotate";
import type { Registration } from "../../tools/program/registration";
import { keyValue, run, valueOf } from "../kit/mocks";
import type { TestConfig } from "../kit/read-config";
import { tries } from "../kit/tries";
import { KEY, LINK, VERSION } from "../kit/types";

/** What one deployment registers, and what the question is of each generation. */
class Graph {
  private readonly all: ReadonlyMap<string, Registration>;

  constructor(
    registrations: readonly Registration[],
    private readonly values: Readonly<Record<string, string>>,
  ) {
    this.all = new Map(registrations.map((it) => [`${it.type}::${it.name}`, it]));
  }

  static async of(config: TestConfig): Promise<Graph> {
    const { registrations, exports, warnings } = await run(config);
    expect(warnings.filter((text) => !/no apiStages|no usage plan|no key uses|unlimited/.test(text))).toEqual([]);
    return new Graph(registrations, (await valueOf(exports.apiKeyValues)) as Record<string, string>);
  }

  /** Logical names of the API keys of a service. */
  generations(service: string): string[] {
    const keys = [...this.all.values()].filter(({ type, inputs }) => {
      return type === KEY && (inputs.tags as Record<string, string>)["service-keys:key"] === service;
    });
    return keys.map(({ name }) => name);
  }

  enabled = (name: string) => this.all.get(`${KEY}::${name}`)?.inputs.enabled === true;

  isProtected = (name: string) => this.all.get(`${KEY}::${name}`)?.protect === true;

  linked = (name: string) =>
    this.all.get(`${LINK}::${name}`)?.inputs.keyId === `id-of-${name}` &&
    this.all.get(`${LINK}::${name}`)?.deletedWith === `${KEY}::${name}`;

  /** The generation that consumers are given: the stack's output and the secret agree on it. */
  published(service: string): string {
    const names = this.generations(service).filter((name) => keyValue(name) === this.values[service]);
    const version = this.all.get(`${VERSION}::${service}`);
    const inSecret = version?.dependsOn.filter((it) => it.startsWith(KEY)) ?? names.map((name) => `${KEY}::${name}`);
    expect(inSecret).toEqual([`${KEY}::${names[0]}`]);
    expect(names).toHaveLength(1);
    return names[0]!;
  }

  /** True if the one is made only after the other is. */
  waits(later: string, earlier: string): boolean {
    return this.all.get(later)!.dependsOn.some((it) => it === earlier || this.waits(it, earlier));
  }

  has = (resource: string) => this.all.has(resource);
}

type Generations = Record<string, { state: GenerationState; usagePlan?: string }>;
interface Key {
  usagePlan?: string;
  enabled: boolean;
  generations: Generations;
}

/** Walks of this many keys at a time: a deployment takes long, and little longer for many keys. */
const WALKERS = 8;
const STEPS = 3;

/** What walks begin with: a key as it is new, and one that has every state. */
const NEW: Generations = { "1": { state: "current" } };
const IN_FULL_SWING: Generations = {
  "1": { state: "disabled" },
  "2": { state: "grace" },
  "3": { state: "current" },
  "4": { state: "staged" },
};

const services = Array.from({ length: WALKERS }, (_, index) => `service-${index}`);

/** A step for each key and deployment. */
const choices = fc.array(
  fc.array(fc.record({ step: fc.nat(), own: fc.nat(5) }), { minLength: WALKERS, maxLength: WALKERS }),
  { minLength: STEPS, maxLength: STEPS },
);

function shuffled<T>(map: Readonly<Record<string, T>>, order: (a: string, b: string) => number): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => order(a, b)));
}

/** One legal step of a key, or the switch that turns it off and on. */
function changed(key: Key, { step, own }: { readonly step: number; readonly own: number }): Key {
  const states = Object.fromEntries(Object.entries(key.generations).map(([id, { state }]) => [id, state]));
  const legal = [...legalSteps(states), "switch"];
  const typed = legal[step % legal.length]!;
  if (typed === "switch") return { ...key, enabled: !key.enabled };
  const generations = new Map(Object.entries(key.generations));
  for (const [id, to] of Object.entries(outcomeOf(states, requestOf(typed)).changes!)) {
    const plan = own === 0 ? { usagePlan: "q" } : {};
    if (to === "absent") generations.delete(id);
    else generations.set(id, { ...(generations.get(id) ?? plan), state: to });
  }
  return { ...key, generations: Object.fromEntries(generations) };
}

describe.each([
  ["with Secrets Manager and protection", true, true],
  ["with neither", false, false],
] as const)("on every walk of legal steps, in whatever order the file is, %s", (_, delivered, deletionProtection) => {
  test("each deployment keeps what was promised", async () => {
    await fc.assert(
      fc.asyncProperty(choices, fc.compareFunc<string>(), async (deployments, shuffle) => {
        let keys = Object.fromEntries(
          services.map((service, index): [string, Key] => {
            const plan = index % 3 === 0 ? {} : { usagePlan: "p" };
            return [service, { ...plan, enabled: true, generations: index % 2 === 0 ? NEW : IN_FULL_SWING }];
          }),
        );
        const everPublished = new Set(
          services.map((service) => `${service}-2`).filter((_name, index) => index % 2 !== 0),
        );
        let before: Graph | undefined;

        for (const steps of [[], ...deployments]) {
          const moved = steps.map((step, index) => [services[index]!, changed(keys[services[index]!]!, step)] as const);
          keys = { ...keys, ...Object.fromEntries(moved) };
          const inFile = Object.entries(keys).map(([service, given]) => {
            return [service, { ...given, generations: shuffled(given.generations, shuffle) }] as const;
          });
          // The program throws on a configuration that is not accepted.
          const graph = await Graph.of(
            shuffled(
              {
                keys: shuffled(Object.fromEntries(inFile), shuffle),
                usagePlans: { p: {}, q: {} },
                deletionProtection,
                ...(delivered && { secretsManager: {} }),
              },
              shuffle,
            ),
          );

          for (const [service, { enabled, generations, usagePlan: ofKey }] of Object.entries(keys)) {
            const linked = (name: string) => {
              const id = name.slice(service.length + 1);
              return graph.linked(name) || (generations[id]!.usagePlan ?? ofKey) === undefined;
            };
            const published = graph.published(service);
            everPublished.add(published);
            expect(generations[published.slice(service.length + 1)]!.state).toBe("current");

            for (const name of graph.generations(service)) {
              const { state } = generations[name.slice(service.length + 1)]!;
              // I1, I2: what is or was published works until it is disabled by name. The key's switch is such a name.
              if (enabled && everPublished.has(name) && isEnabled(state)) expect(graph.enabled(name)).toBe(true);
              if (!enabled || !isEnabled(state)) expect(graph.enabled(name)).toBe(false);
              expect(linked(name)).toBe(true);
              // I3, the engine's half: what is enabled cannot be deleted.
              expect(graph.isProtected(name)).toBe(deletionProtection && graph.enabled(name));
            }
            // I3, the file's half: what is gone was off in the deployment before.
            const gone = before?.generations(service).filter((name) => !graph.has(`${KEY}::${name}`)) ?? [];
            expect(gone.filter((name) => before!.enabled(name) || before!.isProtected(name))).toEqual([]);

            // I4: create < attach < publish < what the old one becomes, but that a key which is off waits for nothing. What is deleted goes after all that, by the engine's own rule.
            const attached = graph.has(`${LINK}::${published}`) ? `${LINK}::${published}` : `${KEY}::${published}`;
            const handedOver = delivered ? `${VERSION}::${service}` : attached;
            if (delivered) expect(graph.waits(handedOver, attached)).toBe(true);
            const past = graph.generations(service).filter((name) => {
              return !["staged", "current"].includes(generations[name.slice(service.length + 1)]!.state);
            });
            expect(past.filter((name) => graph.waits(`${KEY}::${name}`, handedOver) !== enabled)).toEqual([]);
          }
          before = graph;
        }
      }),
      // A smaller walk would take as long to find as this one, again and again.
      { ...tries(1), endOnFailure: true },
    );
  });
});

describe("a generation has in the graph what its state means", () => {
  let graph: Graph;
  beforeAll(async () => {
    const keys = generationStates.map((state) => {
      const others = isPublished(state) ? {} : { "2": "current" };
      return [`is-${state}`, { usagePlan: "p", generations: { "1": state, ...others } }] as const;
    });
    graph = await Graph.of({ keys: Object.fromEntries(keys), usagePlans: { p: {} }, secretsManager: {} });
  });

  test.each([
    ["staged", { enabled: true, linked: true, published: false, isProtected: true }],
    ["current", { enabled: true, linked: true, published: true, isProtected: true }],
    ["grace", { enabled: true, linked: true, published: false, isProtected: true }],
    ["disabled", { enabled: false, linked: true, published: false, isProtected: false }],
    ["revoked", { enabled: false, linked: true, published: false, isProtected: false }],
  ])("%s: %j", (state, expected) => {
    const name = `is-${state}-1`;
    expect({
      enabled: graph.enabled(name),
      linked: graph.linked(name),
      published: graph.published(`is-${state}`) === name,
      isProtected: graph.isProtected(name),
    }).toEqual(expected);
  });
});
