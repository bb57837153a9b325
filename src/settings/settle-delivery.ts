import { isObject, type Json, type JsonObject } from '../core/leaf/canonical.ts';
import { readSpan } from '../core/policy/span.ts';
import { readProxy } from './read-proxy.ts';
import type { DeliveryWanted } from './server-settings.ts';

/** What is said of a key that does not fit, or a secret that cannot be had. */
interface Around {
  readonly wrong: (key: string, message: string) => void;
  readonly kept: (key: string, said: Json | undefined) => string | null;
}

const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** Least and most, in milliseconds, what is said of it, and what it is in the flow. */
const spans = {
  timeout: [second, 2 * minute, '1s to 2m', 'timeout'],
  again: [second, minute, '1s to 1m', 'backoff'],
  longest: [minute, hour, '1m to 1h', 'longest'],
  stand_in_within: [10 * second, hour, '10s to 1h', 'fallbackWithin'],
  give_up: [hour, 168 * hour, '1h to 7d', 'deadAfter'],
} as const;

/** How messages are delivered as the settings have it; the shape was checked before. */
export function settleDelivery(said: Json | undefined, { kept, wrong }: Around): DeliveryWanted {
  const part: JsonObject = isObject(said) ? said : {};
  const times: Record<string, number> = {};
  for (const [key, [least, most, limits, name]] of Object.entries(spans)) {
    const span = typeof part[key] === 'string' ? readSpan(part[key]) : null;
    if (span !== null && (span < least || span > most)) wrong(key, `expected ${limits}`);
    else if (span !== null) times[name] = span;
  }
  if (typeof part.stand_in_after === 'number') times.fallbackAfter = part.stand_in_after;
  const every = typeof part.per_minute === 'number' ? Math.ceil(minute / part.per_minute) : null;
  const except = Array.isArray(part.no_proxy) ? (part.no_proxy as readonly string[]) : [];
  if (part.no_proxy !== undefined && part.proxy === undefined) wrong('no_proxy', 'expected `proxy` beside it');
  const url = kept('proxy', part.proxy);
  const proxy = url === null ? null : readProxy(url, except);
  if (url !== null && proxy === null) wrong('proxy', 'expected a proxy such as `http://proxy.example.com:3128`');
  return { times, every, proxy };
}
