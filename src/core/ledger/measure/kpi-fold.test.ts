import { describe, expect, test } from 'vitest';
import { decided, following, measured, ordered, seen, told } from '../../../../test/kpi/entries.ts';
import type { EntryBody } from '../entry-body.ts';
import { type KpiFigures, noFigures } from './kpi-sums.ts';

type Entries = Parameters<typeof measured>[0];

const of = (entries: Entries): KpiFigures => measured(entries).parts[0]?.figures ?? noFigures;
const second = 1000;

describe('time to detect', () => {
  test('R107: is from the change to the first message that a channel took, AWS’s part and ours apart', () => {
    const { detect } = of([
      decided('chg_1'),
      told(12, { decisions: ['chg_1'], outcome: 'refused' }),
      told(16, { decisions: ['chg_1'] }),
      told(14, { decisions: ['chg_1'], channel: 'mail' }),
      decided('chg_2', { at: 100 }),
      told(140, { decisions: ['chg_2'], message: 'msg_2' }),
    ]);
    expect(detect.all).toEqual({ n: 2, mean: 27 * second, p50: 14 * second, p95: 40 * second, most: 40 * second });
    expect([detect.aws.mean, detect.ours.mean, detect.decided]).toEqual([10 * second, 17 * second, 0]);
  });

  test('R107: where the ledger tells of no message yet it is up to the decision, and that is said', () => {
    const { detect } = of([decided('chg_1')]);
    expect([detect.all.n, detect.all.mean, detect.decided]).toEqual([1, 11 * second, 1]);
  });

  test('R107: what was added to a message, not told at once, from an archive, or without a record is not measured', () => {
    const { alerts, detect } = of([
      decided('chg_1', { incident: 'inc_1' }),
      told(12, { decisions: ['chg_1'], incidents: ['inc_1'] }),
      decided('chg_2', { at: 60, incident: 'inc_1' }),
      decided('chg_3', { at: 70 }),
      decided('chg_4', { at: 80 }),
      told(99, { decisions: ['chg_4'], of: 'digest', message: 'msg_2' }),
      decided('chg_5', { at: -9000, receivedAt: 90 }),
      decided('chg_6', { at: 90, receivedAt: null }),
      decided('chg_7', { at: 95, receivedAt: null, more: { records: [] } }),
    ]);
    expect(detect).toMatchObject({ joined: 1, kept: 2, backfilled: 2, unrecorded: 1, decided: 0 });
    expect([detect.all.n, alerts.kept]).toEqual([1, 3]);
  });

  test('R107: a reminder, or another channel days later, is not when a change that joined a message was detected', () => {
    const about = { incidents: ['inc_1'], decisions: ['chg_1', 'chg_2'] };
    const { detect } = of([
      decided('chg_1', { incident: 'inc_1' }),
      told(14, { incidents: ['inc_1'], decisions: ['chg_1'] }),
      decided('chg_2', { at: 60, incident: 'inc_1' }),
      told(9000, { ...about, what: 'again' }),
      told(9000, { ...about, channel: 'mail' }),
      decided('chg_3', { at: 10_000, incident: 'inc_2' }),
      told(10_030, { incidents: ['inc_2'], message: 'msg_2' }),
    ]);
    expect([detect.all.n, detect.all.most, detect.joined]).toEqual([2, 30 * second, 1]);
  });

  test('a clock that is behind makes no time negative', () => {
    const { detect } = of([decided('chg_1'), told(-5, { decisions: ['chg_1'] })]);
    expect([detect.all.most, detect.aws.most, detect.ours.most]).toEqual([0, 10 * second, 0]);
  });
});

describe('unauthorised changes', () => {
  test('R108: are those that break policy and that nothing allowed; refused attempts are apart', () => {
    const figures = of([
      decided('chg_1', { severity: 'critical' }),
      decided('chg_2', { ruling: 'permitted' }),
      decided('chg_3', { ruling: 'clear' }),
      decided('chg_4', { ruling: 'unknown' }),
      decided('chg_5', { result: 'failed' }),
      decided('chg_6', { result: 'failed', ruling: 'clear' }),
      decided('chg_7', { more: { own: 'act_1' } }),
    ]);
    expect(figures).toMatchObject({ changes: 4, attempts: 2, own: 1 });
    expect(figures.unauthorised).toMatchObject({ n: 1, attempts: 1, critical: 1, high: 0 });
    expect(figures.verdicts).toEqual({ clear: 1, permitted: 1, breach: 1, unknown: 1 });
  });

  test('R108: a revised decision counts once, by its last verdict; what people were told of it by its first', () => {
    const revision = (verdict: object): EntryBody =>
      ({ kind: 'revised', of: 'chg_1', verdict, because: 'x' }) as EntryBody;
    const { alerts, changes, revised, unauthorised } = of([
      decided('chg_0', { ruling: 'clear' }),
      told(1, { decisions: ['chg_0'] }),
      decided('chg_1', { severity: 'low' }),
      [20, revision({ ruling: 'breach', severity: 'critical' })],
      [21, revision({ ruling: 'clear', severity: 'none' })],
    ]);
    expect([changes, revised, unauthorised.n, alerts.kept]).toEqual([2, 1, 0, 1]);
  });

  test('R157: drills are nobody’s change: neither what they do to their canary nor what they tell', () => {
    const canary = 'sg-00000000000000000';
    const drilled = { kind: 'drilled', drill: 'drl_1', canary, passed: true, links: {} } as const;
    const { drills, changes, unauthorised, alerts, remediate } = of([
      decided('chg_1', { group: canary, incident: 'inc_1', follows: following('inc_1', { group: canary }) }),
      told(12, { decisions: ['chg_1'], incidents: ['inc_1'] }),
      [30, drilled],
      decided('chg_2'),
      told(40, { decisions: ['chg_2'], of: 'drill', message: 'msg_2' }),
    ]);
    expect([drills, changes, unauthorised.n, alerts.messages, remediate.open.n]).toEqual([2, 0, 0, 0, 0]);
  });

  test('what stands and was judged without a change is no change', () => {
    const [at, body] = decided('chg_1');
    const { call: _, ...rest } = (body as unknown as { decision: Record<string, unknown> }).decision;
    expect(of([[at, { ...body, decision: rest } as unknown as EntryBody]])).toMatchObject({ changes: 0, standing: 1 });
  });
});

describe('time to remediate', () => {
  const opened = (id: string, decision: string, more: Entries[number][] = []): Entries => [
    decided(decision, { incident: id, follows: following(id, { decisions: [decision] }) }),
    told(20, { decisions: [decision], incidents: [id], message: `msg_${id}` }),
    ...more,
  ];
  const ended = (id: string, decision: string, seconds: number, state = 'gone') =>
    following(id, { closed: seconds, decisions: [decision], violations: [{ state: state as never }] });
  const acting = (action: string, decision: string): EntryBody =>
    ({ kind: 'acting', action, for: decision, attempt: 1, group: 'x', call: 'x', tuples: [] }) as unknown as EntryBody;
  const outcome = (action: string, state: string, follows: unknown): EntryBody =>
    ({ kind: 'outcome', action, attempt: 1, state, why: null, answer: null, lineage: {}, follows }) as EntryBody;

  test('R110: is from the first message to the verified end: ours, approved, by people and accepted apart', () => {
    const { remediate, work } = of([
      ...opened('inc_1', 'chg_1', [[21, acting('act_1', 'chg_1')]]),
      [25, outcome('act_1', 'verified', ended('inc_1', 'chg_1', 25))],
      ...opened('inc_2', 'chg_2', [[21, acting('act_2', 'chg_2')]]),
      ordered(30, 'approve', 'pln_2', { row: { intent: { action: 'act_2' } } }),
      [50, outcome('act_2', 'verified', ended('inc_2', 'chg_2', 50))],
      ...opened('inc_3', 'chg_3', [[21, acting('act_3', 'chg_3')]]),
      [80, outcome('act_3', 'failed', null)],
      seen(120, ended('inc_3', 'chg_3', 120)),
      ...opened('inc_4', 'chg_4'),
      seen(220, ended('inc_4', 'chg_4', 220, 'accepted')),
      ...opened('inc_5', 'chg_5'),
      ordered(320, 'resolve', 'inc_5', null),
      ...opened('inc_6', 'chg_6'),
      ordered(421, 'resolve', 'inc_6', { follows: ended('inc_6', 'chg_6', 420, 'resolved') }),
    ]);
    const { accepted, all, approved, ended: how, ours, people } = remediate;
    expect([ours.most, approved.most, people.most]).toEqual([5 * second, 30 * second, 100 * second]);
    expect([accepted.n, accepted.most, all.n]).toEqual([3, 400 * second, 6]);
    expect(how).toEqual({ ours: 1, approved: 1, people: 1, accepted: 3, lapsed: 0, withdrawn: 0 });
    expect(work.endedByUs).toBe(1);
  });

  test('R110: what is open is counted with its age, never dropped; what lapsed or was none is no success', () => {
    const { remediate } = of([
      ...opened('inc_1', 'chg_1'),
      ...opened('inc_2', 'chg_2'),
      seen(99, ended('inc_2', 'chg_2', 99, 'unattended')),
      ...opened('inc_3', 'chg_3'),
      seen(99, ended('inc_3', 'chg_3', 99, 'withdrawn')),
    ]);
    expect(remediate.open).toMatchObject({ n: 1, most: 3600 * second });
    expect([remediate.all.n, remediate.ended.lapsed, remediate.ended.withdrawn]).toEqual([0, 1, 1]);
  });

  test('R110: an incident that nobody was told of at once ended untold: it is counted, and makes no time better', () => {
    const { remediate } = of([
      ...opened('inc_1', 'chg_1'),
      decided('chg_2', { at: 50, incident: 'inc_2', follows: following('inc_2', { decisions: ['chg_2'] }) }),
      seen(99, ended('inc_2', 'chg_2', 99)),
    ]);
    expect([remediate.all.n, remediate.kept, remediate.ended.people]).toEqual([0, 1, 1]);
  });
});

describe('exposure', () => {
  test('R113: is how long openings stood; what two checks say of one counts once, what still stands is apart', () => {
    const { exposure } = of([
      decided('chg_1', {
        incident: 'inc_1',
        follows: following('inc_1', {
          closed: 1800,
          violations: [{}, { check: 'any' }, { tuple: 'ingress tcp/23 10.0.0.0/8' }],
        }),
      }),
      seen(2000, following('inc_2', { violations: [{ from: 1800 }] })),
      seen(2001, following('inc_3', { closed: 1900, family: 'loss' })),
      seen(2002, following('inc_4', { closed: 1900, violations: [{ state: 'withdrawn' }] })),
    ]);
    expect(exposure).toEqual({ hours: 1, openings: 2, openHours: 0.5, open: 1, longest: 1800 * second });
  });

  test('R113: what was closed and came back is two openings; what was accepted for a while counts again from there', () => {
    const { exposure } = of([
      seen(10, following('inc_1', { closed: 100 })),
      seen(400, following('inc_1', { violations: [{ from: 300 }] })),
      seen(500, following('inc_1', { closed: 500, violations: [{ from: 300 }] })),
      seen(600, following('inc_2', { closed: 900, earlier: 'inc_1', openedAt: Date.parse('2026-03-02T09:13:20Z') })),
    ]);
    expect([exposure.openings, exposure.hours * 3600]).toEqual([3, 100 + 200 + 100]);
  });
});

describe('alerts and work', () => {
  test('R115: says how many messages were acted on, which people called noise, and what was kept back', () => {
    const told1 = (id: string) =>
      told(20, { message: `msg_${id}`, decisions: [`chg_${id}`], incidents: [`inc_${id}`] });
    const open = (id: string) =>
      decided(`chg_${id}`, {
        incident: `inc_${id}`,
        follows: { ...(following(`inc_${id}`) as object), follows: [{ ask: { hash: `pln_${id}` } }] } as never,
      });
    const { alerts } = of([
      ...['1', '2', '3', '4', '5'].flatMap((id) => [open(id), told1(id)]),
      told(60, { message: 'msg_1', what: 'again', decisions: ['chg_1'], incidents: ['inc_1'] }),
      ordered(30, 'acknowledge', 'inc_1'),
      ordered(30, 'deny', 'pln_2'),
      ordered(30, 'resolve', 'inc_3', { noise: true }),
      ordered(30, 'resolve', 'inc_4', { noise: false }),
      decided('chg_9', { at: 90 }),
      decided('chg_10', { at: 90, ruling: 'unknown', severity: 'high' }),
      decided('chg_11', { at: 90, ruling: 'unknown', severity: 'none' }),
    ]);
    expect(alerts).toEqual({ messages: 5, actedOn: 4, answered: 2, noise: 1, kept: 2 });
  });

  test('R112: counts what was judged and what was ended with nobody asked, and invents no money', () => {
    const { work } = of([
      decided('chg_1'),
      decided('chg_2', { result: 'failed' }),
      decided('chg_3', { more: { own: 'act_1' } }),
    ]);
    expect(work).toEqual({ judged: 2, endedByUs: 0 });
  });

  test('R111: by actor: a name that AWS asserts, else the role, never what a caller merely claims', () => {
    const claimed = { actor: { identity: 'claimed', person: 'session', principal: 'role/ci', session: 'session' } };
    const nobody = { actor: { identity: 'none', person: null, principal: null, session: null } };
    const { parts } = measured(
      [
        decided('chg_1'),
        decided('chg_2', { person: 'bob', ruling: 'clear' }),
        decided('chg_3', { more: claimed }),
        decided('chg_4', { more: nobody }),
        decided('chg_5', { result: 'failed' }),
      ],
      { by: ['actor'] },
    );
    expect(
      parts.map(({ of: { actor }, figures: { attempts, unauthorised } }) => [actor, unauthorised.n, attempts]),
    ).toEqual([
      ['ann', 1, 1],
      ['bob', 0, 0],
      ['role/ci', 1, 0],
      [null, 1, 0],
    ]);
  });

  test('what retention erased is in no figure, and counted as erased', () => {
    const { outline, parts } = measured([[0, null], decided('chg_1')]);
    expect([outline.entries, outline.erased, parts[0]!.figures.changes]).toEqual([2, 1, 1]);
  });
});
