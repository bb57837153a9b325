import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gained, judgingBy } from '../../../../test/builders/policy.ts';
import { decideStanding } from '../../decide-standing.ts';
import type { SeenRule } from '../../group/rule.ts';
import type { Known } from '../../reach/reach.ts';
import { boundsOfSeen } from '../../reach/seen-bounds.ts';
import type { StandingDecision } from '../standing-decision.ts';
import { type Backlog, groupOf } from './backlog.ts';
import { carriedBy } from './carried-by.ts';
import { isKnown, knownChecks } from './is-known.ts';
import { makeBacklog, usualDueDays } from './make-backlog.ts';
import { readBacklog } from './read-backlog.ts';
import { withoutKnown } from './without-known.ts';
import { writeBacklog } from './write-backlog.ts';

const taken = Date.parse('2026-01-31T09:00:00Z');

const judging = judgingBy({
  checks: {
    ssh: { when: gained({ ports: ['tcp/22'] }), severity: { prod: 'critical', else: 'medium' } },
    web: { when: gained({ ports: ['tcp/80'] }), severity: { else: 'low' } },
    owner: { when: { kind: 'tags', effect: [], missing: ['owner'] }, severity: { else: 'low' } },
  },
});

interface Odd {
  readonly id?: string | null;
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly entries?: readonly string[] | null;
}

function rule(port: number, peer: string, id: string | null = null): SeenRule {
  const kind = peer.startsWith('pl-') ? 'list' : peer.includes(':') ? 'ipv6' : 'ipv4';
  return {
    id,
    direction: 'ingress',
    protocol: 'tcp',
    ports: [port, port],
    peer: { kind, value: peer },
    description: null,
  };
}

/** A group as it stands, judged, with what its rules permit. */
function group(rules: readonly SeenRule[], odd: Odd = {}) {
  const { id = 'sg-1', name = 'web', tags = { env: 'prod', owner: 'orders' }, entries = null } = odd;
  const known: Known = { lists: () => entries };
  const stands = boundsOfSeen(rules, true, known);
  const facts = { id, name, vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1', tags, attached: null };
  const about = { origin: 'observed', kind: 'standing', place: { file: 'snapshot.json', address: name } } as const;
  const decision = decideStanding(
    { ...about, at: taken, judgedAt: taken, group: facts, stands, before: null, rules, known },
    judging,
  );
  return { decision, carried: carriedBy(rules, known), since: () => ({ since: null, by: null }) };
}

type Owed = ReturnType<typeof group>;

function backlogOf(...owed: readonly Owed[]): Backlog {
  return makeBacklog(owed, taken, judging.policy.digest, usualDueDays);
}

function familiar(backlog: Backlog, { decision, carried }: Owed): string {
  return isKnown(backlog, decision, carried);
}

const open = group([rule(22, '0.0.0.0/0', 'sgr-1')]);

describe('a backlog', () => {
  it('has an entry for each group, check and rule, with owner, environment and the day it is due', () => {
    expect(backlogOf(open).entries).toEqual([
      {
        group: { id: 'sg-1', name: 'web', vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1' },
        ...{ check: 'ssh', rule: 'ingress tcp/22 0.0.0.0/0', opens: null, severity: 'critical' },
        ...{ environment: 'prod', owner: 'orders', since: null, by: null, due: '2026-02-07' },
      },
    ]);
  });

  it('gives a week to what is critical and half a year to what is low', () => {
    const { entries } = backlogOf(group([rule(22, '0.0.0.0/0'), rule(80, '::/0')], { tags: { env: 'prod' } }));
    expect(entries.map(({ check, rule: carrier, due }) => [check, carrier, due])).toEqual([
      ['ssh', 'ingress tcp/22 0.0.0.0/0', '2026-02-07'],
      ['owner', null, '2026-07-30'],
      ['web', 'ingress tcp/80 ::/0', '2026-07-30'],
    ]);
  });

  it('knows what it holds, though the rule was made again under another id', () => {
    const backlog = backlogOf(open);
    expect(familiar(backlog, open)).toBe('known');
    expect(familiar(backlog, group([rule(22, '0.0.0.0/0', 'sgr-2')]))).toBe('known');
    expect(familiar(backlog, group([rule(22, '0.0.0.0/0')]))).toBe('known');
  });

  it('a group that the policy does not object to is known', () => {
    expect(familiar(backlogOf(), group([rule(443, '0.0.0.0/0')]))).toBe('known');
  });

  it('another group, or another check, is new', () => {
    const backlog = backlogOf(open);
    expect(familiar(backlog, group([rule(22, '0.0.0.0/0')], { id: 'sg-2' }))).toBe('new');
    expect(familiar(backlog, group([rule(22, '0.0.0.0/0'), rule(80, '0.0.0.0/0')]))).toBe('new');
  });

  it('another rule that opens the same, and a higher severity, are worse', () => {
    expect(familiar(backlogOf(open), group([rule(22, '0.0.0.0/0'), rule(22, '::/0')]))).toBe('worse');
    const stage = group([rule(22, '0.0.0.0/0')], { tags: { env: 'stage', owner: 'orders' } });
    expect(familiar(backlogOf(stage), open)).toBe('worse');
    expect(familiar(backlogOf(open), stage)).toBe('known');
  });

  it('a prefix list that opens more than it did is worse, one that opens less is known', () => {
    const through = (...entries: readonly string[]) => group([rule(22, 'pl-1')], { entries });
    const backlog = backlogOf(through('8.0.0.0/9', '2600::/32'));
    expect(familiar(backlog, through('8.0.0.0/9', '2600::/32'))).toBe('known');
    expect(familiar(backlog, through('8.0.0.0/10'))).toBe('known');
    expect(familiar(backlog, through('8.0.0.0/8'))).toBe('worse');
    expect(familiar(backlog, through('8.0.0.0/9', '2600::/31'))).toBe('worse');
    expect(familiar(backlog, group([rule(22, 'pl-1')], { entries: null }))).toBe('worse');
    const untold = backlogOf(group([rule(22, 'pl-1')], { entries: null }));
    expect(untold.entries).toMatchObject([{ opens: { unknown: true } }]);
    expect(familiar(untold, through('8.0.0.0/8'))).toBe('known');
    const silent = { ...backlog, entries: backlog.entries.map((each) => ({ ...each, opens: null })) };
    expect(familiar(silent, through('8.0.0.0/9'))).toBe('worse');
  });

  it('a rule is told by what it permits, one that is none of the group by the name it is given', () => {
    const carried = carriedBy([rule(22, '0.0.0.0/0', 'sgr-1'), { ...rule(22, '::/0', 'sgr-2'), peer: null }], {});
    expect(carried('sgr-1')).toEqual({ rule: 'ingress tcp/22 0.0.0.0/0', opens: null });
    expect(carried('sgr-2')).toEqual({ rule: 'ingress tcp/22 ?', opens: null });
    expect(carried('sgr-3')).toEqual({ rule: 'sgr-3', opens: null });
  });

  it('what is past its due date is told again, as worse', () => {
    const backlog = backlogOf(open);
    const on = (day: string) => ({ ...open, decision: { ...open.decision, at: `${day}T09:00:00Z` } });
    expect(familiar(backlog, on('2026-02-07'))).toBe('known');
    expect(familiar(backlog, on('2026-02-08'))).toBe('worse');
    expect(withoutKnown(backlog, on('2026-02-08').decision, open.carried).verdict.severity).toBe('critical');
    expect(familiar(backlog, { ...open, decision: { ...open.decision, at: null } })).toBe('known');
  });

  it('finds a group that a plan knows by name only', () => {
    expect(familiar(backlogOf(open), group([rule(22, '0.0.0.0/0')], { id: null }))).toBe('known');
    expect(familiar(backlogOf(open), group([rule(22, '0.0.0.0/0')], { id: null, name: 'api' }))).toBe('new');
  });

  it('leaves of a verdict what is new', () => {
    const more = group([rule(22, '0.0.0.0/0'), rule(80, '0.0.0.0/0')]);
    const left = withoutKnown(backlogOf(open), more.decision, more.carried);
    expect(left.verdict).toMatchObject({ ruling: 'breach', severity: 'low', checks: [{ id: 'web' }] });
    expect(Object.keys(left.carriers)).toEqual(['web']);
    expect(withoutKnown(backlogOf(more), more.decision, more.carried).verdict).toMatchObject({
      ruling: 'clear',
      severity: 'none',
      checks: [],
    });
    expect(withoutKnown(backlogOf(), more.decision, more.carried)).toBe(more.decision);
  });

  it('reads what it writes, an entry a line', () => {
    const backlog = backlogOf(group([rule(22, 'pl-1'), rule(80, '0.0.0.0/0')], { entries: ['8.0.0.0/9'] }));
    const text = writeBacklog(backlog);
    expect(readBacklog(JSON.parse(text))).toEqual(backlog);
    expect(text.split('\n').filter((line) => line.includes('"check"'))).toHaveLength(backlog.entries.length);
    expect(readBacklog(JSON.parse(writeBacklog(backlogOf())))).toEqual(backlogOf());
    expect(writeBacklog(backlogOf())).toContain('"entries": []\n}\n');
  });

  it.each([
    [[], 'expected a backlog'],
    [{ $schema: 'portcullis:decision:1' }, 'expected a backlog'],
    [{ $schema: 'portcullis:backlog:1', taken: 'today' }, '`taken`'],
    [{ $schema: 'portcullis:backlog:1', taken: '2026-01-31', policy: 'x', entries: [{ check: 'ssh' }] }, 'entry 1'],
  ])('is not read from %j', (json, reason) => {
    expect(readBacklog(json)).toEqual({ misread: expect.stringContaining(reason) });
  });
});

describe('what a backlog promises', () => {
  const cidrs = fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '::/0', '10.0.0.0/8', 'pl-1');
  const rules = fc.uniqueArray(fc.tuple(fc.constantFrom(22, 80, 443), cidrs), { maxLength: 6, selector: String });
  const anyGroup = rules.map((each) =>
    group(
      each.map(([port, peer], at) => rule(port, peer, at % 2 === 0 ? `sgr-${at}` : null)),
      { entries: ['8.0.0.0/9'] },
    ),
  );
  const ids = ({ verdict }: StandingDecision) => verdict.checks.map(({ id }) => id);

  it('everything in it is known', () => {
    fc.assert(fc.property(anyGroup, (each) => familiar(backlogOf(each), each) === 'known'));
  });

  it('what is known of a group, and what is left of its verdict, are all of its checks', () => {
    fc.assert(
      fc.property(anyGroup, anyGroup, (owed, now) => {
        const backlog = backlogOf(owed);
        const checks = knownChecks(backlog, now.decision, now.carried);
        const left = withoutKnown(backlog, now.decision, now.carried);
        const known = [...checks].filter(([, each]) => each === 'known').map(([id]) => id);
        expect([...known, ...ids(left)].sort()).toEqual(ids(now.decision).sort());
        expect(groupOf(left)).toEqual(groupOf(now.decision));
      }),
    );
  });
});
