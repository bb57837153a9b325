import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookAt, seenGroup, seenPlace, seenRule, told } from '../../../test/builders/looks.ts';
import type { Change } from '../change/change.ts';
import type { SeenRule } from '../group/rule.ts';
import { changeId } from './change-id.ts';
import { claims, isOvertaken } from './claim.ts';
import type { Evidence } from './evidence.ts';
import { isLookNews } from './look-news.ts';
import { play } from './play.ts';
import { unattributedChange } from './unattributed-change.ts';
import { type Unexplained, unexplainedBy } from './unexplained.ts';
import { isEcho, isWithdrawn } from './withdrawn.ts';

const [https, ssh, http] = [seenRule('sgr-1', 443), seenRule('sgr-2', 22), seenRule('sgr-3', 80)];
const minute = 60_000;
const unreadable = { protocol: null, ports: null, peer: null } as const;

function seen(evidence: readonly Evidence[], look = lookAt(10 * minute, [https])) {
  return unexplainedBy(evidence, look).map(({ was, rule, before }) => [
    was,
    rule?.id ?? null,
    before?.ports?.[0] ?? null,
  ]);
}

describe('a look that differs from what is known', () => {
  test('R30: tells what appeared, what vanished, and what was rewritten under its id', () => {
    const before = [lookAt(0, [https, ssh])];
    expect(seen(before, lookAt(minute, [https, ssh, http]))).toEqual([['appeared', 'sgr-3', null]]);
    expect(seen(before, lookAt(minute, [https]))).toEqual([['vanished', 'sgr-2', null]]);
    expect(seen(before, lookAt(minute, [https, { ...ssh, ports: [23, 23] }]))).toEqual([['rewritten', 'sgr-2', 22]]);
    expect(seen(before, lookAt(minute, [https, ssh]))).toEqual([]);
    expect(seen(before, lookAt(minute, null))).toEqual([['group gone', null, null]]);
  });

  test('R30: tells a rule that stands in the place of another with the same content as another', () => {
    const twin = { ...ssh, id: 'sgr-9' };
    expect(seen([lookAt(0, [https, ssh])], lookAt(minute, [https, twin]))).toEqual([
      ['vanished', 'sgr-2', null],
      ['appeared', 'sgr-9', null],
    ]);
    expect(seen([lookAt(0, [https, ssh])], lookAt(minute, [https, { ...ssh, id: null }]))).toEqual([]);
  });

  test('R30: tells the same rewriting of the same rule twice as two', () => {
    const telnet = { ...ssh, ports: [23, 23] } as const;
    const first = [lookAt(0, [ssh]), lookAt(minute, [telnet])];
    const back = told('rules-modified', 2 * minute, [ssh]);
    const states = [
      unexplainedBy(first.slice(0, 1), lookAt(minute, [telnet])),
      unexplainedBy([...first, back], lookAt(4 * minute, [telnet])),
    ].map(([each]) => each!.state);
    expect(new Set(states).size).toBe(2);
  });

  test('R30, BM-8: tells what a record may have done that does not tell it', () => {
    const before = lookAt(0, [https, ssh]);
    const [lost, blank] = [
      { ...ssh, id: null, ...unreadable },
      { ...ssh, ...unreadable },
    ];
    const telnet = { ...ssh, ports: [23, 23] } as const;
    const after = (how: Parameters<typeof told>[0], rule: SeenRule, shown: readonly SeenRule[]) =>
      seen([before, told(how, 5 * minute, [rule as typeof ssh])], lookAt(6 * minute, shown as (typeof ssh)[]));
    expect(after('rules-added', lost, [https, ssh, http])).toEqual([['appeared', 'sgr-3', null]]);
    expect(after('rules-removed', lost, [https])).toEqual([['vanished', 'sgr-2', null]]);
    expect(after('rules-modified', blank, [https, telnet])).toEqual([['rewritten', 'sgr-2', 22]]);
    expect(after('rules-modified', lost, [https, telnet])).toEqual([['rewritten', 'sgr-2', 22]]);
    expect(after('rules-removed', blank, [https])).toEqual([]);
    expect(after('rules-added', lost, [https, ssh])).toEqual([]);
  });

  test('a group that nobody looked at differs from nothing, but what a record told and is not there has gone', () => {
    expect(seen([])).toEqual([]);
    expect(seen([told('rules-added', 0, [ssh])])).toEqual([['vanished', 'sgr-2', null]]);
    expect(seen([told('group-created', 0)])).toEqual([['appeared', 'sgr-1', null]]);
  });

  test('a change of the last half minute is no difference: a read may be that old', () => {
    const before = [lookAt(0, [https])];
    const added = told('rules-added', minute, [ssh]);
    expect(seen([...before, added], lookAt(minute + 29_999, [https]))).toEqual([]);
    expect(seen([...before, added], lookAt(minute + 30_000, [https]))).toEqual([['vanished', 'sgr-2', null]]);
    const removed = told('rules-removed', minute, [https]);
    expect(seen([...before, removed], lookAt(minute + 29_999, [https]))).toEqual([]);
    expect(seen([...before, removed], lookAt(minute + 30_000, [https]))).toEqual([['appeared', 'sgr-1', null]]);
  });

  test('a group that a record ended does not come back', () => {
    expect(seen([lookAt(0, [https]), told('group-deleted', minute)])).toEqual([]);
    expect(isLookNews([lookAt(0, [https]), told('group-deleted', minute)], lookAt(10 * minute, [https]))).toBe(false);
  });

  test('an attempt explains nothing', () => {
    const refused = told('rules-added', minute, [ssh], { result: 'failed' });
    expect(seen([lookAt(0, [https]), refused], lookAt(5 * minute, [https, ssh]))).toEqual([
      ['appeared', 'sgr-2', null],
    ]);
  });

  test('law: what is known and a look at it never differ, however the records were given', () => {
    const rule = fc.constantFrom(https, ssh, http);
    const edit = fc.tuple(fc.constantFrom('rules-added' as const, 'rules-removed' as const), rule);
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
        const evidence: Evidence[] = [lookAt(0, [])];
        let stands: (typeof https)[] = [];
        edits.forEach(([kind, each], n) => {
          const id = `${each.id}-${n}`;
          const standing = stands.find(({ ports }) => ports?.[0] === each.ports?.[0]);
          if (kind === 'rules-added' && standing === undefined) {
            stands = [...stands, { ...each, id }];
            evidence.push(told(kind, (n + 1) * minute, [{ ...each, id }]));
          } else if (kind === 'rules-removed' && standing !== undefined) {
            stands = stands.filter((other) => other !== standing);
            evidence.push(told(kind, (n + 1) * minute, [standing]));
          }
        });
        const look = lookAt(100 * minute, stands);
        expect(unexplainedBy(evidence, look)).toEqual([]);
        expect(isLookNews([...evidence, lookAt(50 * minute, stands)], look)).toBe(false);
      }),
    );
  });
});

describe('a look is news', () => {
  test('at first, and when it shows a description, a tag or a rule that nobody told', () => {
    expect(isLookNews([], lookAt(0, [https]))).toBe(true);
    const before = [lookAt(0, [https])];
    expect(isLookNews(before, lookAt(minute, [https]))).toBe(false);
    expect(isLookNews(before, lookAt(minute, [{ ...https, description: 'shop' }]))).toBe(true);
    const tagged = { ...lookAt(minute, [https]), group: { ...seenGroup(https), tags: { env: 'prod' } } };
    expect(isLookNews(before, tagged)).toBe(true);
    expect(isLookNews(before, lookAt(minute, null))).toBe(true);
  });
});

describe('what stands in for a missing record', () => {
  const [appeared] = unexplainedBy([lookAt(0, [https])], lookAt(minute, [https, ssh])) as [Unexplained];
  const [vanished] = unexplainedBy([lookAt(0, [https, ssh])], lookAt(minute, [https])) as [Unexplained];
  const [rewritten] = unexplainedBy([lookAt(0, [ssh])], lookAt(minute, [{ ...ssh, ports: [23, 23] }])) as [Unexplained];
  const [gone] = unexplainedBy([lookAt(0, [ssh])], lookAt(minute, null)) as [Unexplained];
  const standIn = (each: Unexplained) => unattributedChange(seenPlace, each);

  test('is a change by nobody, at the time of the look, with the same id whoever makes it', () => {
    expect([appeared, vanished, rewritten, gone].map((each) => standIn(each).kind)).toEqual([
      ...['rules-added', 'rules-removed', 'rules-modified', 'group-deleted'],
    ]);
    expect(standIn(appeared)).toMatchObject({
      ...{ origin: 'observed', on: { id: 'sg-1', name: 'web' } },
      record: { at: minute, result: 'applied', partition: 'aws', actor: { type: 'Unattributed', principal: null } },
    });
    expect(changeId(standIn(appeared))).toBe(changeId(standIn({ ...appeared, seenAt: 2 * minute, since: null })));
    const ids = [appeared, vanished, rewritten, gone, { ...appeared, state: 'another' }].map((each) =>
      changeId(standIn(each)),
    );
    expect(new Set(ids).size).toBe(5);
  });

  test('does nothing once the record is there, whichever comes first', () => {
    for (const [seenNow, record, from] of [
      [appeared, told('rules-added', 30_000, [ssh]), [https]],
      [vanished, told('rules-removed', 30_000, [ssh]), [https, ssh]],
      [appeared, told('rules-added', minute + 1000, [ssh]), [https]],
      [vanished, told('rules-removed', minute + 1000, [ssh]), [https, ssh]],
    ] as const) {
      const change = standIn(seenNow);
      const stand: Evidence = { kind: 'change', id: changeId(change), at: change.record.at, change };
      const steps = new Map<string, number>();
      play([stand, lookAt(minute, []), record, lookAt(0, from)], ({ evidence, delta }) => {
        if (evidence.kind === 'change') steps.set(evidence.id, delta.added.length + delta.removed.length);
      });
      expect([steps.get(record.id), steps.get(stand.id)]).toEqual([1, 0]);
    }
  });

  test('a record claims it by the rule id at any time, by the tuple only between the two looks, to the second', () => {
    expect(claims(told('rules-added', 30_000, [ssh]).change, appeared)).toBe(true);
    expect(claims(told('rules-added', 2 * minute, [ssh]).change, appeared)).toBe(true);
    expect(claims(told('rules-added', 30_000, [{ ...ssh, id: 'sgr-9' }]).change, appeared)).toBe(false);
    const untold = { ...ssh, id: null };
    const times = [-1000, -999, 0, minute, minute + 1];
    const claimed = times.map((at) => claims(told('rules-added', at, [untold]).change, appeared));
    expect(claimed).toEqual([false, true, true, true, false]);
    expect(claims(told('rules-added', 30_000, [{ ...untold, ports: [23, 23] }]).change, appeared)).toBe(false);
  });

  test('only the same kind of change claims it, and only one that EC2 granted', () => {
    expect(claims(told('rules-removed', 30_000, [ssh]).change, appeared)).toBe(false);
    expect(claims(told('rules-added', 30_000, [ssh]).change, vanished)).toBe(false);
    expect(claims(told('rules-removed', 30_000, [ssh]).change, vanished)).toBe(true);
    const telnet = { ...ssh, ports: [23, 23] } as const;
    expect(claims(told('rules-modified', 30_000, [telnet]).change, rewritten)).toBe(true);
    expect(claims(told('rules-modified', 2 * minute, [telnet]).change, rewritten)).toBe(false);
    expect(claims(told('rules-modified', 30_000, [ssh]).change, vanished)).toBe(false);
    expect(claims(told('group-deleted', 30_000).change, gone)).toBe(true);
    expect(claims(told('group-deleted', 30_000).change, vanished)).toBe(true);
    expect(claims(told('group-created', 30_000).change, appeared)).toBe(false);
    const created = told('group-created', 30_000, [{ ...ssh, id: null }]).change;
    expect(claims(created, appeared)).toBe(true);
    expect(claims(created, vanished)).toBe(false);
    const maybe = { ...told('group-created', 30_000).change, maybe: [ssh] } as Change;
    expect(claims(maybe, appeared)).toBe(true);
    expect(claims(told('group-deleted', 30_000).change, appeared)).toBe(false);
    expect(claims(told('rules-removed', 30_000, [ssh]).change, gone)).toBe(false);
    expect(claims(told('rules-added', 30_000, [ssh], { result: 'failed' }).change, appeared)).toBe(false);
    expect(claims(told('rules-added', 30_000, [ssh], { origin: 'observed' }).change, appeared)).toBe(false);
  });

  test('R30: a call that made the rule say something else claims no rewriting: another one followed it', () => {
    const modified = (edit: Partial<SeenRule>) =>
      told('rules-modified', 30_000, [{ ...ssh, ...edit } as typeof ssh]).change;
    expect(claims(modified({}), rewritten)).toBe(false);
    expect(claims(modified({ ports: [24, 24] }), rewritten)).toBe(false);
    expect(claims(modified({ ports: [23, 23], direction: null }), rewritten)).toBe(true);
    expect(claims(modified(unreadable), rewritten)).toBe(false);
    expect(claims(modified({ id: 'sgr-9', ports: [23, 23] }), rewritten)).toBe(false);
  });

  test('R30: a call that added a rule claims no other text of it: it was rewritten since', () => {
    const added = (edit: Partial<SeenRule>) => told('rules-added', 30_000, [{ ...ssh, ...edit } as typeof ssh]).change;
    expect(claims(added({}), appeared)).toBe(true);
    expect(claims(added(unreadable), appeared)).toBe(false);
    expect(claims(added({ ports: [443, 443] }), appeared)).toBe(false);
  });

  test('R30: of the calls that rewrote a rule before a look only the last can be what it shows', () => {
    const modified = (at: number, how = {}, id = 'sgr-2') =>
      told('rules-modified', at, [{ ...ssh, id, ports: [23, 23] }] as const, how).change;
    const first = modified(30_000);
    expect(isOvertaken(first, rewritten, [first])).toBe(false);
    expect(isOvertaken(first, rewritten, [first, modified(40_000)])).toBe(true);
    expect(isOvertaken(first, rewritten, [modified(minute)])).toBe(true);
    expect(isOvertaken(first, rewritten, [modified(minute + 1)])).toBe(false);
    expect(isOvertaken(first, rewritten, [modified(40_000, { result: 'failed' })])).toBe(false);
    expect(isOvertaken(first, rewritten, [modified(40_000, { origin: 'observed' })])).toBe(false);
    expect(isOvertaken(first, rewritten, [modified(40_000, {}, 'sgr-9')])).toBe(false);
    expect(isOvertaken(told('rules-added', 30_000, [ssh]).change, rewritten, [modified(40_000)])).toBe(false);
  });

  test('a rule that is shown again under its id never vanished, and a group that is shown was never gone', () => {
    expect(isWithdrawn(vanished, new Set(['sgr-2']))).toBe(true);
    expect(isWithdrawn(vanished, new Set(['sgr-1']))).toBe(false);
    expect(isWithdrawn(appeared, new Set(['sgr-2']))).toBe(false);
    expect(isWithdrawn(gone, new Set(['sgr-2']))).toBe(true);
    expect(isWithdrawn(gone, new Set())).toBe(false);
  });

  test('a rule that was known before the last look did not come: EC2 never gives an id again', () => {
    const shown = { ...appeared, rule: ssh, since: 2 * minute };
    expect(isEcho(shown, [lookAt(minute, [ssh])])).toBe(true);
    expect(isEcho(shown, [told('rules-added', minute, [ssh])])).toBe(true);
    expect(isEcho(shown, [told('rules-added', minute, [ssh], { result: 'failed' })])).toBe(false);
    expect(isEcho(shown, [lookAt(minute, [{ ...ssh, ports: [23, 23] }])])).toBe(false);
    expect(isEcho(shown, [lookAt(3 * minute, [ssh])])).toBe(false);
    expect(isEcho({ ...shown, since: null }, [lookAt(minute, [ssh])])).toBe(false);
    expect(isEcho({ ...shown, rule: { ...ssh, id: null } }, [lookAt(minute, [{ ...ssh, id: null }])])).toBe(false);
    expect(isEcho({ ...shown, was: 'vanished' }, [lookAt(minute, [ssh])])).toBe(false);
  });
});
