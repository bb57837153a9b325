import { PassThrough } from 'node:stream';
import { systemClock } from '../../../src/apps/live/system-clock.ts';
import { openStdinInbox } from '../../../src/sources/stdin/open-stdin-inbox.ts';
import { backContract } from './back-contract.ts';
import { type InboxBench, inboxContract } from './inbox-contract.ts';

const bench = async (): Promise<InboxBench> => {
  const input = new PassThrough();
  const inbox = openStdinInbox({
    input,
    calls: new Set(['RevokeSecurityGroupIngress']),
    clock: systemClock,
    settings: { wait: 30, again: 200 },
  });
  return {
    inbox,
    send: async (body) => void input.write(`${JSON.stringify(body)}\n`),
    outwait: () => systemClock.sleep(250),
  };
};
inboxContract('standard input, line by line', bench);
backContract('standard input, line by line', bench);
