import { describe, expect, it } from 'vitest';
import type { Inbox, Message } from '../../../src/contracts/live.ts';
import type { Json } from '../../../src/core/leaf/canonical.ts';

/** A queue to try the contract of an inbox on. */
export interface InboxBench {
  readonly inbox: Inbox;
  /** Sends a message, so that it has come in when this ends. */
  readonly send: (body: Json) => Promise<void>;
  /** Lets the time pass after which what was taken and not acknowledged comes again. */
  readonly outwait: () => Promise<void>;
}

/** The contract of every inbox: the one suite that each implementation passes. */
export function inboxContract(name: string, make: () => Promise<InboxBench>): void {
  describe(name, () => {
    takes(make);
    acknowledges(make);
    holds(make);
  });
}

function takes(make: () => Promise<InboxBench>): void {
  it('that is empty gives nothing, and does not wait for ever', async () => {
    const { inbox } = await make();
    expect(await inbox.take(10)).toEqual({ kind: 'taken', messages: [] });
  });

  it('gives every message that came in, never more of them than asked for', async () => {
    const bench = await make();
    for (let n = 0; n < 25; n++) await bench.send(record(`e-${n}`));
    const seen = new Set<string>();
    for (let turn = 0; turn < 60 && seen.size < 25; turn++) {
      const messages = await taken(bench.inbox, 4);
      expect(messages.length).toBeLessThanOrEqual(4);
      for (const message of messages) for (const id of idsOf(message)) seen.add(id);
      if (messages.length === 0) await bench.outwait();
    }
    expect(seen.size).toBe(25);
  });

  it('gives a message to one taker at a time', async () => {
    const bench = await make();
    for (let n = 0; n < 10; n++) await bench.send(record(`e-${n}`));
    const [one, other] = await Promise.all([taken(bench.inbox, 5), taken(bench.inbox, 5)]);
    const receipts = [...one, ...other].map(({ receipt }) => receipt);
    expect(new Set(receipts).size).toBe(receipts.length);
    const ids = [...one, ...other].flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length);
  });
}

function acknowledges(make: () => Promise<InboxBench>): void {
  it('R30: what was not acknowledged comes again, under another receipt', async () => {
    const bench = await make();
    await bench.send(record('e-1'));
    const [first] = await takeUntil(bench, 1);
    expect(await taken(bench.inbox, 10)).toEqual([]);
    await bench.outwait();
    const [second] = await takeUntil(bench, 1);
    expect(idsOf(second!)).toEqual(['e-1']);
    expect(second!.receipt).not.toBe(first!.receipt);
  });

  it('what was acknowledged is settled, and need not come again', async () => {
    const bench = await make();
    await bench.send(record('e-1'));
    let turns = 0;
    for (let quiet = 0; quiet < 2; ) {
      const messages = await taken(bench.inbox, 10);
      for (const { receipt } of messages) expect(await bench.inbox.done(receipt)).toEqual({ kind: 'settled' });
      quiet = messages.length === 0 ? quiet + 1 : 0;
      turns += 1;
      expect(turns).toBeLessThan(20);
      await bench.outwait();
    }
  });

  it('an acknowledgement twice, or too late, does no harm', async () => {
    const bench = await make();
    await bench.send(record('e-1'));
    const [first] = await takeUntil(bench, 1);
    await bench.outwait();
    const [second] = await takeUntil(bench, 1);
    for (const receipt of [first!.receipt, second!.receipt, second!.receipt])
      expect((await bench.inbox.done(receipt)).kind).toMatch(/^(settled|fenced)$/);
  });
}

function holds(make: () => Promise<InboxBench>): void {
  it('takes records out of whatever envelope they came in, and says where each stood', async () => {
    const bench = await make();
    const detail = record('e-1');
    await bench.send({ 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ec2', detail });
    const [message] = await takeUntil(bench, 1);
    expect(message!.intaken).toMatchObject([{ kind: 'record', from: 'eventbridge', json: { eventID: 'e-1' } }]);
    await bench.inbox.done(message!.receipt);
    await bench.send({ Records: [record('e-2'), record('e-3')] });
    const [file] = await takeUntil(bench, 1);
    expect(file!.intaken).toMatchObject([
      { kind: 'record', from: 's3' },
      { kind: 'record', from: 's3' },
    ]);
    const places = file!.intaken.map((part) => ('place' in part ? JSON.stringify(part.place) : ''));
    expect(new Set(places).size).toBe(2);
  });

  it('says when a record came in', async () => {
    const bench = await make();
    await bench.send(record('e-1'));
    const [message] = await takeUntil(bench, 1);
    expect(message!.intaken).toMatchObject([{ kind: 'record', receivedAt: expect.any(Number) }]);
  });

  it('hands over what is no record as unreadable, and never loses the rest of the message', async () => {
    const bench = await make();
    await bench.send({ Records: [record('e-1'), { colour: 'red' }] });
    const [message] = await takeUntil(bench, 1);
    expect(message!.intaken).toMatchObject([
      { kind: 'record', json: { eventID: 'e-1' } },
      { kind: 'unreadable', reason: expect.stringContaining('`colour`') },
    ]);
    await bench.inbox.done(message!.receipt);
    await bench.send('no record at all');
    const [text] = await takeUntil(bench, 1);
    expect(text!.intaken).toMatchObject([{ kind: 'unreadable' }]);
  });
}

async function taken(inbox: Inbox, most: number): Promise<readonly Message[]> {
  const answer = await inbox.take(most);
  if (answer.kind !== 'taken') throw new Error(`expected messages, found ${JSON.stringify(answer)}`);
  return answer.messages;
}

/** Queues may give less than there is. */
async function takeUntil({ inbox }: InboxBench, least: number): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (let turn = 0; turn < 500 && messages.length < least; turn++) messages.push(...(await taken(inbox, 10)));
  return messages;
}

function idsOf({ intaken }: Message): readonly string[] {
  return intaken.flatMap((part) =>
    part.kind === 'record' ? [String((part.json as { eventID: string }).eventID)] : [],
  );
}

function record(eventID: string): { readonly [key: string]: Json } {
  return {
    ...{ eventID, eventName: 'RevokeSecurityGroupIngress', eventSource: 'ec2.amazonaws.com' },
    ...{ eventTime: '2026-01-31T09:14:07Z', awsRegion: 'eu-west-1', recipientAccountId: '111122223333' },
  };
}
