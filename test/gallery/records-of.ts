import type { Perimeter } from '../../src/core/group/group.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { World } from '../builders/world.ts';
import { sessionOf } from './calls.ts';
import type { EventCase } from './case.ts';

/** The records of a case as they arrive, and the event ids of those that are judged. */
export interface Acted {
  readonly records: readonly JsonObject[];
  readonly judged: ReadonlySet<string>;
  readonly snapshot: Perimeter | null;
}

/** Plays a case: the group, what came before, and the act. */
export function recordsOf({ group: wanted = {}, before, act, arrives, look }: EventCase): Acted {
  const world = new World();
  const group = world.group(wanted.name ?? 'web', wanted.dualStack);
  world.as(sessionOf('tf-deploy'));
  for (const [key, value] of Object.entries(wanted.tags ?? {})) group.tags(key, value);
  world.as('alice').wait(60);
  const made = before?.({ world, group });
  const played = world.records.length;
  act({ world, group }, Array.isArray(made) ? made : []);
  const judged = new Set(world.records.slice(played).map(({ eventID }) => eventID as string));
  const { records } = world;
  const arrived =
    arrives === 'twice' ? [...records, ...records] : arrives === 'backwards' ? records.toReversed() : records;
  return { records: arrived, judged, snapshot: look ? world.look() : null };
}
