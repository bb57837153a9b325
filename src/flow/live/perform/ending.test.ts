import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import { checkWith, gained } from '../../../../test/builders/policy.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere, strict } from '../../../../test/flow/watch-stage.ts';
import { conclude, type Ending } from './conclude.ts';
import { evidenceOf, type Known, know } from './know.ts';

const held: Ending = { state: 'superseded', why: null, confirmed: true };

/** SSH and RDP are open to everybody, both against the policy; an action is about the first. */
async function exposed(closed: readonly number[]) {
  const stage = new PerformStage();
  const checks = [22, 3389].map((port) => checkWith(`to-${port}`, { when: gained({ ports: [`tcp/${port}`] }) }));
  stage.judging = { ...strict, policy: { ...strict.policy, checks } };
  const group = stage.group();
  const ids = [22, 3389].map((port) => [port, stage.opens(group, port)] as const);
  await stage.hears();
  for (const [port, id] of ids) if (closed.includes(port)) stage.closes(group, id);
  stage.at += 60_000;
  const aim = close(ruleOf(`ingress tcp/22 ${anywhere}`, ids[0]![1]));
  const now = await inHand(stage, intentOf([aim], { on: { kind: 'group', id: group } }));
  return { stage, now, known: (await know(now)) as Known };
}

async function states(stage: PerformStage) {
  const rows = await stage.rows('violation');
  return Object.fromEntries(rows.map(({ tuple, state }) => [tuple.split(' ')[1], state]));
}

describe('what the end of an action says of violations', () => {
  it('R87: two good reads show those of its own rules to be gone, and leave alone what stands', async () => {
    const { stage, now, known } = await exposed([22]);
    expect(await states(stage)).toEqual({ 'tcp/22': 'open', 'tcp/3389': 'open' });
    await conclude(now, known, held);
    expect(await states(stage)).toEqual({ 'tcp/22': 'gone', 'tcp/3389': 'open' });
  });

  it('R87: a rule of another that its last read does not show any more takes another good read', async () => {
    const { stage, now, known } = await exposed([22, 3389]);
    await conclude(now, known, held);
    expect((await states(stage))['tcp/3389']).not.toBe('gone');
    const tallies = await stage.rows('tally');
    expect(tallies.filter(({ actions }) => actions.superseded === 1)).toHaveLength(1);
  });

  it('R87: an end by one read alone closes none', async () => {
    const { stage, now, known } = await exposed([22]);
    await conclude(now, known, { state: 'refused', why: 'so' });
    expect(await states(stage)).toEqual({ 'tcp/22': 'open', 'tcp/3389': 'open' });
  });

  it('R87: an end without any read closes none', async () => {
    const { stage, now } = await exposed([22]);
    await conclude(now, null, held);
    expect(await states(stage)).toEqual({ 'tcp/22': 'open', 'tcp/3389': 'open' });
  });

  it('R87: counts in the row of the day that closed violations are counted in, once', async () => {
    const { stage, now, known } = await exposed([22]);
    await conclude(now, known, held);
    const counted = (await stage.rows('tally')).filter(({ actions }) => actions.superseded !== undefined);
    expect(counted.map(({ actions, exposed: { count } }) => [actions.superseded, count])).toEqual([[1, 1]]);
  });
});

describe('what the end of an action leaves of its last read', () => {
  it('R84: a look that tells more than is known stands in the ledger before the outcome', async () => {
    const { stage, now, known } = await exposed([22]);
    await conclude(now, known, held);
    const kinds = (await stage.entries()).map(({ header }) => header.kind);
    expect(kinds.slice(-2)).toEqual(['observed', 'outcome']);
    const observed = (await stage.bodies('observed')).at(-1);
    expect(observed).toMatchObject({ by: 're-read', group: now.row.intent.on.id });
    const looks = (await stage.rows('evidence')).filter(({ kind }) => kind === 'observed');
    expect(looks.at(-1)).toMatchObject({ at: known.read.started });
  });
});

describe('a read as evidence', () => {
  it('tells of what it is, when it began', () => {
    const group = { id: 'sg-1', name: 'web', vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1' };
    const read = { kind: 're-read', started: 5, ended: 6 } as const;
    const found = { kind: 'group', group: { ...group, tags: {}, rules: [] } } as const;
    expect(evidenceOf({ ...read, live: found })).toEqual({ kind: 'observed', at: 5, group: found.group });
    expect(evidenceOf({ ...read, live: { kind: 'list', list: null } })).toEqual({
      ...{ kind: 'observed-list', at: 5, list: null },
    });
    expect(evidenceOf({ ...read, live: { kind: 'interface', interface: null } })).toEqual({
      ...{ kind: 'observed-interface', at: 5, interface: null },
    });
  });
});
