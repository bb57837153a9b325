import { stdin } from 'node:process';
import type { Clock } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import { watchedNames } from '../../core/change/watched.ts';
import type { ServerSettings, ServerSource } from '../../settings/server-settings.ts';
import type { AwsAccess } from '../../sources/aws/access.ts';
import { openFolderInbox } from '../../sources/folder/open-folder-inbox.ts';
import type { LiveSource } from '../../sources/live/live-source.ts';
import { openLookupInbox } from '../../sources/lookup-events/open-lookup-inbox.ts';
import { openSqsInbox } from '../../sources/sqs/open-sqs-inbox.ts';
import { openStdinInbox } from '../../sources/stdin/open-stdin-inbox.ts';
import type { RoutedAccounts } from './route-accounts.ts';
import { sourceMemory } from './source-memory.ts';

/** What sources are opened with. */
export interface SourceOpening {
  readonly settings: Pick<ServerSettings, 'sources' | 'accounts'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly clients: RoutedAccounts['clients'];
  readonly input?: AsyncIterable<Uint8Array>;
}

/** Opens every source of the settings. Nothing is read or connected before the first take. */
export function openSources({ settings, store, clock, clients, input = stdin }: SourceOpening): readonly LiveSource[] {
  const calls = watchedNames(['perimeter', 'attachment']);
  const memory = sourceMemory(store);
  const open = (source: ServerSource): LiveSource => {
    switch (source.kind) {
      case 'sqs': {
        const buckets = source.buckets === null ? {} : { buckets: new Set(source.buckets) };
        return openSqsInbox({ queue: source.queue, calls, clock, ...buckets });
      }
      case 'lookup':
        return openLookupInbox({ sites: historySites(settings, clients), calls, clock, cursors: memory.cursors });
      case 'folder':
        return openFolderInbox({ folder: source.folder, calls, clock, memory: memory.folder(source.folder) });
      case 'stdin':
        return openStdinInbox({ input, calls, clock });
    }
  };
  return settings.sources.map(open);
}

/** Every account and region, each with the credentials that read it. */
function historySites({ accounts }: Pick<ServerSettings, 'accounts'>, clients: RoutedAccounts['clients']) {
  return accounts.flatMap(({ account, regions, readRole }) =>
    regions.map((region) => {
      const site = { account, region };
      const of = clients(account);
      if (readRole === null || of === null) return { ...site, access: { region } };
      const access: AwsAccess = {
        region,
        credentials: async () => {
          const keys = await of.readerKeys(site);
          if (keys === null)
            throw new Error(`expected the keys of role \`${readRole}\` in account \`${account}\`, got none`);
          if ('failure' in keys) throw new Error(keys.message);
          return keys;
        },
      };
      return { ...site, access };
    }),
  );
}
