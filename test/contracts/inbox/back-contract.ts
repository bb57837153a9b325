import { expect, it } from 'vitest';
import type { InboxBench } from './inbox-contract.ts';

/** What an inbox must do beyond the contract of every inbox when messages can be given back to it. */
export function backContract(name: string, make: () => Promise<InboxBench>): void {
  it(`${name}: R1: what is given back comes again within seconds, under another receipt, and the old one counts no more`, async () => {
    const bench = await make();
    const eventID = 'e-1';
    await bench.send({
      ...{ eventID, eventName: 'RevokeSecurityGroupIngress', eventSource: 'ec2.amazonaws.com' },
      ...{ eventTime: '2026-01-31T09:14:07Z', awsRegion: 'eu-west-1', recipientAccountId: '111122223333' },
    });
    const first = await takeOne(bench);
    expect(await bench.inbox.back!(first.receipt)).toEqual({ kind: 'settled' });
    const second = await takeOne(bench);
    expect(second.intaken).toMatchObject([{ kind: 'record', json: { eventID } }]);
    expect(second.receipt).not.toBe(first.receipt);
    expect((await bench.inbox.done(first.receipt)).kind).toMatch(/^(settled|fenced)$/);
    expect(await bench.inbox.done(second.receipt)).toEqual({ kind: 'settled' });
  });
}

async function takeOne({ inbox }: InboxBench) {
  const end = Date.now() + 45_000;
  while (Date.now() < end) {
    const taken = await inbox.take(1);
    if (taken.kind !== 'taken') throw new Error(taken.why);
    if (taken.messages.length > 0) return taken.messages[0]!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('expected a message, got none');
}
