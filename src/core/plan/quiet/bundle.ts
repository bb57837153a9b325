import type { Instant } from '../../leaf/instant.ts';
import type { Severity } from '../../policy/scale.ts';
import { worse } from '../../policy/scale.ts';
import type { News } from './news.ts';

/** A message while it is made: what one actor did to one group, or the same to many, within a short time. */
export class Bundle {
  readonly session: string;
  readonly first: News;
  /** Up to when more may be added. */
  readonly until: Instant;
  readonly subjects = new Set<string>();
  readonly names = new Set<string>();
  readonly checks = new Set<string>();
  readonly effects = new Set<string>();
  readonly decisions: string[] = [];
  readonly joined: string[] = [];
  severity: Severity = 'none';
  /** When it went out; `null` while it waits. */
  sent: Instant | null = null;
  state: 'open' | 'alert' | 'collapsed' | 'dropped' = 'open';

  constructor(first: News, until: Instant) {
    this.session = first.session;
    this.first = first;
    this.until = until;
  }

  /** Adds news: to what it is sent for while it waits, else as a later edit. */
  add(news: News): void {
    (this.sent === null ? this.decisions : this.joined).push(news.id);
    this.subjects.add(news.subject);
    this.names.add(news.name);
    this.effects.add(news.effect);
    for (const { id } of news.checks) this.checks.add(id);
    this.severity = worse(this.severity, news.severity);
  }

  /** Whether news belongs to it: the same actor on the same subject, or the same effect under the same checks elsewhere. */
  takes(news: News): boolean {
    if (news.session !== this.session || this.state === 'dropped') return false;
    const isSame = this.effects.has(news.effect) && news.checks.every(({ id }) => this.checks.has(id));
    return isSame || (this.subjects.has(news.subject) && news.severity !== 'critical');
  }
}
