import { PassThrough } from 'node:stream';
import { openStdinInbox } from '../../../src/sources/stdin/open-stdin-inbox.ts';
import { backContract } from './back-contract.ts';
import { type InboxBench, inboxContract } from './inbox-contract.ts';
import { movedClock } from './moved-clock.ts';

const bench = async (): Promise<InboxBench> => {
  const input = new PassThrough();
  const { clock, move } = movedClock();
  const inbox = openStdinInbox({
    input,
    calls: new Set(['RevokeSecurityGroupIngress']),
    clock,
    settings: { wait: 30, again: 600_000 },
  });
  return {
    inbox,
    send: async (body) => void input.write(`${JSON.stringify(body)}\n`),
    outwait: async () => move(600_000),
  };
};
inboxContract('standard input, line by line', bench);
backContract('standard input, line by line', bench);
