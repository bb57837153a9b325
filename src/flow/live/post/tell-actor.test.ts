import { expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { DeliverStage } from '../../../../test/flow/deliver-stage.ts';
import { forActor } from '../../../channels/for-actor.ts';
import type { DirectoryPerson } from '../../../core/policy/policy.ts';
import type { DeliverParts } from './deliver-parts.ts';

const alice: DirectoryPerson = {
  ...{ identity: 'alice', name: 'Alice Example', slack: null, mail: 'alice@example.com', pager: null },
};

/** Alice opened SSH, and a route tells whoever did something, too. */
async function opened(people: readonly DirectoryPerson[]) {
  const within = { acknowledgeWithin: { high: 900_000 }, escalateTo: ['lead'] } as const;
  const stage = new DeliverStage().tells('high', routeOf({ groupFor: null, to: ['slack.secops', 'actor'], ...within }));
  const { policy } = stage.judging;
  stage.judging = { ...stage.judging, policy: { ...policy, directory: { ...policy.directory, people } } };
  const [team, own] = [stage.channel('slack.secops'), stage.channel('actor:alice')];
  const usual = stage.delivering().channel;
  const channel: DeliverParts['channel'] = (name) => {
    const reached = usual(name);
    return reached.kind === 'reached' && name.startsWith('actor:')
      ? { ...reached, channel: forActor(reached.channel) }
      : reached;
  };
  const hears = async () => {
    await stage.hears();
    await stage.listens();
    await stage.delivers({ channel });
  };
  await stage.listens();
  const web = stage.group();
  const ssh = stage.opens(web, 22);
  await hears();
  return { stage, team, own, web, ssh, hears };
}

test('R166: whoever made a change is told what the policy says of it, without blame, severity or what others do', async () => {
  const { own, team } = await opened([alice]);
  expect(team.heard.map(({ alert }) => alert.severity)).toEqual(['high']);
  expect(own.heard).toHaveLength(1);
  const { alert, what } = own.heard[0]!;
  expect([what, alert.severity, alert.who, alert.playbook]).toEqual(['first', 'none', null, null]);
  expect(alert.facts.map(({ label }) => label)).toEqual(['What', 'Policy', 'Done', 'Need it?']);
  expect(JSON.stringify(alert.facts)).toContain('your change of');
  expect(JSON.stringify([alert.facts, alert.status])).not.toMatch(/198\.51\.100\.7|critical|violat|blame|acknowledge/i);
});

test('R166: they are asked for nothing, hear nothing of what others say, and once that it is over', async () => {
  const { hears, own, ssh, stage, team, web } = await opened([alice]);
  const rows = await stage.messages();
  expect(rows.map(({ escalation, message: { channel } }) => [channel, escalation?.to ?? null]).sort()).toEqual([
    ['actor:alice', null],
    ['slack.secops', ['lead']],
  ]);
  const [incident] = await stage.rows('incident');
  const body = { kind: 'ordered', order: 'comment', on: incident!.id, person: 'carol', reason: 'who was that?' };
  const until = { until: null, detail: {} };
  const key = 'ordered/1';
  stage.at += 1000;
  await stage.store.append(0, 'any', [{ at: stage.at, key, fence: null, body: { ...body, ...until } as never }]);
  await hears();
  expect(team.heard.at(-1)).toMatchObject({ what: 'update', news: [{ say: 'carol says: who was that?' }] });
  expect(own.heard).toHaveLength(1);
  stage.closes(web, ssh);
  await stage.hears();
  await stage.lasts(600_000);
  await hears();
  expect(team.heard.at(-1)!.alert.state).toBe('closed');
  expect(own.heard.map(({ alert, news, what }) => [what, alert.state, news])).toEqual([
    ['first', 'open', []],
    ['update', 'closed', []],
  ]);
});

test('R166: who is not in the directory, or has no address there, is not looked for; nobody else is told instead', async () => {
  for (const people of [[], [{ ...alice, mail: null }], [{ ...alice, identity: 'bob' }]]) {
    const { own, stage } = await opened(people);
    expect(own.heard).toEqual([]);
    expect((await stage.messages()).map(({ message }) => message.channel)).toEqual(['slack.secops']);
  }
});

test('R166: what cannot be brought to them is given up, and no notice is made of it', async () => {
  const { stage } = await opened([alice]);
  stage.channels.delete('actor:alice');
  stage.opens(stage.group('other'), 22);
  await stage.hears();
  await stage.listens();
  await stage.delivers();
  await stage.listens();
  expect((await stage.rows('dead')).map(({ channel }) => channel)).toEqual(['actor:alice']);
  expect((await stage.messages()).filter(({ message }) => message.kind === 'notice')).toEqual([]);
});
