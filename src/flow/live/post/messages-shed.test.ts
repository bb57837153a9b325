import { expect, test } from 'vitest';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import { shedMessages } from './messages-shed.ts';

const day = 86_400_000;

test('messages go when nothing was said of them for long, with all that hangs on them; what is open stays', async () => {
  const stage = new HearStage().tells('high');
  await stage.listens();
  const [old, open] = [stage.group('old'), stage.group('open')];
  const rule = stage.opens(old, 22);
  await stage.hears();
  await stage.listens();
  stage.closes(old, rule);
  stage.at += 60_000;
  stage.opens(open, 22);
  await stage.hears();
  await stage.lasts(3 * day);
  const [gone, left] = await stage.messages();
  expect(left!.notes.length).toBeGreaterThan(gone!.notes.length);
  const sent = [gone, left].map((each) => ({ table: 'sent', key: `${each!.message.id}/slack.secops`, value: '{}' }));
  const dead = { table: 'dead', key: `slack.secops/${gone!.message.id}`, value: '{}' };
  const task = { id: 'retain/1', key: 'retain/1', kind: 'retain', due: stage.at, body: '{}' };
  await stage.store.append(0, 'any', [], { rows: [...sent, dead], tasks: [task] });
  const leased = (await stage.lease(['retain']))!;
  const shedding = { store: stage.store, held: { task: leased.id, fence: leased.fence }, keep: async () => true };
  expect(await shedMessages(shedding, stage.at - 2 * day)).toBe('done');
  expect((await stage.messages()).map(({ message }) => message.id)).toEqual([left!.message.id]);
  const mentions = await stage.rows('mention');
  expect(new Set(mentions.map(({ message }) => message))).toEqual(new Set([left!.message.id]));
  expect(await stage.rows('sent')).toHaveLength(1);
  expect(await stage.rows('dead')).toEqual([]);
});
