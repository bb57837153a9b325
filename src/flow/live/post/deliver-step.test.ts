import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { busy, DeliverStage, refusal } from '../../../../test/flow/deliver-stage.ts';
import type { EntryBody, ToldBody } from '../../../core/ledger/entry-body.ts';
import type { Message } from '../../../core/plan/quiet/telling.ts';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const secops = 'slack.secops';

/** SSH was opened to everybody, and is told of. */
async function opened(to: readonly string[] = [secops]) {
  const stage = new DeliverStage().tells('high', routeOf({ groupFor: null, to }));
  const channels = to.map((name) => stage.channel(name));
  await stage.listens();
  const web = stage.group('web');
  const ssh = stage.opens(web, 22);
  await stage.hears();
  await stage.listens();
  const ids = (await stage.messages()).map(({ message }) => message);
  const id = (channel: string) => ids.find((each: Message) => each.channel === channel)!.id;
  return { stage, web, ssh, id, channel: channels[0]!, channels };
}

async function toldIn(stage: DeliverStage): Promise<readonly ToldBody[]> {
  const bodies = (await stage.entries()).map(({ body }) => JSON.parse(body!) as EntryBody);
  return bodies.filter((each): each is ToldBody => each.kind === 'told');
}

describe('a message that is due', () => {
  test('R60, R74: is told once, is in the ledger, and what happens then is told as an update of it', async () => {
    const { stage, web, ssh, id, channel } = await opened();
    await stage.delivers();
    expect(channel.heard).toMatchObject([{ what: 'first', ref: null, news: [], repeated: false, interrupts: 1 }]);
    expect(channel.heard[0]!.alert).toMatchObject({ id: id(secops), revision: 0, severity: 'high', state: 'open' });
    expect(await toldIn(stage)).toMatchObject([
      { message: id(secops), channel: secops, what: 'first', of: 'incident', outcome: 'done', attempts: 1, why: null },
    ]);
    await stage.delivers();
    expect(channel.heard).toHaveLength(1);

    stage.at += minute;
    stage.closes(web, ssh);
    await stage.hears();
    await stage.lasts(2 * minute);
    await stage.delivers();
    const updates = channel.heard.slice(1);
    expect(updates.map(({ what, ref }) => [what, ref])).toEqual(updates.map(() => ['update', 'ref 1']));
    expect(updates.flatMap(({ news }) => news).map(({ say }) => say)).toEqual([expect.stringMatching(/^over: /)]);
    expect(updates.at(-1)!.alert.state).toBe('closed');
    expect(await toldIn(stage)).toHaveLength(1);
  });

  test('many changes of it are told at once, and only what the channel has a form for', async () => {
    const { stage, web, channel } = await opened();
    await stage.delivers();
    for (const by of ['a', 'b', 'c']) {
      stage.at += minute;
      stage.opens(web, 22, `198.51.100.${by.charCodeAt(0)}/32`);
      await stage.hears();
      await stage.listens();
    }
    channel.takes.splice(0, 3, 'first');
    await stage.delivers();
    expect(channel.heard).toHaveLength(1);
    expect(await stage.openTasks(`deliver/${secops}`)).toEqual([]);
  });

  test('R70: comes again later and later while the channel is busy, not before it says, and is told then', async () => {
    const { stage, id, channel } = await opened();
    channel.next.push(busy(), busy(), busy(45 * second, true));
    const start = stage.at;
    const waits: number[] = [];
    for (let tries = 0; channel.heard.length < 4 && tries < 400; tries++) {
      const before = channel.heard.length;
      await stage.delivers();
      if (channel.heard.length > before) waits.push(stage.at - start);
      stage.at += second;
    }
    expect(waits).toHaveLength(4);
    expect(waits[0]).toBe(0);
    expect(waits[1]).toBeLessThanOrEqual(2 * second);
    expect(waits[2]! - waits[1]!).toBeLessThanOrEqual(4 * second);
    expect(waits[3]! - waits[2]!).toBeGreaterThanOrEqual(45 * second);
    expect(channel.heard.map(({ repeated }) => repeated)).toEqual([false, false, false, true]);
    expect(await toldIn(stage)).toMatchObject([{ outcome: 'done', attempts: 4, repeated: true }]);
    expect(await stage.sent(secops, id(secops))).toMatchObject({
      attempts: 0,
      since: null,
      trying: null,
      maybe: false,
    });
  });

  test('R71: reaches who stands in after three failures, which says for whom; the channel itself is tried on', async () => {
    const { stage, id, channel } = await opened();
    channel.fallback = 'mail';
    const mail = stage.channel('mail');
    channel.next.push(busy(), busy(), busy(), busy());
    for (let at = 0; at < 60; at++) {
      await stage.delivers();
      stage.at += second;
    }
    expect(mail.heard).toHaveLength(1);
    expect(mail.heard[0]!.alert.facts.at(-1)).toEqual({
      ...{ label: 'Channel', lines: [`told here because \`${secops}\` did not take it`] },
    });
    expect(channel.heard).toHaveLength(5);
    expect((await toldIn(stage)).map((each) => [each.channel, each.outcome])).toEqual([
      ['mail', 'done'],
      [secops, 'done'],
    ]);
    expect(await stage.sent('mail', id(secops))).toMatchObject({ revision: 0 });
  });

  test('R71: reaches who stands in at once where the channel refuses it, and stands among what was given up', async () => {
    const { stage, id, channel } = await opened();
    channel.fallback = 'mail';
    const mail = stage.channel('mail');
    channel.next.push(refusal());
    await stage.delivers();
    expect(mail.heard).toHaveLength(1);
    expect(await stage.rows('dead')).toMatchObject([
      { message: id(secops), channel: secops, revision: 0, why: 'it does not want it' },
    ]);
    expect((await toldIn(stage)).map((each) => [each.channel, each.outcome])).toEqual([
      [secops, 'refused'],
      ['mail', 'done'],
    ]);
    expect(await stage.openTasks('tell')).toEqual([]);
  });

  test('a channel that asks for a long pause is left alone, and what comes meanwhile reaches who stands in', async () => {
    const { stage, channel } = await opened();
    channel.fallback = 'mail';
    const mail = stage.channel('mail');
    channel.next.push(busy(10 * minute));
    await stage.delivers();
    expect([channel.heard.length, mail.heard.length]).toEqual([1, 1]);
    stage.opens(stage.group('db'), 22);
    await stage.hears();
    await stage.listens();
    await stage.delivers();
    expect([channel.heard.length, mail.heard.length]).toEqual([1, 2]);
    stage.at += 10 * minute;
    await stage.delivers();
    expect(channel.heard).toHaveLength(3);
  });

  test('is given up after a day, shown, and told by the others, once for a channel that takes nothing', async () => {
    const { stage, channel, channels } = await opened([secops, 'pager']);
    const pager = channels[1]!;
    channel.next.push(...Array.from({ length: 400 }, () => busy()));
    for (let at = 0; at < 26 * 6; at++) {
      await stage.delivers();
      stage.at += 10 * minute;
    }
    const [dead] = await stage.rows('dead');
    expect(dead!.why).toBe('it is busy; that went on for too long');
    await stage.listens();
    await stage.delivers();
    expect(pager.heard.map(({ alert }) => alert.headline).slice(1)).toEqual([
      `A message was given up: ${secops} did not take it`,
    ]);
  });

  test('a channel that refuses everything is told of by the others once a day, and never by notices of notices', async () => {
    const { stage, channel, channels } = await opened([secops, 'pager']);
    for (const each of channels) each.next.push(refusal(true), refusal(true), refusal(true));
    channels[1]!.next.splice(0);
    await stage.delivers();
    stage.opens(stage.group('db'), 22);
    await stage.hears();
    await stage.listens();
    await stage.delivers();
    await stage.listens();
    await stage.delivers();
    const notices = channels[1]!.heard.filter(({ alert }) => alert.kind === 'notice');
    expect(notices.map(({ alert }) => alert.headline)).toEqual([
      `The channel ${secops} takes nothing: messages for it go elsewhere or wait`,
    ]);
    expect(channel.heard).toHaveLength(2);
  });

  test('to nobody the directory knows is given up at once, and said why', async () => {
    const stage = new DeliverStage().tells('high', routeOf({ groupFor: null, to: ['owner'] }));
    await stage.listens();
    stage.opens(stage.group('web'), 22);
    await stage.hears();
    await stage.listens();
    await stage.delivers();
    expect(await stage.rows('dead')).toMatchObject([{ channel: 'owner:unowned', why: 'there is no `owner:unowned`' }]);
  });

  test('a fault of ours loses nothing: it is tried again', async () => {
    const { stage, channel } = await opened();
    channel.next.push(() => {
      throw new Error('broken');
    });
    await stage.delivers({
      word: async () => {
        throw new Error('no words');
      },
    });
    expect(channel.heard).toEqual([]);
    stage.at += 5 * second;
    await stage.delivers();
    stage.at += hour;
    await stage.delivers();
    expect(channel.heard.map(({ repeated }) => repeated)).toEqual([false, true]);
    expect((await toldIn(stage)).map(({ outcome }) => outcome)).toEqual(['done']);
  });

  test('one a second where the channel wants no more', async () => {
    const { stage, channel } = await opened();
    channel.every = second;
    for (const name of ['db', 'queue']) stage.opens(stage.group(name), 22);
    await stage.hears();
    await stage.listens();
    const at: number[] = [];
    for (let tries = 0; tries < 30; tries++) {
      const before = channel.heard.length;
      await stage.delivers();
      for (let more = before; more < channel.heard.length; more++) at.push(stage.at);
      stage.at += 100;
    }
    expect(at).toHaveLength(2);
    expect(at[1]! - at[0]!).toBe(second);
  });
});
