import { setTimeout } from "node:timers/promises";
import type { Holder } from "./holders";
import type { Service } from "./service";

/** The results of one consumer. */
interface Tally {
  readonly name: string;
  calls: number;
  /** Calls that were answered with 200. */
  good: number;
  /** The longest time between two good answers, in milliseconds. */
  longestGap: number;
  last: number;
}

/** Consumers that call a service all the time, each with the key that it holds: unless said otherwise, the same service. */
export class Load {
  /** A line for each refused call whose key had been handed out and was not retired. */
  readonly refused: string[] = [];
  /** Every value that was handed out, in that order. */
  private readonly values: string[] = [];
  private readonly retired = new Set<string>();
  private readonly consumers: Tally[] = [];
  private readonly holders: Holder[] = [];
  private readonly running: Promise<void>[] = [];
  private stopped = false;

  constructor(private readonly service: Service) {}

  /** Adds a consumer that calls with the value that it holds. */
  add(name: string, holder: Holder): void {
    this.holders.push(holder);
    this.run(name, async (tally) => {
      await this.call(tally, await holder.value(), this.service);
    });
  }

  /** Adds a consumer that fetches a value for each call. If it is refused, it fetches once more, and that value must be accepted. */
  addFetching(name: string, fetchValue: () => Promise<string>, service = this.service): void {
    this.run(name, async (tally) => {
      const call = async () => this.call(tally, await fetchValue(), service);
      const good = (await call()) || (await call());
      if (!good) this.refused.push(`${name}: also with the value that it fetched then`);
    });
  }

  /** Adds a consumer that calls with every value that another one holds or held, until the value is retired. */
  addSlowest(name: string, service = this.service): void {
    this.run(name, async (tally) => {
      const values = this.values.filter((value) => !this.retired.has(value));
      for (const value of values) await this.call(tally, value, service);
      if (values.length === 0) tally.last = performance.now();
    });
  }

  /** From now on a value may be refused. */
  retire(value: string): void {
    this.retired.add(value);
  }

  /** Resolves once every consumer that holds a value holds this one. */
  async moved(value: string): Promise<void> {
    for (const holder of this.holders) while ((await holder.value()) !== value) await setTimeout(100);
  }

  /** Resets the counts of calls and gaps. */
  count(): void {
    for (const tally of this.consumers)
      Object.assign(tally, { calls: 0, good: 0, longestGap: 0, last: performance.now() });
  }

  /** The results since the last reset, without any value. */
  lines(): string[] {
    const all = this.consumers.map(({ name, calls, good, longestGap }) => {
      return `  ${name}: ${calls} calls, ${good} answered 200, longest gap ${Math.round(longestGap)} ms`;
    });
    const calls = this.consumers.reduce((sum, tally) => sum + tally.calls, 0);
    return [...all, `  all: ${calls} calls, refused before their value was retired: ${this.refused.length}`];
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
    await Promise.all(this.holders.map((holder) => holder.stop()));
  }

  private run(name: string, turn: (tally: Tally) => Promise<void>): void {
    const tally: Tally = { name, calls: 0, good: 0, longestGap: 0, last: performance.now() };
    this.consumers.push(tally);
    const turns = async () => {
      while (!this.stopped) {
        await turn(tally);
        // Their calls and the deployments have the same LocalStack, which takes one at a time.
        await setTimeout(50);
      }
    };
    this.running.push(turns());
  }

  /** Makes a call, and returns whether the answer was as expected. */
  private async call(tally: Tally, value: string, service: Service): Promise<boolean> {
    if (!this.values.includes(value)) this.values.push(value);
    const status = await service.call(value);
    tally.calls += 1;
    if (status === 200) {
      const now = performance.now();
      tally.good += 1;
      tally.longestGap = Math.max(tally.longestGap, now - tally.last);
      tally.last = now;
    } else if (!this.retired.has(value)) {
      this.refused.push(`${tally.name}: ${status} for value ${this.values.indexOf(value) + 1}`);
    }
    return status === 200;
  }
}
