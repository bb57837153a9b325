import type { Stage } from './stage.ts';
import { patience, until, type Watching } from './watching.ts';

/** How long it took from the message with the change to two ends, in milliseconds. */
export interface Timing {
  /** Until the call that puts it right had come through. */
  readonly gone: number;
  /** Until two good reads had shown it. */
  readonly verified: number;
}

/** Waits until every action on something has come to a good end, and prints how long it took since its message was sent. */
export async function timed(stage: Stage, watching: Watching, on: string, what: string): Promise<Timing> {
  const sent = sentLast(stage, on);
  const ended = await until(async () => {
    const actions = await watching.actions(on);
    return actions.length > 0 && actions.every(({ endedAt }) => endedAt !== null) ? actions : null;
  });
  const states = ended.map(({ state, why }) => (why === null ? state : `${state}: ${why}`));
  if (ended.some(({ state }) => state !== 'verified')) throw new Error(`expected a good end on ${on}, found ${states}`);
  const ours = stage.edge.made.filter(
    ({ call, status, record }) =>
      isOurs(call.caller.identity.arn) && status === 200 && JSON.stringify(record).includes(on),
  );
  const gone = ours.at(-1)!.at - sent;
  const verified = Math.max(...ended.map(({ endedAt }) => endedAt!)) - sent;
  console.log(`${what}: put right ${gone} ms after its message, verified after ${verified} ms`);
  if (gone > patience) throw new Error(`expected it to be put right within ${patience} ms, it took ${gone}`);
  return { gone, verified };
}

/** When the last message about something that somebody else did was sent. */
function sentLast(stage: Stage, on: string): number {
  const theirs = stage.edge.made.filter(
    ({ call, record }) => !isOurs(call.caller.identity.arn) && JSON.stringify(record).includes(on),
  );
  return stage.sentAt(theirs.at(-1)!);
}

/** A session of a role of ours that acts. */
export function isOurs(arn: unknown): boolean {
  return /:assumed-role\/Portcullis(Revoke|Restore)\//.test(String(arn));
}
