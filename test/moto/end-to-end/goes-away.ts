import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { openStore } from '../../../src/apps/server/open-store.ts';
import type { EntryBody } from '../../../src/core/ledger/entry-body.ts';
import type { Decision } from '../../../src/core/plan/decision.ts';
import { type LoggedLine, startServe } from './serve-process.ts';
import { anywhere, type Stage, tcp } from './stage.ts';
import { isOurs } from './timing.ts';
import { until } from './watching.ts';

/** How long stores stay away, in milliseconds: a minute in CI, less elsewhere unless `STORE_AWAY` says other seconds. */
export const awaySpan = Number(process.env.STORE_AWAY ?? (process.env.CI === undefined ? 10 : 60)) * 1000;

/** A store that a test takes away and brings back. */
export interface Leaving {
  /** As it is called in what the test prints, and in names of groups. */
  readonly name: string;
  /** As settings name it. */
  readonly store: string;
  readonly leave: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
}

/** So often within the while somebody opens a group: messages keep coming. */
const openings = 6;

/**
 * Takes the store of `portcullis serve` away while people open 22 and 443 in one group after another, and holds what came
 * of it against what must: each 22 closed by one call, each opening decided once, nothing left in the queue, both said in the log.
 */
export async function goesAway(stage: Stage, { name, store, leave, comeBack }: Leaving): Promise<void> {
  const serve = startServe(stage, ['listen: off'], store);
  try {
    await serve.line(({ event }) => event === 'sweep');
    const left = Date.now();
    await leave();
    const groups: string[] = [];
    for (let n = 0; n < openings; n++) {
      const GroupId = await stage.group(`${name}-${n}`);
      const IpPermissions = [tcp(22, anywhere), tcp(443, anywhere)];
      await stage.alice.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
      groups.push(GroupId);
      await wait(Math.max(0, left + ((n + 1) * awaySpan) / openings - Date.now()));
    }
    const told = await serve.line(({ event, level }) => event === 'store' && level === 'error');
    for (const each of groups)
      expect(await stage.standing(each)).toEqual([`tcp/22 ${anywhere}`, `tcp/443 ${anywhere}`]);
    const back = Date.now();
    await comeBack();
    const isDone = ({ event, state }: LoggedLine) => event === 'action' && state === 'verified';
    await until(async () => serve.lines().filter(isDone).length === groups.length);
    console.log(
      `${name}: away for ${back - left} ms; ${told.message}; ${groups.length} groups verified ${Date.now() - back} ms after it was back`,
    );
    for (const each of groups) {
      expect(await stage.standing(each)).toEqual([`tcp/443 ${anywhere}`]);
      const mine = serve.lines().filter(({ group }) => group === each);
      // A look may have shown the same before its record was read, as nobody's.
      const isBreach = ({ event, ruling, origin }: LoggedLine) =>
        event === 'decision' && ruling === 'breach' && origin === 'record';
      expect(mine.filter(isBreach).length).toBe(1);
      const calls = stage.edge.made.filter(
        ({ call, record }) => isOurs(call.caller.identity.arn) && JSON.stringify(record).includes(each),
      );
      expect(calls.length).toBe(1);
    }
    expect(serve.lines().some(({ event, level }) => event === 'store' && level === 'info')).toBe(true);
    await until(async () => (await stage.waiting()) === 0);
    expect(await serve.stop()).toBe(0);
    const opened = await breachesIn(store, groups);
    expect(opened.toSorted()).toEqual(groups.map((each) => `${each} AuthorizeSecurityGroupIngress`).toSorted());
  } finally {
    serve.child.kill('SIGKILL');
  }
}

/** The decisions of a ledger on groups that broke a check, by their records: group and call. */
async function breachesIn(place: string, groups: readonly string[]): Promise<readonly string[]> {
  const opened = await openStore(place);
  if (opened.kind === 'refused') throw new Error(opened.why);
  const found: string[] = [];
  for (let shard = 0; shard < opened.store.shards; shard++)
    for await (const { body } of opened.store.read(shard, 0)) {
      const read = JSON.parse(body!) as EntryBody;
      if (read.kind !== 'decided') continue;
      const { call, on, origin, verdict } = read.decision as unknown as Decision;
      if (groups.includes(on.id ?? '') && verdict?.ruling === 'breach' && origin === 'record')
        found.push(`${on.id} ${call.name}`);
    }
  await opened.store.close();
  return found;
}
