import type { Engine } from "../engine/engine";
import { resourcesOf } from "./account";
import type { Load } from "./load";
import type { Service } from "./service";
import { succeed } from "../engine/command";

interface Generation {
  readonly id: number;
  readonly value: string;
}

/** The key `assistant` of a stack, which is rotated while its consumers call. */
export class RotatedKey {
  /** @param services those that its values open. */
  constructor(
    private readonly engine: Engine,
    private readonly load: Load,
    private readonly services: readonly Service[],
  ) {}

  /** Edits the stack file by one step. */
  rotate = (verb: string) => succeed(this.engine.shell(`npm run -s rotate -- ${this.engine.stack} assistant ${verb}`));

  private readonly up = () => succeed(this.engine.up());

  /** Edits the stack file by one step, and deploys it. */
  async step(verb: string, deploy: () => Promise<unknown> = this.up): Promise<void> {
    await this.rotate(verb);
    await deploy();
  }

  /** Waits until consumers hold the value of the newest generation: the one before must not be retired earlier. */
  async moveOn(): Promise<void> {
    const [newest] = await this.generations();
    await this.load.moved(newest.value);
  }

  /** Retires the generation before the newest. Its value must be refused everywhere then, and not before. */
  async retire(deploy?: () => Promise<unknown>): Promise<void> {
    const [, { value: old }] = (await this.generations()) as [Generation, Generation];
    for (const service of this.services) expect(await service.call(old)).toBe(200);
    this.load.retire(old);
    await this.step("retire", deploy);
    for (const service of this.services) expect(await service.settled(old, 403)).toBe(403);
  }

  /** The generations that there are, the newest first. */
  async generations(): Promise<[Generation, ...Generation[]]> {
    const { keys } = await resourcesOf(this.engine.stack);
    const ours = keys.filter(({ tags }) => tags!["service-keys:key"] === "assistant");
    const found = ours.map(({ tags, value = "" }) => ({ id: Number(tags!["service-keys:generation"]), value }));
    return found.sort((a, b) => b.id - a.id) as [Generation, ...Generation[]];
  }
}
