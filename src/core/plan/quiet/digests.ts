import type { Instant } from '../../leaf/instant.ts';
import { inUtc } from '../../leaf/zone.ts';
import { nextDigestOf } from '../../policy/day-times.ts';
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
      const at = nextDigestOf(route, news.at, this.#telling.offsetOf ?? inUtc)!;
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
