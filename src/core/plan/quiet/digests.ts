import type { Instant } from '../../leaf/instant.ts';
import type { Route } from '../../policy/policy.ts';
import { type Severity, worse } from '../../policy/scale.ts';
import type { News } from './news.ts';
import type { Telling } from './telling.ts';
import { digestRoutes } from './wants.ts';

/** A digest while it is gathered. */
export interface Daily {
  readonly channel: string;
  readonly at: Instant;
  readonly decisions: string[];
  readonly names: Set<string>;
  readonly checks: Set<string>;
  severity: Severity;
}

/** What daily routes list: everything they want, whatever else became of it. */
export class Digests {
  readonly all: Daily[] = [];
  readonly #telling: Telling;
  readonly #byDay = new Map<string, Daily>();

  constructor(telling: Telling) {
    this.#telling = telling;
  }

  take(news: News): void {
    for (const { channel, route } of digestRoutes(news, this.#telling.routes)) {
      const at = (this.#telling.nextDigest ?? nextInUtc)(route, news.at);
      const key = `${channel} ${at}`;
      const known = this.#byDay.get(key);
      const digest: Daily = known ?? {
        channel,
        at,
        decisions: [],
        names: new Set(),
        checks: new Set(),
        severity: 'none',
      };
      if (known === undefined) {
        this.#byDay.set(key, digest);
        this.all.push(digest);
      }
      if (digest.decisions.at(-1) !== news.id) digest.decisions.push(news.id);
      if (news.checks.length > 0) digest.names.add(news.name);
      for (const { id } of news.checks) digest.checks.add(id);
      digest.severity = worse(digest.severity, news.severity);
    }
  }
}

const day = 86_400_000;

function nextInUtc({ dailyAt }: Route, after: Instant): Instant {
  const [hour, minute] = dailyAt!.split(':').map(Number) as [number, number];
  const today = Math.floor(after / day) * day + (hour * 60 + minute) * 60_000;
  return today > after ? today : today + day;
}
