import type { Instant } from '../../leaf/instant.ts';
import { isAtLeast } from '../../policy/scale.ts';
import { Bundle } from './bundle.ts';
import { Findings } from './findings.ts';
import type { News } from './news.ts';
import type { Due } from './wants.ts';

/** A counted message in place of many: what a channel had no room for. */
export interface Overflow {
  readonly at: Instant;
  readonly bundles: Bundle[];
}

/** Refused calls that were told, and what their actor did next. */
interface Episode {
  readonly until: Instant;
  readonly due: Due;
  readonly checks: readonly string[];
  success: Bundle | null;
}

/** Milliseconds after the last refused call in which what the actor brings about is told too. */
const aftermath = 3_600_000;

/** One channel over time: what it was told, what waits, and how much room there is. */
export class Lane {
  readonly findings = new Findings();
  readonly bundles: Bundle[] = [];
  readonly overflows: Overflow[] = [];
  #live: Bundle[] = [];
  #overflow: Overflow | null = null;
  /** When messages went out that still count against the budget. */
  #sent: Instant[] = [];
  /** What news of this second takes back, by its id. */
  readonly #undone = new Map<string, Bundle>();
  readonly #episodes = new Map<string, Episode>();
  readonly #budgets = new Map<Bundle, Due['budget']>();

  /** Sends what was waiting up to a time. */
  pass(at: Instant): void {
    this.#undone.clear();
    const waiting = this.#live.filter(({ until, state }) => until < at && state === 'open');
    for (const bundle of waiting) this.#send(bundle, bundle.until);
    const full = this.#overflow;
    if (full !== null && full.at <= at) {
      this.overflows.push(full);
      this.#sent.push(full.at);
      this.#overflow = null;
    }
    this.#live = this.#live.filter(({ until }) => until >= at);
  }

  /** Notes what was closed; what waits and no longer is so is not sent. `certain`: nothing of the same second may have come after. */
  settle(news: News, certain: boolean): void {
    const undone = certain ? this.findings.undone(news) : null;
    if (undone !== null) this.#undone.set(news.id, undone);
    for (const bundle of this.findings.settle(news)) {
      if (certain && bundle.state === 'open') bundle.state = 'dropped';
    }
  }

  /** Tells news, or adds it to what was told. */
  take(news: News, due: Due): void {
    const urgent = news.severity === 'critical';
    const undone = this.#undone.get(news.id);
    if (undone !== undefined && undone.state !== 'dropped' && !(urgent && undone.state === 'collapsed')) {
      undone.add(news);
      if (urgent && undone.sent === null) this.#send(undone, news.at);
      return;
    }
    const known = this.findings.known(news, due.min);
    if (known !== null && known.state !== 'dropped') {
      known.add(news);
      if (news.episode !== null) this.#note(news, due);
      this.findings.add(news, due.min, known);
      return;
    }
    const bundle = this.#bundleFor(news) ?? this.#open(news, due);
    bundle.add(news);
    this.findings.add(news, due.min, bundle);
    if (news.episode !== null) this.#note(news, due);
    if (news.over && !urgent && bundle.sent === null && bundle.decisions.length === 1) bundle.state = 'dropped';
    else if (bundle.sent === null && (urgent || bundle.until <= news.at)) this.#send(bundle, news.at);
  }

  /** Hears of what no check objects to: told when its actor was refused again and again just before, and now was not. */
  follow(news: News): void {
    const episode = this.#episodes.get(news.principal);
    if (episode === undefined || news.at > episode.until || !news.moves) return;
    if (episode.success === null) {
      episode.success = this.#open(news, episode.due);
      for (const check of episode.checks) episode.success.checks.add(check);
    }
    episode.success.add(news);
    if (episode.success.sent === null) this.#send(episode.success, news.at);
  }

  /** Sends all that still waits. */
  end(): void {
    this.pass(Number.POSITIVE_INFINITY);
  }

  #note(news: News, due: Due): void {
    const success = this.#episodes.get(news.principal)?.success ?? null;
    const checks = news.checks.map(({ id }) => id);
    this.#episodes.set(news.principal, { until: news.at + aftermath, due, checks, success });
  }

  /** What was counted is milder than the worst, so that the worst never lands there. */
  #bundleFor(news: News): Bundle | undefined {
    return this.#live.find(
      (each) => each.takes(news) && (each.sent === null || isAtLeast(each.severity, news.severity)),
    );
  }

  #open(news: News, due: Due): Bundle {
    const bundle = new Bundle(news, news.at + due.groupFor);
    this.bundles.push(bundle);
    this.#live.push(bundle);
    this.#budgets.set(bundle, due.budget);
    return bundle;
  }

  #send(bundle: Bundle, at: Instant): void {
    const budget = this.#budgets.get(bundle) ?? null;
    this.#budgets.delete(bundle);
    bundle.sent = at;
    if (budget !== null) this.#sent = this.#sent.filter((each) => each > at - budget.per);
    if (budget === null || bundle.severity === 'critical' || this.#sent.length < budget.count) {
      bundle.state = 'alert';
      if (budget !== null) this.#sent.push(at);
      return;
    }
    bundle.state = 'collapsed';
    this.#overflow ??= { at: (this.#sent[0] ?? at) + budget.per, bundles: [] };
    this.#overflow.bundles.push(bundle);
  }
}
