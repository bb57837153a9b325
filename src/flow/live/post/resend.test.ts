import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { DeliverStage, refusal } from '../../../../test/flow/deliver-stage.ts';
import type { OrderedBody } from '../../../core/ledger/entry-body.ts';
import { confirmChannel } from './deliver-confirm.ts';
import { deadLetters, resend } from './resend.ts';

const ordering = { person: 'alice', reason: 'mended', key: 'one' };

async function givenUp() {
  const stage = new DeliverStage().tells('high', routeOf({ groupFor: null }));
  const channel = stage.channel('slack.secops');
  await stage.listens();
  stage.opens(stage.group('web'), 22);
  await stage.hears();
  await stage.listens();
  channel.next.push(refusal());
  await stage.delivers();
  const [dead] = await deadLetters(stage.store);
  return { stage, channel, message: dead!.message };
}

describe('R71: a message that was given up', () => {
  test('is sent anew when somebody orders it, stands in the ledger, and is given up no more once it is taken', async () => {
    const { stage, channel, message } = await givenUp();
    const done = await resend(stage.parts(), { message, channel: null }, ordering);
    expect(done).toMatchObject({ kind: 'ordered', id: message });
    expect(await resend(stage.parts(), { message, channel: null }, ordering)).toEqual(done);
    const orders = (await stage.entries()).map(({ body }) => JSON.parse(body!) as OrderedBody);
    expect(orders.filter(({ order }) => order === 'resend')).toMatchObject([
      { on: message, person: 'alice', reason: 'mended', detail: { channels: ['slack.secops'] } },
    ]);
    await stage.delivers();
    expect(channel.heard.map(({ what }) => what)).toEqual(['first', 'first']);
    expect(await deadLetters(stage.store)).toEqual([]);
  });

  test('is given up again where it is refused again, as often as it is ordered', async () => {
    const { stage, channel, message } = await givenUp();
    for (const key of ['one', 'two', 'three']) {
      channel.next.push(refusal());
      await resend(stage.parts(), { message, channel: 'slack.secops' }, { ...ordering, key });
      expect(await deadLetters(stage.store)).toEqual([]);
      await stage.delivers();
      expect(await deadLetters(stage.store)).toHaveLength(1);
    }
    expect(channel.heard).toHaveLength(4);
    expect(await stage.openTasks('deliver/slack.secops')).toEqual([]);
  });

  test('what was not given up is not sent anew', async () => {
    const { stage, message } = await givenUp();
    const answers = [
      await resend(stage.parts(), { message: 'msg_none', channel: null }, ordering),
      await resend(stage.parts(), { message, channel: 'mail' }, ordering),
    ];
    expect(answers.map((each) => each.kind === 'refused' && each.why)).toEqual([
      'expected a message that was given up, `msg_none` was not',
      `expected a message that was given up on \`mail\`, \`${message}\` was not`,
    ]);
  });
});

test('R156: that a channel reaches somebody stands in the ledger, with who says so', async () => {
  const stage = new DeliverStage().tells('high');
  expect(await confirmChannel(stage.parts(), 'slack.secops', ordering)).toMatchObject({ kind: 'ordered' });
  const [entry] = await stage.entries();
  expect(JSON.parse(entry!.body!)).toMatchObject({ order: 'confirm', on: 'slack.secops', person: 'alice' });
});
