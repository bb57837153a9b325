import type { Instant } from '../../leaf/instant.ts';
import type { Severity } from '../../policy/scale.ts';
import { worse } from '../../policy/scale.ts';
import type { News } from './news.ts';
import type { Due } from './wants.ts';

/** A bundle as JSON. */
export interface SavedBundle {
  readonly key: string;
  readonly session: string;
  readonly first: string;
  readonly until: Instant;
  readonly due: Due | null;
  readonly subjects: readonly string[];
  readonly names: readonly string[];
  readonly checks: readonly string[];
  readonly effects: readonly string[];
  readonly waiting: readonly string[];
  readonly count: number;
  readonly severity: Severity;
  readonly sent: Instant | null;
  readonly state: Bundle['state'];
  readonly message: string | null;
}

/** A message while it is made: what one actor did to one group, or the same to many, within a short time. */
export class Bundle {
  /** Its name in its lane. */
  readonly key: string;
  readonly session: string;
  /** The id of the decision that it began with. */
  readonly first: string;
  /** Up to when more may be added. */
  readonly until: Instant;
  /** What its channel wants of it; `null` once it went out. */
  due: Due | null;
  readonly subjects: Set<string>;
  readonly names: Set<string>;
  readonly checks: Set<string>;
  readonly effects: Set<string>;
  /** Ids of its decisions until a message tells it. */
  waiting: string[];
  /** How many pieces of news were added in all. */
  count: number;
  severity: Severity;
  /** When it went out; `null` while it waits. */
  sent: Instant | null;
  state: 'open' | 'alert' | 'collapsed' | 'dropped';
  /** The id of the message that tells it; `null` until that went out. */
  message: string | null;
  /** What was saved of it last. */
  #saved: SavedBundle;

  constructor(saved: SavedBundle) {
    this.#saved = saved;
    this.key = saved.key;
    this.session = saved.session;
    this.first = saved.first;
    this.until = saved.until;
    this.due = saved.due;
    this.subjects = new Set(saved.subjects);
    this.names = new Set(saved.names);
    this.checks = new Set(saved.checks);
    this.effects = new Set(saved.effects);
    this.waiting = [...saved.waiting];
    this.count = saved.count;
    this.severity = saved.severity;
    this.sent = saved.sent;
    this.state = saved.state;
    this.message = saved.message;
  }

  /** As JSON: the same object as before while it is as it was, so that nobody writes it again. */
  save(): SavedBundle {
    if (this.#isAs(this.#saved)) return this.#saved;
    this.#saved = {
      ...{ key: this.key, session: this.session, first: this.first, until: this.until, due: this.due },
      ...{ subjects: [...this.subjects], names: [...this.names], checks: [...this.checks], effects: [...this.effects] },
      ...{ waiting: [...this.waiting], count: this.count },
      ...{ severity: this.severity, sent: this.sent, state: this.state, message: this.message },
    };
    return this.#saved;
  }

  /** Its sets only grow. */
  #isAs({
    due,
    subjects,
    names,
    checks,
    effects,
    waiting,
    count,
    severity,
    sent,
    state,
    message,
  }: SavedBundle): boolean {
    const isGrown =
      subjects.length !== this.subjects.size ||
      names.length !== this.names.size ||
      checks.length !== this.checks.size ||
      effects.length !== this.effects.size;
    const isWaiting = waiting.length === this.waiting.length && waiting.every((id, at) => id === this.waiting[at]);
    const isSent = due === this.due && sent === this.sent && state === this.state && message === this.message;
    return !isGrown && isWaiting && isSent && count === this.count && severity === this.severity;
  }

  /** Adds news; whether it was not in it already. */
  add(news: News): boolean {
    const isNew = !this.waiting.includes(news.id);
    if (isNew) this.count++;
    if (isNew && this.message === null) this.waiting.push(news.id);
    this.subjects.add(news.subject);
    this.names.add(news.name);
    this.effects.add(news.effect);
    for (const { id } of news.checks) this.checks.add(id);
    this.severity = worse(this.severity, news.severity);
    return isNew;
  }

  /** A message tells it now: answers the decisions that waited for it. */
  tell(message: string): readonly string[] {
    const waited = this.waiting;
    this.message = message;
    this.waiting = [];
    return waited;
  }

  /** Whether news belongs to it: the same actor on the same subject, or the same effect under the same checks elsewhere. */
  takes(news: News): boolean {
    if (news.session !== this.session || this.state === 'dropped') return false;
    const isSame = this.effects.has(news.effect) && news.checks.every(({ id }) => this.checks.has(id));
    return isSame || (this.subjects.has(news.subject) && news.severity !== 'critical');
  }
}

/** A bundle that begins with this news; the news is still to be added. */
export function beginBundle(key: string, { id, session }: News, until: Instant, due: Due): Bundle {
  return new Bundle({
    ...{ key, session, first: id, until, due, subjects: [], names: [], checks: [], effects: [], waiting: [] },
    ...{ count: 0, severity: 'none', sent: null, state: 'open', message: null },
  });
}
