import { clientSettings } from './client-settings.ts';
import type { RoleKeys } from './role-keys.ts';

/** What a client of the SDK is made with. */
export type ClientSettings = ReturnType<typeof clientSettings> & { readonly credentials?: () => Promise<RoleKeys> };

/** Clients of one service: one for each region and role, each made with the first message that needs it. */
export interface Clients<C> {
  /** `role`: an ARN, or `null` for our own credentials. */
  get(region: string | null, role: string | null): Promise<C>;
  close(): void;
}

/** How many clients are kept. */
const most = 200;

/** Makes clients. `make` loads the SDK of its service, so that nobody loads one that no message goes to. */
export function openClients<C extends { destroy(): void }>(make: (settings: ClientSettings) => Promise<C>): Clients<C> {
  const made = new Map<string, Promise<C>>();
  return {
    get: (region, role) => {
      const key = `${region ?? ''} ${role ?? ''}`;
      const client = made.get(key) ?? make({ ...clientSettings(region), ...keysOf(role, region) });
      made.delete(key);
      made.set(key, client);
      client.catch(() => made.delete(key));
      for (const [oldest, gone] of made) {
        if (made.size <= most) break;
        made.delete(oldest);
        gone.then((each) => each.destroy()).catch(() => {});
      }
      return client;
    },
    close: () => {
      for (const client of made.values()) client.then((each) => each.destroy()).catch(() => {});
      made.clear();
    },
  };
}

function keysOf(role: string | null, region: string | null) {
  if (role === null) return {};
  return {
    credentials: async () => {
      const { roleKeys } = await import('./role-keys.ts');
      return await roleKeys(role, region);
    },
  };
}
