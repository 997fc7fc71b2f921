import type { TestServer } from '../support/postgresql.ts';
import { differences, readable } from './compare.ts';
import { postgresqlMemory } from './memory.ts';
import { KillWorld, type KillPoint } from './world.ts';

/** One world in which the scenario is run again and again, each time killed at another point. */
export class Lane {
  /** Every point at which the scenario can be killed: three for each call, one for each write inside a batch. */
  readonly points: readonly KillPoint[];
  private readonly world: KillWorld;
  private readonly undisturbed: object;

  private constructor(world: KillWorld, points: readonly KillPoint[], undisturbed: object) {
    this.world = world;
    this.points = points;
    this.undisturbed = undisturbed;
  }

  /** Runs the scenario once with nothing in its way. On the embedded database where no PostgreSQL is given. */
  static async open(server: TestServer | undefined, externalIdField: boolean): Promise<Lane> {
    const memory = server === undefined ? 'embedded' : await postgresqlMemory(server);
    const world = await KillWorld.make(memory, externalIdField);
    await world.putBack();
    const { calls, writes } = await world.count();
    const undisturbed = readable(await world.rest());
    const points = Array.from({ length: calls }, (_none, at) =>
      (['asked', 'done', 'answered'] as const).map((when) => ({ call: at + 1, part: false, when })),
    );
    return new Lane(
      world,
      [...points.flat(), ...writes.map((call) => ({ call, part: true, when: 'done' as const }))],
      undisturbed,
    );
  }

  /** What differs from the undisturbed run when it is killed there; empty: nothing does. */
  async kill(point: KillPoint): Promise<string> {
    try {
      await this.world.putBack();
      await this.world.killedAt(point);
      return differences(this.undisturbed, readable(await this.world.rest()));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  close(): Promise<void> {
    return this.world.close();
  }
}

export function named({ call, part, when }: KillPoint): string {
  return `${part ? 'part' : 'call'} ${call}, ${when}`;
}
