import { describe, expect, test } from 'vitest';
import { verbs } from '../../src/apps/cli/verbs.ts';
import type { Alert } from '../../src/core/alert/alert.ts';
import type { AlertParts } from '../../src/core/alert/alert-parts.ts';
import { sealAlert } from '../../src/core/alert/seal-alert.ts';
import { writeAlert } from '../../src/core/alert/write-alert.ts';
import { writeMessage } from '../../src/core/alert/write-message.ts';
import type { Decision, ResponseStep } from '../../src/core/plan/decision.ts';
import { ruleOf } from '../builders/acting.ts';
import { attempts, gained, type PartialPolicy } from '../builders/policy.ts';
import { rule, World } from '../builders/world.ts';
import { sampleAlerts } from '../channels/sample-alerts.ts';
import { actionOf, decided, incidentOf, partsFor, policyFor, questionOf, violationOf } from './alert-stage.ts';

const anywhere = '0.0.0.0/0';
const noSsh: NonNullable<PartialPolicy['checks']> = {
  ssh: { when: gained({ ports: ['tcp/22'] }), respond: { else: ['revert'] } },
};

async function opened(policy: PartialPolicy = { checks: noSsh }, name = 'prod-web'): Promise<Decision> {
  const world = new World();
  world.group(name).opens('tcp', 22, anywhere);
  return (await decided(world, policyFor(policy))).at(-1)!;
}

const doneOf = (alert: Alert): readonly string[] => alert.facts.find(({ label }) => label === 'Done')!.lines;

function withStep(decision: Decision, step: Partial<ResponseStep>): Decision {
  const [first] = decision.response!.steps;
  return { ...decision, response: { ...decision.response!, steps: [{ ...first!, ...step }] } };
}

function withRow(parts: AlertParts, row: Partial<AlertParts['row']>): AlertParts {
  return { ...parts, row: { ...parts.row, ...row } };
}

describe('a headline', () => {
  test('tells the effect however long the name of the group is', async () => {
    const world = new World();
    world.group('x'.repeat(255)).does('authorize', rule('tcp', 25, anywhere, 'egress'));
    const checks = { out: { when: gained({ direction: ['egress'] }) } };
    const [decision] = (await decided(world, policyFor({ checks }))).slice(-1);
    const { headline } = writeAlert(partsFor([{ ...decision!, say: `${'x'.repeat(255)} can now reach everybody` }]));
    expect(headline).toMatch(/^x{39}… can now reach everybody$/);
  });

  test('is not written by what stands in a long name', async () => {
    const decision = await opened();
    const name = `$&$'$\`${'y'.repeat(60)}`;
    const say = `the whole IPv4 Internet can reach tcp 22 (ssh) on ${name}`;
    const { headline } = writeAlert(partsFor([{ ...decision, on: { ...decision.on, name }, say }]));
    expect(headline).toBe(`The whole IPv4 Internet can reach tcp 22 (ssh) on $&$'$\`${'y'.repeat(33)}…`);
  });

  test('ends where a part of the sentence does when all of it is too long', async () => {
    const decision = await opened();
    const say = `the whole IPv4 Internet can reach tcp 22 (ssh) on prod-web; ${'and something more '.repeat(8)}`;
    const { headline } = writeAlert(partsFor([{ ...decision, say }]));
    expect(headline).toBe('The whole IPv4 Internet can reach tcp 22 (ssh) on prod-web');
  });

  test('BM-2: that the last piece completed the Internet comes first, not which piece it was', async () => {
    const world = new World();
    const web = world.group('prod-bastion');
    web.opens('tcp', 22, '0.0.0.0/1');
    web.opens('tcp', 22, '128.0.0.0/1');
    const decision = (await decided(world, policyFor({ checks: noSsh }))).at(-1)!;
    expect(writeAlert(partsFor([decision])).headline).toBe(
      'With what was open before, the whole IPv4 Internet can now reach tcp 22 (ssh) on prod-bastion',
    );
    const outward = `web can now reach 128.0.0.0/1 on tcp 443 (https); with what was open before, the whole Internet now can`;
    expect(writeAlert(partsFor([{ ...decision, on: { ...decision.on, name: 'web' }, say: outward }])).headline).toBe(
      'With what was open before, web can now reach the whole Internet on tcp 443 (https)',
    );
  });

  test('is told as for a table where the sentence has no room, and still names the group', async () => {
    const decision = await opened();
    const say = `${'192.0.2.0/24, '.repeat(20)} can reach tcp 22 (ssh) on prod-web`;
    expect(writeAlert(partsFor([{ ...decision, say }])).headline).toBe('IPv4 Internet → tcp 22 (prod-web)');
  });

  test('does not say that all was refused where one call came through', async () => {
    const world = new World();
    const web = world.group('prod-web');
    world.refusing('UnauthorizedOperation');
    web.opens('tcp', 22, anywhere);
    web.opens('tcp', 23, anywhere);
    const checks = { probing: { when: attempts(0, 600), severity: { else: 'high' as const } } };
    const alert = writeAlert(partsFor((await decided(world, policyFor({ checks }))).slice(-2)));
    expect(alert.headline).not.toMatch(/nothing changed: \d+ calls/);
    expect(alert.status).not.toContain('every call');
  });
});

describe('how it stands', () => {
  test('people who are asked come first, then what we are at, then who saw to it', async () => {
    const decision = await opened();
    const acknowledged = { by: 'bob', at: 0 };
    const parts = withRow(partsFor([decision], { incidents: [incidentOf(decision)] }), { acknowledged });
    const actions = [actionOf(decision, [], { state: 'acting' })];
    const questions = [questionOf(decision, [])];
    expect(writeAlert({ ...parts, actions, questions }).state).toBe('waiting');
    expect(writeAlert({ ...parts, actions }).state).toBe('acting');
    expect(writeAlert(parts).state).toBe('acknowledged');
    expect(writeAlert({ ...parts, row: { ...parts.row, acknowledged: null } }).state).toBe('open');
  });

  test.each([
    ['failed', 'NOT closed: the revert failed'],
    ['partly', 'NOT closed: the revert came through in part'],
    ['refused', 'NOT closed: the revert was refused'],
  ] as const)('an action that is %s leaves it open, and says so first', async (state, said) => {
    const decision = await opened();
    const actions = [actionOf(decision, [], { state })];
    expect(writeAlert(partsFor([decision], { incidents: [incidentOf(decision)], actions })).status).toContain(said);
  });

  test('an incident of several that is still open keeps the message open', async () => {
    const decision = await opened();
    const incidents = [incidentOf(decision, 10), incidentOf(decision, null, { id: 'inc_2' })];
    const alert = writeAlert(partsFor([decision], { incidents }));
    expect(alert.state).toBe('open');
    expect(alert.status).toContain('1 of 2 incidents');
  });

  test('R94: what a person resolved names them', async () => {
    const decision = await opened();
    const resolved = { by: 'carol@example.com', at: 0, reason: 'spoke with them' };
    const incidents = [incidentOf(decision, 60, { resolved })];
    const alert = writeAlert(partsFor([decision], { incidents, violations: [violationOf(decision, 'resolved')] }));
    expect(alert).toMatchObject({ state: 'closed', status: expect.stringContaining('Resolved by carol@example.com') });
  });

  test('one refused call is told as one', async () => {
    const decision = await opened();
    const refused = { ...decision, call: { ...decision.call, result: 'failed' as const } };
    expect(writeAlert(partsFor([refused])).status).toBe('Nothing changed: AWS refused it');
  });

  test('what is verified of an incident that is still open is told as a part of it', async () => {
    const decision = await opened();
    const actions = [actionOf(decision, [], { state: 'verified', endedAt: 0 })];
    const alert = writeAlert(partsFor([decision], { incidents: [incidentOf(decision)], actions }));
    expect(alert.status).toBe('OPEN for 12 s: reverted in part and verified, the rest stands');
  });

  test.each([
    ['group gone', 'Over: the group is gone'],
    ['withdrawn', 'Withdrawn: by what is known now it breaks nothing'],
    ['unattended', 'Set aside after a week'],
    ['gone', 'Over since'],
  ] as const)('what ended as %s is not told as our doing', async (state, said) => {
    const decision = await opened();
    const parts = partsFor([decision], {
      incidents: [incidentOf(decision, 60)],
      violations: [violationOf(decision, state)],
    });
    const alert = writeAlert(parts);
    expect(alert.state).toBe('closed');
    expect(alert.status).toContain(said);
  });

  test('our own doing, a dry run, what is permitted and what followed refused calls are told as that', async () => {
    const decision = await opened();
    const statusOf = (more: Partial<Decision>): string => writeAlert(partsFor([{ ...decision, ...more }])).status;
    expect(statusOf({ own: 'act_1' })).toBe('Our own doing');
    expect(statusOf({ call: { ...decision.call, result: 'dry-run' } })).toBe('Nothing changed: a dry run');
    const permitted = [{ ...decision.verdict!.checks[0]!, ruling: 'permitted', excusedBy: 'exception ex-14' }] as const;
    const verdict = { ...decision.verdict!, ruling: 'permitted', severity: 'none', checks: permitted } as const;
    expect(statusOf({ verdict })).toBe('Permitted: exception ex-14');
    const clear = { ...decision, verdict: { ...verdict, ruling: 'clear', checks: [] } } as const;
    const parts = partsFor([clear]);
    const message = { ...parts.row.message, checks: ['probing'] };
    expect(writeAlert(withRow(parts, { message })).status).toBe(
      'No check objects to it by itself: told because of probing',
    );
  });
});

test('a revision that clears what was told says so, and lists no breach', async () => {
  const decision = await opened();
  const verdict = { ...decision.verdict!, ruling: 'clear', severity: 'none' } as const;
  const alert = writeAlert(partsFor([{ ...decision, verdict }]));
  expect(alert.status).toBe('Withdrawn: by what is known now no check objects');
  expect(alert.facts.find(({ label }) => label === 'Verdict')!.lines[0]).toBe(
    'no check objects any more; it was told because of ssh',
  );
});

describe('what was done', () => {
  test.each([
    ['waiting', 'waits for a yes to revert'],
    ['partly', 'NOT all of it: revert came through in part'],
    ['refused', 'did not revert'],
    ['gone', 'nothing to revert: what it was about is gone'],
    ['undone', 'taken back by an order'],
    ['due', 'will revert'],
  ] as const)('an action that is %s is told as %s', async (state, said) => {
    const decision = await opened();
    const action = actionOf(decision, [ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-0a')], { state });
    expect(doneOf(writeAlert(partsFor([decision], { actions: [action] })))[0]).toContain(said);
  });

  test('a step that is refused says why, and one that waits without a question is for a person', async () => {
    const decision = await opened();
    const why = 'the policy says never to touch sg-1';
    const refused = withStep(decision, { state: 'refused', why });
    expect(doneOf(writeAlert(partsFor([refused])))[0]).toMatch(/^does not revert sgr-\w+: the policy says never/);
    const waiting = withStep(decision, { do: 'ask', state: 'waiting', why: 'no rule of this change carries it' });
    expect(doneOf(writeAlert(partsFor([waiting])))[0]).toContain('a person has to decide');
  });

  test('a question that was agreed to is told by its action once there is one', async () => {
    const decision = await opened();
    const question = questionOf(decision, [], { state: 'approved', approvedBy: ['carol'] });
    const action = actionOf(decision, [], { state: 'acting', approvedBy: ['carol'] });
    const linesOf = (actions: AlertParts['actions']): string =>
      doneOf(writeAlert(partsFor([decision], { actions, questions: [question] }))).join('\n');
    expect(linesOf([])).toContain('agreed by carol: revert');
    expect(linesOf([action])).not.toContain('agreed by');
  });

  test.each([
    [{ state: 'verified', verifiedAt: '2026-01-31T09:00:20Z' }, /^reverted sgr-\w+, verified 2026-01-31 09:00:20 UTC$/],
    [{ state: 'partly', why: 'one is left' }, /^FAILED to revert sgr-\w+ wholly: one is left$/],
    [{ state: 'failed', why: null }, /^FAILED to revert sgr-\w+$/],
    [{ state: 'superseded' }, /^nothing to revert sgr-\w+ any more$/],
    [{ state: 'undone' }, /^taken back by an order: revert sgr-\w+ does not hold any more$/],
    [{ do: 'ask', state: 'waiting', rules: [] }, /^a person has to decide$/],
  ] as const)('a step of which no action is known is told by itself: %j', async (step, said) => {
    const decision = await opened();
    expect(doneOf(writeAlert(partsFor([withStep(decision, { why: null, ...step })])))[0]).toMatch(said);
  });

  test('an approval is told with who said yes', async () => {
    const decision = await opened();
    const action = actionOf(decision, [], { state: 'verified', endedAt: 0, approvedBy: ['carol@example.com'] });
    expect(doneOf(writeAlert(partsFor([decision], { actions: [action] })))[0]).toContain(
      'as approved by carol@example.com',
    );
  });
});

describe('who is named', () => {
  test('a name that the caller only claims finds nobody in the directory', async () => {
    const decision = await opened();
    const claimed = { ...decision, actor: { ...decision.actor, identity: 'claimed' as const } };
    expect(writeAlert(partsFor([decision])).people.map((person) => person.as)).toEqual(['owner', 'actor']);
    expect(writeAlert(partsFor([claimed])).people.map((person) => person.as)).toEqual(['owner']);
  });

  test('people are found by identity, name or mail, and whom it is escalated to among them', async () => {
    const decision = await opened();
    const to = ['owner:payments', 'alice@example.com', 'pagerduty.oncall'];
    const parts = withRow(partsFor([decision]), { escalation: { at: 0, to, done: false } });
    expect(
      writeAlert(parts)
        .people.filter((person) => person.as === 'escalation')
        .map(({ name }) => name),
    ).toEqual(['Payments on call', 'Alice Example']);
  });

  test('R78: an owner whom the directory does not know is named all the same', async () => {
    const decision = await opened();
    const alert = writeAlert(partsFor([{ ...decision, on: { ...decision.on, owner: 'platform' } }]));
    expect(alert.people[0]).toEqual({ as: 'owner', name: 'platform', slack: null, mail: null });
  });
});

describe('what is offered', () => {
  test('R88, R89: is a command that the command line has, with options that it takes', async () => {
    const decision = await opened();
    const open = partsFor([decision], { incidents: [incidentOf(decision)] });
    const done = actionOf(decision, [], { state: 'verified', endedAt: 0 });
    const offers = [open, { ...open, questions: [questionOf(decision, [])] }, { ...open, actions: [done] }]
      .flatMap((parts) => writeAlert(parts).offers)
      .filter(({ id }) => id !== 'acknowledge');
    expect([...new Set(offers.map(({ id }) => id))].sort()).toEqual([
      'allow',
      'approve',
      'deny',
      'revert',
      'show',
      'undo',
    ]);
    for (const { command } of offers) {
      const [, name = '', ...rest] = command.split(' ');
      const verb = verbs.find((each) => each.name === name)!;
      const known = verb.options.flatMap(({ flags }) => flags.match(/--[a-z]+/g) ?? []);
      for (const flag of rest.filter((word) => word.startsWith('--'))) expect(known, command).toContain(flag);
    }
  });

  test('a revert only of what somebody else did, that came through, broke policy, and whose group is there', async () => {
    const decision = await opened();
    const offered = (more: Partial<Decision>): boolean => {
      const each = { ...decision, ...more };
      return writeAlert(partsFor([each], { incidents: [incidentOf(each)] })).offers.some(({ id }) => id === 'revert');
    };
    expect(offered({})).toBe(true);
    expect(offered({ own: 'act_1' })).toBe(false);
    expect(offered({ kind: 'group-deleted' })).toBe(false);
    expect(offered({ call: { ...decision.call, result: 'failed' } })).toBe(false);
    expect(offered({ verdict: { ...decision.verdict!, ruling: 'unknown' } })).toBe(false);
  });

  test('BM-16: a ledger that may hold a password never stands in a message', async () => {
    const decision = await opened();
    const parts = partsFor([decision], {
      incidents: [incidentOf(decision)],
      ledger: 'postgres://me:secret@192.0.2.1/db',
    });
    expect(JSON.stringify(writeAlert(parts))).not.toContain('secret');
  });

  test('a call from a name and not from an address offers no permission', async () => {
    const decision = await opened();
    const service = { ...decision, actor: { ...decision.actor, sourceIp: 'cloudformation.amazonaws.com' } };
    const idsOf = (each: Decision) =>
      writeAlert(partsFor([each], { incidents: [incidentOf(each)] })).offers.map(({ id }) => id);
    expect(idsOf(decision)).toContain('allow');
    expect(idsOf(service)).not.toContain('allow');
  });
});

test('every kind of message is written by its kind', async () => {
  const decision = await opened();
  const parts = partsFor([decision]);
  expect(writeMessage({ ...parts, kind: 'alert' })).toMatchObject({ kind: 'incident' });
  expect(writeMessage({ ...parts, kind: 'drill' })).toMatchObject({ kind: 'drill', people: [] });
  expect(writeMessage({ ...parts, kind: 'collapsed' })).toMatchObject({ kind: 'collapsed' });
  const { row, now } = parts;
  expect(writeMessage({ kind: 'notice', row, now, facts: { why: 'fault', about: 'x' } })).toMatchObject({
    kind: 'notice',
  });
});

test.each(Object.entries(sampleAlerts))('the sample alert %s is as an alert leaves us', (_, alert) => {
  expect(sealAlert(alert)).toEqual(alert);
});
