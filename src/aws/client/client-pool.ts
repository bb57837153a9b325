import type { EC2Client } from '@aws-sdk/client-ec2';
import type { HeldSession } from './sessions.ts';
import { lazily } from './sts.ts';
import type { Wire } from './wire.ts';

/** Clients of EC2, one for each session and region, over one wire. */
export interface ClientPool {
  client(region: string, held: HeldSession | null): Promise<EC2Client>;
  /** Lets go of the clients of a session. */
  forget(held: HeldSession): void;
  /** The commands of the product, loaded with its first call. */
  sdk(): Promise<typeof import('./ec2-commands.ts')>;
}

/** How many clients are kept; the one that was not used for longest goes. */
const most = 512;

/** Makes a pool. The SDK never repeats a call by itself: whether it may be is not for it to judge. */
export function createClientPool(wire: Wire): ClientPool {
  const sdk = lazily(() => import('./ec2-commands.ts'));
  const clients = new Map<string, EC2Client>();
  return {
    sdk,
    client: async (region, held) => {
      const key = `${held?.serial ?? 'own'} ${region}`;
      const { EC2Client } = await sdk();
      const settings = { region, maxAttempts: 1, requestHandler: wire, userAgentAppId: 'portcullis' };
      const keys = held === null ? {} : { credentials: held.keys };
      const client = clients.get(key) ?? new EC2Client({ ...settings, ...keys });
      clients.delete(key);
      clients.set(key, client);
      for (const oldest of clients.keys()) {
        if (clients.size <= most) break;
        clients.delete(oldest);
      }
      return client;
    },
    forget: ({ serial }) => {
      for (const key of clients.keys()) if (key.startsWith(`${serial} `)) clients.delete(key);
    },
  };
}
