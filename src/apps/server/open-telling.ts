import { awsSecretStores } from '../../aws/secrets/secret-stores.ts';
import type { ChannelParts } from '../../channels/channel-parts.ts';
import type { Clock } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import { type DeliverySettings, defaultDeliverySettings } from '../../flow/live/post/deliver-parts.ts';
import { defaultHearSettings, type HearSettings } from '../../flow/live/post/hear-parts.ts';
import { wordMessage } from '../../flow/live/post/word-message.ts';
import { openSecrets } from '../../settings/open-secrets.ts';
import type { ServerSettings } from '../../settings/server-settings.ts';
import { offsetOf } from '../../settings/zone-offset.ts';
import { isPostgresUrl } from '../../store/postgres/postgres-url.ts';
import { openChannels } from './open-channels.ts';
import type { PolicyKeeper } from './policy-keeper.ts';
import type { ServerTelling } from './run-server.ts';

/** What may stand in for usual ways of telling: tests bring services of their own. */
export interface TellingWith {
  readonly parts?: Partial<ChannelParts>;
  readonly delivery?: Partial<DeliverySettings>;
  readonly post?: Partial<HearSettings>;
  readonly every?: number;
}

/** What people are told by, to be closed at the end. */
export interface OpenedTelling extends ServerTelling {
  close(): void;
}

interface Around {
  readonly settings: Pick<ServerSettings, 'store' | 'delivery'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly policy: Pick<PolicyKeeper, 'judging' | 'channels'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The region of our own credentials. */
  readonly home: string;
}

/** Opens what people are told by; nothing is connected to, and no secret looked up, until something is delivered. */
export function openTelling(
  { settings, store, clock, policy, env, home }: Around,
  given: TellingWith = {},
): OpenedTelling {
  const { proxy, times } = settings.delivery;
  const every = given.every ?? settings.delivery.every;
  const kept = awsSecretStores(clock, home);
  const secrets = openSecrets({ env, clock, stores: kept.stores });
  const channels = openChannels({
    ...{ settings: policy.channels, policy: () => policy.judging().policy },
    parts: { secrets, guard: 'public', ...(proxy === null ? {} : { proxy }), ...given.parts },
    ...(every === null ? {} : { every }),
  });
  const ledger = isPostgresUrl(settings.store) ? null : settings.store;
  const directory = () => policy.judging().policy.directory;
  const pagers = () => new Set(policy.channels().flatMap(({ kind, name }) => (kind === 'pagerduty' ? [name] : [])));
  return {
    ...{ channels, offsetOf, delivery: { ...defaultDeliverySettings, ...times, ...given.delivery } },
    post: {
      ...{ ...defaultHearSettings, ...given.post },
      get pagers() {
        return given.post?.pagers ?? pagers();
      },
    },
    word: (row) => wordMessage({ store, clock, directory, ledger }, row),
    close: () => {
      channels.close();
      kept.close();
    },
  };
}
