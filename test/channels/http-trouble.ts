import type { ChannelTrouble } from '../contracts/channel/channel-bench.ts';
import type { Trouble } from './loopback-http.ts';

/** Troubles of a service that says by the status alone what is wrong. */
export const byStatus: Readonly<Record<ChannelTrouble, Trouble>> = {
  busy: { kind: 'answer', reply: { status: 429, headers: { 'retry-after': '7' } } },
  down: { kind: 'answer', reply: { status: 503 } },
  reset: { kind: 'reset' },
  lost: { kind: 'lost' },
  hang: { kind: 'hang' },
  slow: { kind: 'slow' },
  key: { kind: 'answer', reply: { status: 401 } },
  gone: { kind: 'answer', reply: { status: 410 } },
};
