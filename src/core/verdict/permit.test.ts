import { describe, expect, test } from 'vitest';
import { actorWith } from '../../../test/builders/actor.ts';
import { doubtsOf, matterOf, now, rulingsOf, standingOf } from '../../../test/builders/matter.ts';
import {
  actors,
  boxAsked,
  gained,
  judgingBy,
  lost,
  type PartialPolicy,
  tagsQuestion,
} from '../../../test/builders/policy.ts';
import { rule } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import type { Condition } from '../policy/policy.ts';
import { places } from '../reach/places.ts';
import { reachOf } from '../reach/reach.ts';
import { judge } from './judge.ts';
import type { Matter } from './matter.ts';

const ssh = gained({ peers: ['any'], ports: ['tcp/22'] });
const vendor = boxAsked({ peers: ['198.51.100.9/32'], ports: ['tcp/22'] });
const exact = rule('tcp', 22, '198.51.100.9/32');
const later = now + 1000;

const by = (matter: Matter, exceptions: PartialPolicy['exceptions'], parts: PartialPolicy = {}) =>
  judge(matter, judgingBy({ checks: { ssh: { when: ssh } }, exceptions: exceptions ?? {}, ...parts }));

describe('an exception', () => {
  const ex = { check: 'ssh', group: 'sg-1', box: vendor, until: later };

  test('R38 R59 R168: permits what it holds, and is named', () => {
    const { verdict } = by(matterOf({ added: [exact] }), { 'ex-14': ex });
    expect(verdict).toMatchObject({
      ruling: 'permitted',
      severity: 'none',
      checks: [{ excusedBy: 'exception ex-14' }],
    });
  });

  test('R59: is in force from its first moment up to, not with, its last', () => {
    const ruling = (dates: { from?: number; until?: number }) =>
      by(matterOf({ added: [exact] }), { ex: { ...ex, ...dates } }).verdict.ruling;
    expect([ruling({ from: now }), ruling({ from: now + 1 })]).toEqual(['permitted', 'breach']);
    expect([ruling({ until: now + 1 }), ruling({ until: now })]).toEqual(['permitted', 'breach']);
  });

  test('permits only all of the gain: what is left is what the check objects to', () => {
    const judged = by(matterOf({ added: [exact, rule('tcp', 22, '203.0.113.0/24')] }), { ex });
    expect(rulingsOf(judged)).toEqual({ ssh: 'breach high' });
    expect(judged.objections[0]!.reach).toEqual(reachOf([rule('tcp', 22, '203.0.113.0/24')]));
    expect(by(matterOf({ added: [rule('tcp', '22-23', '198.51.100.9/32')] }), { ex }).verdict.ruling).toBe('permitted');
  });

  test('several permit together what each holds a part of', () => {
    const other = { ...ex, box: boxAsked({ peers: ['203.0.113.0/24'], ports: ['tcp/22'] }) };
    const { verdict } = by(matterOf({ added: [exact, rule('tcp', 22, '203.0.113.0/24')] }), {
      b: ex,
      a: other,
      c: { ...ex, group: 'sg-9' },
    });
    expect(verdict.checks[0]!.excusedBy).toBe('exception a, exception b');
  });

  test('permits no unknown: neither a group without an id nor a list with unknown entries', () => {
    expect(by(matterOf({ added: [exact], group: { id: null } }), { ex }).verdict.ruling).toBe('breach');
    expect(by(matterOf({ added: [exact, rule('tcp', 22, 'pl-1')] }), { ex }).verdict.ruling).toBe('breach');
    const listed = { ...ex, box: boxAsked({ peers: ['pl-1'], ports: ['tcp/22'] }) };
    expect(by(matterOf({ added: [rule('tcp', 22, 'pl-1')] }), { ex: listed }).verdict.ruling).toBe('permitted');
  });

  test('permits a loss, and what stands, as long as it lasts', () => {
    const checks = { ssh: { when: lost() } };
    const kinds = ['rules-removed'] as const;
    expect(by(matterOf({ before: [exact], removed: [exact] }, { kinds }), { ex }, { checks }).verdict.ruling).toBe(
      'permitted',
    );
    expect(by(standingOf([exact]), { ex }).verdict.ruling).toBe('permitted');
    expect(by({ ...standingOf([exact]), at: later }, { ex }).verdict.ruling).toBe('breach');
  });

  test('R93: that lets in permits no loss of what another rule let in, only that of its own', () => {
    const all = { ...rule('-1', null, '0.0.0.0/0'), id: null, description: null };
    const group = { id: 'sg-1', name: null, vpc: null, account: null, rules: [all], reach: reachOf([all]) };
    const checks = { ssh: { when: lost() } };
    const rulings = (before: Tuple[]) =>
      by(
        matterOf({ before, removed: before }, { kinds: ['rules-removed'] }),
        { grt_1: { declared: [group], until: later } },
        { checks },
      ).verdict.ruling;
    expect([rulings([exact]), rulings([exact, all]), rulings([all])]).toEqual(['breach', 'permitted', 'permitted']);
  });

  test('permits no loss that nobody tells', () => {
    const untold = matterOf({ before: null, untold: true }, { kinds: ['rules-removed'] });
    expect(rulingsOf(by(untold, { ex }, { checks: { ssh: { when: lost() } } }))).toEqual({ ssh: 'unknown high' });
  });

  test('a missing tag is permitted by naming check and group', () => {
    const checks = { ssh: { when: tagsQuestion({ effect: [], missing: ['owner'] }) } };
    expect(by(standingOf([]), { ex }, { checks }).verdict.ruling).toBe('permitted');
    expect(by(standingOf([]), { ex: { ...ex, group: 'sg-2' } }, { checks }).verdict.ruling).toBe('breach');
  });

  test('of a later file does not count against a locked check', () => {
    const checks = { ssh: { when: ssh, locked: true } };
    expect(by(matterOf({ added: [exact] }), { ex: { ...ex, layer: 1 } }, { checks }).verdict.ruling).toBe('breach');
    expect(by(matterOf({ added: [exact] }), { ex }, { checks }).verdict.ruling).toBe('permitted');
  });

  test('R53 R161: an approved plan permits for each of its groups just the reach it declares, whatever check asks', () => {
    const group = { id: null, name: 'web-1', vpc: 'vpc-1', account: null, rules: [], reach: vendor };
    const declared = { declared: [group], until: later };
    const { verdict } = by(matterOf({ added: [exact] }), { 'ex-20': declared });
    expect(verdict.checks[0]).toMatchObject({ ruling: 'permitted', excusedBy: 'declared ex-20' });
    expect(by(matterOf({ added: [rule('tcp', 22, '198.51.100.8/31')] }), { ex: declared }).verdict.ruling).toBe(
      'breach',
    );
    expect(by(matterOf({ added: [exact], group: { vpc: 'vpc-2' } }), { ex: declared }).verdict.ruling).toBe('breach');
    expect(by(matterOf({ added: [exact] }), { ex: { ...declared, check: 'other' } }).verdict.ruling).toBe('breach');
  });
});

describe('unless', () => {
  const pipeline = actors('pipeline', { roles: ['arn:aws:iam::*:role/tf-deploy'] });
  const office = places.documentation;
  const excused = (unless: readonly Condition[], parts: Partial<Matter> = {}) =>
    judge(
      matterOf({ added: [exact] }, parts),
      judgingBy({ checks: { ssh: { when: ssh, unless } }, addresses: new Map([['office', office]]) }),
    );
  const deploys = actorWith({ type: 'AssumedRole', principal: 'arn:aws:iam::111122223333:role/tf-deploy' });

  test('R50 R52 R161: the pipeline may, a person may not', () => {
    const { verdict } = excused([{ actor: [pipeline] }], { actor: deploys });
    expect(verdict.checks).toMatchObject([{ ruling: 'permitted', excusedBy: 'unless actor pipeline' }]);
    expect(rulingsOf(excused([{ actor: [pipeline] }]))).toEqual({ ssh: 'breach high' });
  });

  test('all parts of a condition must hold, any one condition is enough', () => {
    const both: Condition = { actor: [pipeline], source: office };
    expect(excused([both], { actor: deploys }).verdict.checks[0]!.excusedBy).toBe(
      'unless actor pipeline and source office',
    );
    expect(excused([both], { actor: { ...deploys, sourceIp: '8.8.8.8' } }).verdict.ruling).toBe('breach');
    expect(excused([both, { region: ['eu-*'] }]).verdict.checks[0]!.excusedBy).toBe('unless region eu-*');
  });

  test('R50 scenario 18: a claimed channel by itself excuses nobody, beside an asserted role it may', () => {
    const terraform = { via: { value: 'terraform', basis: 'claimed' } } as const;
    expect(excused([{ via: ['terraform'] }], { actor: actorWith(terraform) }).verdict.ruling).toBe('breach');
    expect(excused([{ via: ['terraform'], name: ['*'] }], { actor: actorWith(terraform) }).verdict.ruling).toBe(
      'breach',
    );
    expect(
      excused([{ via: ['terraform'], actor: [pipeline] }], { actor: { ...deploys, ...terraform } }).verdict.ruling,
    ).toBe('permitted');
  });

  test('what is not known excuses nothing, and says that it could', () => {
    const unknown: readonly [Condition, Partial<Matter>][] = [
      [{ actor: [pipeline] }, { actor: null }],
      [{ mfa: [true] }, {}],
      [{ source: office }, { actor: actorWith({ sourceIp: null }) }],
      [{ exposed: [false] }, {}],
      [{ unfamiliar: { within: 1000 } }, {}],
    ];
    for (const [condition, parts] of unknown) {
      const judged = excused([condition], parts);
      expect([condition, rulingsOf(judged)]).toEqual([condition, { ssh: 'breach high' }]);
      expect(doubtsOf(judged)).toHaveLength(1);
      expect(doubtsOf(judged)[0]).toMatch(/ lower$/);
    }
  });

  test('the name of a service is no address', () => {
    const actor = actorWith({ sourceIp: 'ec2.amazonaws.com' });
    expect(excused([{ source: places.anywhere }], { actor }).verdict.ruling).toBe('breach');
  });

  test('nobody did what merely stands, so no word on actors excuses it, and none is missing', () => {
    for (const condition of [
      { actor: [pipeline] },
      { source: office },
      { mfa: [true] },
      { unfamiliar: { within: 1 } },
    ]) {
      const judging = judgingBy({ checks: { ssh: { when: ssh, unless: [condition] } } });
      const judged = judge(standingOf([exact]), judging);
      expect([rulingsOf(judged), doubtsOf(judged)]).toEqual([{ ssh: 'breach high' }, []]);
    }
  });

  test('that something came back excuses nothing', () => {
    const past = { attempts: [], closed: [{ reach: reachOf([exact]), at: now - 10 }], lastByActor: null, since: 0 };
    expect(excused([{ recurred: { within: 1000 } }], { past }).verdict.ruling).toBe('breach');
  });
});
