import { afterAll } from 'vitest';
import { openLookupInbox } from '../../../src/sources/lookup-events/open-lookup-inbox.ts';
import { startHistoryServer } from '../../sources/history-server.ts';
import { backContract } from './back-contract.ts';
import { type InboxBench, inboxContract } from './inbox-contract.ts';
import { movedClock } from './moved-clock.ts';
import { nobody } from './nobody.ts';

const opened: { stop(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of opened) await one.stop();
});

const bench = async (): Promise<InboxBench> => {
  const server = await startHistoryServer(10);
  opened.push(server);
  const access = { region: 'eu-west-1', endpoint: server.endpoint, credentials: nobody };
  const { clock, move } = movedClock();
  const inbox = openLookupInbox({
    sites: [{ account: '111122223333', region: 'eu-west-1', access }],
    calls: new Set(['RevokeSecurityGroupIngress']),
    clock,
    cursors: { load: async () => null, save: async () => {} },
    settings: { pace: 5, every: 5, wait: 50, again: 600_000 },
  });
  return {
    inbox,
    send: async (body) => {
      const at = Date.now();
      server.lines.push({
        id: `l-${server.lines.length}`,
        call: 'RevokeSecurityGroupIngress',
        at,
        text: JSON.stringify(body),
      });
    },
    outwait: async () => move(600_000),
  };
};
inboxContract('the Event history by LookupEvents', bench);
backContract('the Event history by LookupEvents', bench);
