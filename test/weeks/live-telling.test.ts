import { expect, test } from 'vitest';
import { LiveTeller, type PostEvent, type SavedTeller } from '../../src/core/plan/quiet/live-teller.ts';
import { startTelling } from '../../src/core/plan/quiet/tell.ts';
import { buildWeek } from './build-week.ts';
import { decidedWeek } from './decided-week.ts';
import { organisationPolicy, tellAllPolicy } from './organisation-policy.ts';

function again(saved: SavedTeller): SavedTeller {
  const { lanes, ...rest } = saved;
  const read = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
  const parts = [...lanes].map(([channel, { head, bundles, findings }]) => {
    const part = { head: read(head), bundles: new Map(read([...bundles])), findings: new Map(read([...findings])) };
    return [channel, part] as const;
  });
  return { ...read(rest), lanes: new Map(parts) };
}

test.each([1, 2, 3, 4].flatMap((seed) => [[seed, organisationPolicy] as const, [seed, tellAllPolicy] as const]))(
  'R76: week %i tells live, saved and loaded after every second, what it tells as an archive',
  async (seed, policyOf) => {
    const week = buildWeek(seed);
    const policy = policyOf(week.shop);
    const telling = { routes: policy.notify, checks: policy.checks };
    const seconds = await decidedWeek(week, policy);
    const whole = startTelling(telling);
    for (const { decisions } of seconds) for (const each of decisions) whole.take(each);
    const { messages, fates } = whole.end();

    let teller = new LiveTeller(telling);
    const events: PostEvent[] = [];
    for (const { at, decisions } of seconds) {
      const heard = decisions.map((decision) => ({ decision }));
      teller.take(heard, at);
      events.push(...teller.drain());
      teller = new LiveTeller(telling, again(teller.save()));
    }
    teller.pass(Date.UTC(2030, 0, 1));
    events.push(...teller.drain());

    const opened = events.flatMap((each) => (each.kind === 'opened' ? [[each.message.id, each.message.at]] : []));
    const wanted = messages.filter(({ kind }) => kind !== 'digest').map(({ id, at }) => [id, at]);
    expect(opened.sort()).toEqual(wanted.sort());
    const became = events.flatMap((each) => (each.kind === 'fate' ? [[each.decision, each.fate] as const] : []));
    expect(new Map(became)).toEqual(new Map(fates));
  },
);
