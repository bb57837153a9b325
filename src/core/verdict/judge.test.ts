import { describe, expect, test } from 'vitest';
import {
  doubtsOf,
  type groupWith,
  matterOf,
  now,
  partOf,
  rulingsOf,
  standingOf,
} from '../../../test/builders/matter.ts';
import {
  attempts,
  checkWith,
  gained,
  judgingBy,
  lost,
  policyWith,
  tagsQuestion,
} from '../../../test/builders/policy.ts';
import { rule } from '../../../test/oracle/universe.ts';
import { noPast } from '../facts/facts.ts';
import type { Check } from '../policy/policy.ts';
import { exactly } from '../reach/bounds.ts';
import { nothing, reachOf } from '../reach/reach.ts';
import { judge } from './judge.ts';

const open = rule('tcp', 22, '0.0.0.0/0');
const ssh = gained({ ports: ['tcp/22'] });
const rds = { attached: ['rds'] } as const;
const onDatabase = { kinds: ['rds' as const], count: 1, exposed: null, beside: [], otherTime: null };

describe('a verdict', () => {
  test('R104: carries policy, engine, the line that decided, and the digest of the facts', () => {
    const { verdict } = judge(
      matterOf({ added: [open] }),
      judgingBy({ checks: { ssh: { when: ssh, at: 'portcullis.yaml:24' } } }),
    );
    expect(verdict).toMatchObject({
      ruling: 'breach',
      severity: 'high',
      policy: `sha256:${'0'.repeat(64)}`,
      engine: '0.0.0',
      checks: [{ id: 'ssh', at: 'portcullis.yaml:24', say: 'ssh must not be', excusedBy: null }],
    });
    expect(verdict.facts.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('the digest of the facts is the same exactly when they are', () => {
    const digest = (group: Parameters<typeof groupWith>[0]) =>
      judge(matterOf({ added: [open], group: group ?? {} }), judgingBy({})).verdict.facts.digest;
    const tags = { a: '1', b: '2' };
    expect(digest({ tags })).toBe(digest({ tags: { b: '2', a: '1' } }));
    expect(digest({ tags })).not.toBe(digest({ tags: { a: '1' } }));
    const beside = [exactly(reachOf([open]))];
    for (const more of [{ count: 2 }, { beside }]) {
      expect(digest({ attached: { ...onDatabase, ...more } })).not.toBe(digest({ attached: onDatabase }));
    }
  });

  test('is clear when no check objects', () => {
    const { verdict, objections } = judge(
      matterOf({ added: [rule('tcp', 443, '0.0.0.0/0')] }),
      judgingBy({ checks: { ssh: { when: ssh } } }),
    );
    expect([verdict.ruling, verdict.severity, verdict.checks, objections]).toEqual(['clear', 'none', [], []]);
  });

  test('breach outweighs unknown, unknown permitted; checks stand worst first, then by id', () => {
    const checks = {
      a: { when: ssh, where: rds, severity: { else: 'critical' } },
      b: { when: ssh, severity: { else: 'low' } },
      c: { when: ssh, severity: { else: 'medium' } },
      d: { when: ssh, severity: { else: 'medium' } },
      e: { when: ssh, severity: { else: 'critical' }, unless: [{ region: ['eu-*'] }] },
    } as const;
    const matter = matterOf({ added: [open], group: { attached: null } });
    const judged = judge(matter, judgingBy({ checks }));
    expect(judged.verdict.checks.map(({ id }) => id)).toEqual(['c', 'd', 'b', 'a', 'e']);
    expect([judged.verdict.ruling, judged.verdict.severity]).toEqual(['breach', 'medium']);
    const { a, e } = checks;
    expect(judge(matter, judgingBy({ checks: { a, e } })).verdict).toMatchObject({
      ruling: 'unknown',
      severity: 'critical',
    });
    expect(judge(matter, judgingBy({ checks: { e } })).verdict).toMatchObject({
      ruling: 'permitted',
      severity: 'none',
    });
  });

  test('R34 R49: the same change is as bad as its environment makes it', () => {
    const checks = {
      ssh: { when: ssh, severity: { prod: 'critical', else: 'low' }, respond: { prod: ['revert'], else: ['none'] } },
    } as const;
    const by = (tags: Record<string, string> | null) =>
      judge(matterOf({ added: [open], group: { tags } }), judgingBy({ checks }));
    expect(rulingsOf(by({ env: 'prod' }))).toEqual({ ssh: 'breach critical' });
    expect(rulingsOf(by({ env: 'dev' }))).toEqual({ ssh: 'breach low' });
    expect(by({ env: 'dev' }).verdict.checks[0]!.respond).toEqual(['none']);
    expect([rulingsOf(by(null)), doubtsOf(by(null))]).toEqual([{ ssh: 'breach critical' }, ['tags lower']]);
    expect(by({ env: 'dev' }).contexts).toEqual([{ environment: 'dev', owner: 'unowned' }]);
  });

  test('R35: a check of databases is asked of what databases are on, and is unknown where nobody knows', () => {
    const judging = judgingBy({ checks: { db: { when: ssh, where: rds } } });
    const by = (attached: typeof onDatabase | null) => judge(matterOf({ added: [open], group: { attached } }), judging);
    expect(rulingsOf(by(onDatabase))).toEqual({ db: 'breach high' });
    expect(rulingsOf(by({ ...onDatabase, kinds: [] }))).toEqual({});
    expect([rulingsOf(by(null)), doubtsOf(by(null))]).toEqual([{ db: 'unknown high' }, ['attachments either']]);
  });

  test('says when the facts that counted were looked at, and only then', () => {
    const attached = { ...onDatabase, otherTime: now - 60_000 };
    const facts = (where: Check['where'], added = [open]) =>
      judge(matterOf({ added, group: { attached } }), judgingBy({ checks: { db: { when: ssh, where } } })).verdict
        .facts;
    expect(facts(rds)).toMatchObject({ asOf: '2026-01-31T09:13:07Z', of: ['attachments'] });
    expect(facts({ attached: ['ec2'] })).toMatchObject({ of: ['attachments'] });
    expect(facts({})).toMatchObject({ asOf: null, of: [] });
    expect(facts({ ...rds, region: ['us-*'] })).toMatchObject({ asOf: null, of: [] });
    expect(facts(rds, [rule('tcp', 443, '0.0.0.0/0')])).toMatchObject({ asOf: null, of: [] });
  });

  test('of facts of several times the oldest counts, and each kind is named', () => {
    const attached = { ...onDatabase, otherTime: now - 60_000 };
    const group = { attached, tags: { env: 'prod' }, tagsOtherTime: now - 5000 };
    const checks = { db: { when: ssh, where: { ...rds, environment: ['prod'] } } };
    const { facts } = judge(matterOf({ added: [open], group }), judgingBy({ checks })).verdict;
    expect(facts).toMatchObject({ asOf: '2026-01-31T09:13:07Z', of: ['attachments', 'tags'] });
  });

  test('what could raise one check and lower another is told once, as either', () => {
    const adjust = { a: { when: { mfa: [false] }, by: 1 }, b: { when: { mfa: [true] }, by: -1 } };
    const judged = judge(matterOf({ added: [open] }), judgingBy({ checks: { ssh: { when: ssh } }, adjust }));
    expect(doubtsOf(judged)).toEqual(['mfa either']);
  });

  test('tags that were looked at another time are told as well', () => {
    const group = { tags: { env: 'dev' }, tagsOtherTime: now + 1000 };
    const facts = (severity: Check['severity']) =>
      judge(matterOf({ added: [open], group }), judgingBy({ checks: { ssh: { when: ssh, severity } } })).verdict.facts;
    expect(facts({ prod: 'high', else: 'low' })).toMatchObject({ asOf: '2026-01-31T09:14:08Z', of: ['tags'] });
    expect(facts({ else: 'low' })).toMatchObject({ asOf: null, of: [] });
  });
});

describe('acts and what stands', () => {
  test('R23 BM-4: a call that did nothing is asked about attempts only: more than so many within so long', () => {
    const checks = { ssh: { when: ssh }, probing: { when: attempts(3, 600) }, gone: { when: lost() } };
    const tried = (times: readonly number[], result: 'failed' | 'dry-run' | 'applied') =>
      rulingsOf(
        judge(matterOf({ added: [open] }, { result, past: { ...noPast, attempts: times } }), judgingBy({ checks })),
      );
    const four = [now - 599_000, now - 20_000, now - 1000, now];
    expect(tried(four, 'failed')).toEqual({ probing: 'breach high' });
    expect(tried(four, 'dry-run')).toEqual({ probing: 'breach high' });
    expect(tried(four.slice(1), 'failed')).toEqual({});
    expect(tried([now - 601_000, ...four.slice(1)], 'failed')).toEqual({});
    expect(tried(four, 'applied')).toEqual({ ssh: 'breach high' });
  });

  test('attempts are of an actor: they need no group to be told', () => {
    const past = { ...noPast, attempts: [now, now] };
    const judged = judge(
      matterOf([], { result: 'failed', past }),
      judgingBy({ checks: { probing: { when: attempts(1, 60) } } }),
    );
    expect(judged.objections).toMatchObject([{ check: 'probing', part: null, reach: nothing }]);
  });

  test('R29 R85: what stands is asked the same questions, and answered with what the sweep does', () => {
    const checks = { ssh: { when: ssh, respond: { else: ['revert'] }, standing: { else: ['ask'] } } } as const;
    const { verdict } = judge(standingOf([open]), judgingBy({ checks }));
    expect(verdict.checks).toMatchObject([{ ruling: 'breach', respond: ['ask'] }]);
  });

  test('what was open only in between is told as over', () => {
    const judging = judgingBy({ checks: { ssh: { when: ssh } } });
    const closed = judge(matterOf({ passing: reachOf([open]) }), judging);
    expect([rulingsOf(closed), closed.objections[0]!.over]).toEqual([{ ssh: 'breach high over' }, true]);
    const still = judge(matterOf({ added: [rule('tcp', 22, '8.0.0.0/8')], passing: reachOf([open]) }), judging);
    expect(rulingsOf(still)).toEqual({ ssh: 'breach high' });
    const elsewhere = judge(matterOf([{ passing: reachOf([open]) }, { added: [open] }]), judging);
    expect(rulingsOf(elsewhere)).toEqual({ ssh: 'breach high' });
  });

  test('a list edit touches many groups: a check speaks once, for the worst of them', () => {
    const checks = { ssh: { when: ssh, severity: { prod: 'critical', else: 'low' } } } as const;
    const acts = ['dev', 'prod', 'dev'].map((env) => ({ added: [open], group: { tags: { env } } }));
    const judged = judge(matterOf(acts, { kinds: ['list-edited'] }), judgingBy({ checks }));
    expect(rulingsOf(judged)).toEqual({ ssh: 'breach critical' });
    expect(judged.objections.map(({ part }) => part)).toEqual([0, 1, 2]);
  });
});

describe('a check that cannot be asked', () => {
  const poisoned = (member: keyof Check) => {
    const check = checkWith('poisoned', { when: ssh, severity: { else: 'medium' } });
    return Object.defineProperty({ ...check }, member, {
      get() {
        throw new Error(`no ${member}`);
      },
    });
  };

  test('R56: has fired: unknown at its severity, with the reason, and the others are asked all the same', () => {
    for (const member of ['when', 'where', 'unless', 'respond'] as const) {
      const policy = {
        ...policyWith({}),
        checks: [poisoned(member), checkWith('ssh', { when: ssh, severity: { else: 'low' } })],
      };
      const judged = judge(matterOf({ added: [open] }), { policy, engine: '0.0.0' });
      expect(rulingsOf(judged)).toEqual({ poisoned: 'unknown medium', ssh: 'breach low' });
      expect(judged.verdict.unknowns).toEqual([
        { what: 'check', why: `\`poisoned\` could not be asked: no ${member}`, could: 'either' },
      ]);
    }
  });

  test('without a readable severity it counts as critical', () => {
    const policy = { ...policyWith({}), checks: [poisoned('severity')] };
    expect(rulingsOf(judge(matterOf({ added: [open] }), { policy, engine: '0.0.0' }))).toEqual({
      poisoned: 'unknown critical',
    });
  });

  test('a poisoned tag or group name is a value like any other', () => {
    const judging = judgingBy({
      checks: { tags: { when: tagsQuestion() }, ssh: { when: ssh, where: { name: ['__proto__'] } } },
    });
    const part = partOf({ added: [open], group: { name: '__proto__', tags: JSON.parse('{"__proto__": "prod"}') } });
    expect(rulingsOf(judge({ ...matterOf([]), parts: [part] }, judging))).toEqual({ ssh: 'breach high' });
  });
});
