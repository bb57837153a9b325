import { describe, expect, it } from 'vitest';
import { losingReplies } from '../../../../test/contracts/store/losing-replies.ts';
import { opened, PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere, site, strict } from '../../../../test/flow/watch-stage.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { askEnd } from '../perform/ask-end.ts';
import { type AskRow, readRow, rowName } from '../tables.ts';
import { allow } from './allow.ts';
import { approve } from './approve.ts';
import { deny } from './deny.ts';
import { endGrant } from './end-grant.ts';
import { extendGrant } from './extend-grant.ts';
import { resume } from './resume.ts';
import { stop } from './stop.ts';
import { undo } from './undo.ts';

const hour = 3_600_000;
const carol = { person: 'carol', reason: 'N-7', key: 'k1' };

const ssh: Rule = {
  ...{ id: null, direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: null },
  peer: { kind: 'ipv4', value: anywhere },
};

/** Enforced as ever; who may give leave, and how many it takes. */
function by(
  count: number,
  from: readonly string[] = ['carol', 'dave'],
  not: readonly string[] = ['requester'],
): Judging {
  return {
    ...strict,
    policy: { ...strict.policy, grants: { max: 4 * hour, approve: { else: { from, count, not } } } },
  };
}

/** The same, where nobody closes SSH without asking. */
function asking(count = 1): Judging {
  const judging = by(count);
  const checks = judging.policy.checks.map((each) => ({ ...each, respond: { else: ['ask'] as const } }));
  return { ...judging, policy: { ...judging.policy, checks } };
}

async function scene(judging: Judging) {
  const stage = new PerformStage();
  stage.judging = judging;
  return await opened(stage);
}

describe('allow', () => {
  it('R93: writes a permission for just these rules with its end, in one commit, and then nothing is done', async () => {
    const { stage, group } = await scene(by(1));
    const until = stage.at + hour;
    const done = await allow(stage.parts(), { ...carol, site, group, rules: [ssh], until, for: 'alice' });
    expect(done).toMatchObject({ kind: 'ordered', id: expect.stringMatching(/^grt_/) });
    const [grant] = await stage.rows('grant');
    expect(grant).toMatchObject({ group, rules: [ssh], until, by: 'carol', reason: 'N-7', version: 1, ended: null });
    expect(await stage.tasks('expire')).toEqual([{ site, group, grant: grant!.id, version: 1 }]);
    expect((await stage.openTasks('expire'))[0]!.due).toBe(until);
    const [ordered] = await stage.bodies('ordered');
    expect(ordered).toMatchObject({ order: 'allow', person: 'carol', on: group, reason: 'N-7', until });
    await stage.run();
    expect(stage.calls).toEqual([]);
    expect(await stage.endings()).toEqual([`refused: granted: ${grant!.id}`]);
  });

  it('R93: covers no other rule of the group', async () => {
    const { stage, group } = await scene(by(1));
    const other = { ...ssh, peer: { kind: 'ipv4', value: '198.51.100.0/24' } } as const;
    expect(
      (await allow(stage.parts(), { ...carol, site, group, rules: [other], until: stage.at + hour, for: 'alice' }))
        .kind,
    ).toBe('ordered');
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
  });

  it('8: counts from the moment it is given, even between announcement and call', async () => {
    const { stage, group } = await scene(by(1));
    const { store } = stage;
    let given = 0;
    const quick = {
      ...store,
      append: async (...asked: Parameters<typeof store.append>) => {
        const done = await store.append(...asked);
        const isActing = asked[2].some(({ body }) => body.kind === 'acting');
        if (isActing && given++ === 0)
          await allow(stage.parts(), { ...carol, site, group, rules: [ssh], until: stage.at + hour, for: 'alice' });
        return done;
      },
    };
    await stage.run(600_000, { store: quick });
    expect(given).toBe(1);
    expect(stage.calls).toEqual([]);
    expect((await stage.endings())[0]).toMatch(/^refused: granted: grt_/);
  });

  it.each([
    ['a reason', { reason: ' ' }, 'expected a reason, got none'],
    ['a person', { person: '' }, 'expected a person who orders it, got none'],
    ['a rule', { rules: [] }, 'expected the rules to allow, got none'],
    ['an end', { until: Number.NaN }, 'expected an end, got none'],
    ['a known group', { group: 'sg-00000000000000000' }, 'nothing is known of `sg-00000000000000000`'],
    ['leave', { person: 'mallory' }, 'the policy wants leave from carol or dave'],
    ['another one than who wants it', { for: 'carol' }, 'the policy excludes requester'],
  ])('R93, R103: wants %s', async (_, change, why) => {
    const { stage, group } = await scene(by(1));
    const order = { ...carol, site, group, rules: [ssh], until: stage.at + hour, for: 'alice', ...change };
    expect(await allow(stage.parts(), order)).toEqual({ kind: 'refused', why: expect.stringContaining(why) });
    expect(await stage.rows('grant')).toEqual([]);
    expect(await stage.bodies('ordered')).toEqual([]);
  });

  it.each([
    [0, 'expected an end that is to come'],
    [4 * hour + 1, 'expected at most 4 hours, as the policy says'],
  ])('R93: of %s ms from now is refused', async (span, why) => {
    const { stage, group } = await scene(by(1, undefined, []));
    const order = { ...carol, site, group, rules: [ssh], until: stage.at + span };
    expect(await allow(stage.parts(), order)).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) });
  });

  it('R93: may last just as long as the policy says', async () => {
    const { stage, group } = await scene(by(1, undefined, []));
    const order = { ...carol, site, group, rules: [ssh], until: stage.at + 4 * hour };
    expect((await allow(stage.parts(), order)).kind).toBe('ordered');
  });

  it('sent twice, or with its answer lost, is one', async () => {
    const { stage, group } = await scene(by(1));
    const order = { ...carol, site, group, rules: [ssh], until: stage.at + hour, for: 'alice' };
    let write = 0;
    const store = losingReplies(stage.store, () => (write++ === 0 ? 'after' : 'fine'));
    const first = await allow(stage.parts({ store }), order);
    expect(first.kind).toBe('ordered');
    expect(await allow(stage.parts(), order)).toEqual(first);
    expect((await stage.bodies('ordered')).length).toBe(1);
    expect((await stage.rows('grant')).length).toBe(1);
  });

  it('says so when the store does not answer, and that it may be there all the same', async () => {
    const { stage, group } = await scene(by(1));
    const order = { ...carol, site, group, rules: [ssh], until: stage.at + hour };
    const store = losingReplies(stage.store, () => 'before');
    expect(await allow(stage.parts({ store }), { ...order, for: 'alice' })).toMatchObject({
      kind: 'unavailable',
      maybe: true,
    });
  });

  it('R93, R103: for which one is not enough asks for the others, by the hash of a plan', async () => {
    const { stage, group } = await scene(by(2));
    const order = { ...carol, site, group, rules: [ssh], until: stage.at + hour, for: 'alice' };
    expect(await allow(stage.parts(), order)).toMatchObject({ kind: 'more', why: '1 more must approve' });
    expect(await stage.rows('grant')).toEqual([]);
    const [ask] = await stage.rows('ask');
    expect(ask).toMatchObject({ state: 'waiting', approvedBy: ['carol'], requester: 'alice' });
    const { hash } = ask!;
    expect(await approve(stage.parts(), { ...carol, key: 'k2', hash })).toMatchObject({ kind: 'refused' });
    const dave = { person: 'dave', reason: 'fine', key: 'k3', hash };
    expect((await approve(stage.parts(), dave)).kind).toBe('ordered');
    expect(await stage.rows('grant')).toMatchObject([{ by: 'carol', rules: [ssh], version: 1 }]);
    expect((await stage.tasks('expire')).length).toBe(1);
  });
});

describe('a permission', () => {
  async function given() {
    const { stage, group } = await scene(by(1, undefined, []));
    const until = stage.at + hour;
    const done = await allow(stage.parts(), { ...carol, site, group, rules: [ssh], until });
    const grant = done.kind === 'ordered' ? done.id : '';
    return { stage, until, order: { ...carol, key: 'k2', site, group, grant } };
  }

  it('10, R93: that is made longer has another version, which alone its new end names', async () => {
    const { stage, order, until } = await given();
    const longer = { ...order, until: until + hour };
    expect((await extendGrant(stage.parts(), longer)).kind).toBe('ordered');
    expect(await stage.rows('grant')).toMatchObject([{ until: until + hour, version: 2, ended: null }]);
    expect((await stage.tasks('expire')).map(({ version }) => version)).toEqual([1, 2]);
    expect((await stage.openTasks('expire')).map(({ due }) => due)).toEqual([until, until + hour]);
  });

  it.each([
    [-1, 'expected an end later than the one it has'],
    [0, 'expected an end later than the one it has'],
    [3 * hour + 1, 'expected at most 4 hours'],
  ])('10: is not made longer by %s ms', async (more, why) => {
    const { stage, order, until } = await given();
    const asked = extendGrant(stage.parts(), { ...order, until: until + more });
    expect(await asked).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) });
    expect(await stage.rows('grant')).toMatchObject([{ until, version: 1 }]);
  });

  it('is made longer only with the leave that it took', async () => {
    const { stage, order, until } = await given();
    const mallory = { ...order, person: 'mallory', until: until + 1 };
    expect((await extendGrant(stage.parts(), mallory)).kind).toBe('refused');
  });

  it('10: is taken back by anybody, at once', async () => {
    const { stage, order } = await given();
    stage.at += 1000;
    expect((await endGrant(stage.parts(), { ...order, person: 'mallory' })).kind).toBe('ordered');
    expect(await stage.rows('grant')).toMatchObject([{ ended: stage.at, version: 2 }]);
    expect((await stage.openTasks('expire')).map(({ due }) => due)).toContain(stage.at);
    const again = await endGrant(stage.parts(), { ...order, key: 'k9' });
    expect(again).toMatchObject({ kind: 'refused', why: expect.stringContaining('is over already') });
  });

  it('10: that is changed by two at once is changed by both, one after the other', async () => {
    const { stage, order, until } = await given();
    await Promise.all([
      extendGrant(stage.parts(), { ...order, until: until + 1000 }),
      endGrant(stage.parts(), { ...order, key: 'k3' }),
    ]);
    const [grant] = await stage.rows('grant');
    expect(grant!.ended).toBe(stage.at);
    expect((await stage.bodies('ordered')).length).toBe(1 + (grant!.version - 1));
  });

  it('that is over, or never was, is not changed', async () => {
    const { stage, order, until } = await given();
    stage.at = until;
    expect((await extendGrant(stage.parts(), { ...order, until: until + 1 })).kind).toBe('refused');
    const none = await endGrant(stage.parts(), { ...order, key: 'k4', grant: 'grt_none' });
    expect(none).toMatchObject({ kind: 'refused', why: expect.stringContaining('there is none') });
  });
});

describe('a question', () => {
  async function asked(count = 1) {
    const { stage, group } = await scene(asking(count));
    const [ask] = await stage.rows('ask');
    return { stage, group, ask: ask!, yes: { ...carol, hash: ask!.hash } };
  }

  it('R103: is acted on only once somebody who may has said yes to just this plan', async () => {
    const { stage, group, yes } = await asked();
    await stage.run();
    expect(stage.calls).toEqual([]);
    expect(await approve(stage.parts(), yes)).toMatchObject({ kind: 'ordered', id: yes.hash });
    await stage.run();
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
    expect(await stage.actions()).toMatchObject([{ state: 'verified', approvedBy: ['carol'] }]);
    expect(await stage.rows('ask')).toMatchObject([{ state: 'approved', approvedBy: ['carol'] }]);
  });

  it('R103: takes as many people as the policy says, each counted once', async () => {
    const { stage, yes } = await asked(2);
    expect(await approve(stage.parts(), yes)).toEqual({ kind: 'more', id: yes.hash, why: '1 more must approve' });
    expect((await approve(stage.parts(), { ...yes, key: 'k2' })).kind).toBe('refused');
    expect(await stage.actions()).toEqual([]);
    expect((await approve(stage.parts(), { ...yes, person: 'dave', key: 'k3' })).kind).toBe('ordered');
    expect(await stage.actions()).toMatchObject([{ approvedBy: ['carol', 'dave'] }]);
  });

  it('R103: is not answered by who did it, nor by who has no say', async () => {
    const { stage, ask, yes } = await asked();
    expect(ask.requester).toBe('alice');
    stage.judging = by(1, ['alice']);
    expect(await approve(stage.parts(), { ...yes, person: 'alice' })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('excludes requester'),
    });
    for (const answer of [approve, deny])
      expect((await answer(stage.parts(), { ...yes, person: 'mallory' })).kind).toBe('refused');
  });

  it('R103: whose plan is not the one that was asked about is not answered', async () => {
    const { stage, ask, yes } = await asked();
    const forged: AskRow = { ...ask, intent: { ...ask.intent, aims: [] } };
    await stage.store.append(0, 'any', [], { rows: [{ ...rowName('ask', ask.hash), value: JSON.stringify(forged) }] });
    expect(await approve(stage.parts(), yes)).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('another one'),
    });
    expect(await approve(stage.parts(), { ...yes, hash: 'pln_x' })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('there is none'),
    });
  });

  it('R103: is over with one no', async () => {
    const { stage, yes } = await asked();
    expect((await deny(stage.parts(), yes)).kind).toBe('ordered');
    expect(await stage.rows('ask')).toMatchObject([{ state: 'denied' }]);
    expect(await stage.told()).toContain('denied');
    expect(await approve(stage.parts(), { ...yes, person: 'dave', key: 'k2' })).toMatchObject({
      kind: 'refused',
      why: 'it is denied already',
    });
    await stage.run();
    expect(stage.calls).toEqual([]);
  });

  it('R103: that gets a yes and a no at once has one answer', async () => {
    const { stage, yes } = await asked();
    const answers = await Promise.all([
      approve(stage.parts(), yes),
      deny(stage.parts(), { ...yes, person: 'dave', key: 'k2' }),
    ]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['ordered', 'refused']);
  });

  it('R103: that nobody answers ends by itself, is told, and nothing is done', async () => {
    const { stage, ask, yes } = await asked();
    const end = async () => {
      const task = await stage.lease(['ask-end']);
      if (task !== null) await askEnd(stage.parts(), task);
    };
    await stage.store.append(0, 'any', [], {
      tasks: [{ id: 'early', key: 'early', kind: 'ask-end', due: stage.at, body: JSON.stringify({ hash: ask.hash }) }],
    });
    await end();
    expect(await stage.rows('ask')).toMatchObject([{ state: 'waiting' }]);
    expect(await stage.store.task('early')).toMatchObject({ state: 'open', due: ask.until });
    stage.at = ask.until;
    expect((await approve(stage.parts(), yes)).kind).toBe('refused');
    await end();
    await end();
    expect(await stage.rows('ask')).toMatchObject([{ state: 'expired' }]);
    expect((await stage.openTasks('ask-end')).length).toBe(0);
    expect((await stage.told()).filter((why) => why === 'expired').length).toBe(1);
    expect((await stage.bodies('outcome')).at(-1)).toMatchObject({ state: 'refused', why: 'nobody answered in time' });
    expect(await stage.actions()).toEqual([]);
  });

  it('scenario 29: whose yes comes after the rule was changed does nothing', async () => {
    const { stage, group, yes } = await asked();
    const id = stage.model.state.groups.get(group)!.rules.find(({ ports }) => ports?.[0] === 22)!.id;
    stage.closes(group, id);
    stage.at += hour;
    await stage.hears();
    await approve(stage.parts(), yes);
    await stage.run();
    expect(stage.calls).toEqual([]);
    expect((await stage.endings())[0]).toMatch(/^superseded/);
  });
});

describe('undo', () => {
  async function reverted() {
    const { stage, group } = await scene(by(1));
    await stage.run();
    const [{ intent } = expect.unreachable()] = await stage.actions();
    const order = { ...carol, action: intent.action, until: stage.at + hour };
    return { stage, group, order };
  }

  it('R93, R103: gives back what an action did, with a permission and its end in the same commit', async () => {
    const { stage, group, order } = await reverted();
    expect((await undo(stage.parts(), order)).kind).toBe('ordered');
    expect(await stage.rows('grant')).toMatchObject([
      { group, rules: [{ ports: [22, 22] }], until: order.until, by: 'carol' },
    ]);
    await stage.run();
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8', `22,22 ${anywhere}`]);
    const states = (await stage.actions()).map(({ intent, state }) => [intent.do, state]);
    expect(states.sort()).toEqual([
      ['revert', 'undone'],
      ['undo', 'verified'],
    ]);
    expect((await stage.bodies('ordered'))[0]).toMatchObject({ order: 'undo', on: order.action, until: order.until });
    expect((await stage.tasks('expire')).length).toBe(1);
  });

  it('R93: is possible only from the state that the action left', async () => {
    const { stage, group, order } = await reverted();
    stage.opens(group, 8080);
    expect(await undo(stage.parts(), order)).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('superseded: now'),
    });
    expect(await stage.rows('grant')).toEqual([]);
  });

  it('R93: takes the leave that a permission takes, of somebody else than who did it', async () => {
    const { stage, order } = await reverted();
    expect((await undo(stage.parts(), { ...order, person: 'mallory' })).kind).toBe('refused');
    stage.judging = by(1, ['alice']);
    expect((await undo(stage.parts(), { ...order, person: 'alice' })).kind).toBe('refused');
    stage.judging = by(2);
    expect(await undo(stage.parts(), order)).toMatchObject({ kind: 'refused', why: '1 more must approve' });
  });

  it('R93: wants an action that is there, and an end', async () => {
    const { stage, order } = await reverted();
    expect((await undo(stage.parts(), { ...order, action: 'act_none' })).kind).toBe('refused');
    expect((await undo(stage.parts(), { ...order, until: stage.at })).kind).toBe('refused');
  });

  it('is not ordered on what cannot be read', async () => {
    const { stage, order } = await reverted();
    const { gatherer } = stage.parts();
    const failure = { kind: 'failed', failure: 'throttled', code: 'RequestLimitExceeded', message: 'later' } as const;
    const deaf = { ...gatherer, group: async () => failure };
    expect(await undo(stage.parts({ gatherer: deaf }), order)).toMatchObject({ kind: 'unavailable', maybe: false });
  });
});

describe('the kill switch', () => {
  it('R103: stops all that is decided, until it is taken back', async () => {
    const { stage } = await opened();
    expect(await stop(stage.parts(), { ...carol, reason: 'outage' })).toMatchObject({ kind: 'ordered', id: 'stop' });
    await stage.run();
    expect(stage.calls).toEqual([]);
    expect((await stage.endings())[0]).toMatch(/^refused: all acting is off since .*, by carol: outage$/);
    expect(await resume(stage.parts(), { ...carol, key: 'r1' })).toMatchObject({ kind: 'ordered', id: 'stop' });
    expect(readRow('switch', await stage.store.row(rowName('switch', 'stop')))).toBeNull();
    expect((await resume(stage.parts(), { ...carol, key: 'r2' })).kind).toBe('refused');
    await stage.run();
    stage.opens(stage.group('other'), 22);
    await stage.hears();
    await stage.run();
    expect(stage.calls).toEqual(['revoke', 'revoke']);
    expect((await stage.bodies('ordered')).map(({ order }) => order)).toEqual(['stop', 'resume']);
  });

  it('once taken back, what it kept from being done is weighed again, and done only if it is still wanted', async () => {
    const { stage, group } = await scene(by(1));
    const other = stage.group('other');
    const gone = stage.opens(other, 22);
    await stage.hears();
    await stop(stage.parts(), { ...carol, reason: 'outage' });
    await stage.run();
    expect(stage.calls).toEqual([]);
    stage.closes(other, gone);
    await stage.hears();
    await resume(stage.parts(), { ...carol, key: 'r1' });
    await stage.run();
    expect(stage.calls).toEqual(['revoke']);
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
    const states = (await stage.actions()).map(({ state }) => state).sort();
    expect(states).toEqual(['refused', 'refused', 'superseded', 'verified']);
  });
});
