import type { Clock } from '../../contracts/live.ts';
import type { SessionKeys } from '../client/sts.ts';
import type { Wire } from '../client/wire.ts';

/** How a service of AWS is asked something by hand. */
export interface InspectAccess {
  readonly region: string;
  /** `null`: those that the SDK finds by itself. */
  readonly keys: SessionKeys | null;
  /** For people: whose keys they are. */
  readonly who: string;
  readonly wire: Wire;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

/** What clients of the SDK are made with: one try, over our wire. */
export function inspectSettings({ region, keys, wire }: InspectAccess) {
  return {
    ...{ region, maxAttempts: 1, requestHandler: wire, userAgentAppId: 'portcullis' },
    ...(keys === null ? {} : { credentials: keys }),
  };
}
