import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { systemClock } from '../../apps/live/system-clock.ts';
import { openStdinInbox } from './open-stdin-inbox.ts';

const line = (n: number): string => `{"eventID":"e-${n}","eventName":"RevokeSecurityGroupIngress"}\n`;
const calls = new Set(['RevokeSecurityGroupIngress']);
const open = (input: AsyncIterable<Uint8Array>) =>
  openStdinInbox({ input, calls, clock: systemClock, settings: { wait: 500, again: 60_000 } });

it('is ended when the input is over and all of it is done, and not before', async () => {
  const input = new PassThrough();
  const inbox = open(input);
  input.end(line(1) + line(2).trimEnd());
  const receipts: string[] = [];
  while (receipts.length < 2) {
    const taken = await inbox.take(10);
    if (taken.kind !== 'taken') throw new Error(taken.why);
    receipts.push(...taken.messages.map(({ receipt }) => receipt));
  }
  expect(inbox.figures().ended).toBe(false);
  for (const receipt of receipts) await inbox.done(receipt);
  expect(inbox.figures()).toMatchObject({ ended: true, inHand: 0 });
  expect(await inbox.take(1)).toEqual({ kind: 'taken', messages: [] });
});

it('a line that is cut, blank, not watched or in pieces harms no other', async () => {
  const input = new PassThrough();
  const inbox = open(input);
  const text = `${line(1)}\n{"eventID":"e-9","eventNa\n{"eventID":"x","eventName":"DescribeInstances"}\n${line(2)}`;
  for (const piece of text.match(/.{1,7}/gs)!) input.write(piece);
  input.end();
  const found: string[] = [];
  while (!inbox.figures().ended) {
    const taken = await inbox.take(10);
    if (taken.kind !== 'taken') throw new Error(taken.why);
    for (const { receipt, intaken } of taken.messages) {
      for (const each of intaken) if ('place' in each) found.push(`${each.kind} ${each.place.number}`);
      await inbox.done(receipt);
    }
  }
  expect(found).toEqual(['record 1', 'unreadable 3', 'record 5']);
});

it('who writes faster than is read has to wait', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      given++;
      yield Buffer.from(line(given));
      if (given % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const inbox = open(endless());
  await inbox.take(1);
  await systemClock.sleep(200);
  expect(given).toBeLessThan(1_100);
  await inbox.close();
});

it('input that breaks off is said', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(line(1));
    throw new Error('EIO');
  }
  const inbox = open(broken());
  await inbox.take(1);
  await systemClock.sleep(20);
  expect(inbox.figures().trouble).toBe('standard input broke off: EIO');
});
