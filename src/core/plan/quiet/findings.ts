import type { Instant } from '../../leaf/instant.ts';
import { isAtLeast, type Severity, worse } from '../../policy/scale.ts';
import { covers, isEmpty, minus, union, unionOf } from '../../reach/algebra.ts';
import { nothing, type Reach } from '../../reach/reach.ts';
import type { Bundle } from './bundle.ts';
import { HeldReach, type SavedRow } from './held-reach.ts';
import type { News } from './news.ts';

/** Something that was told and still is so. */
interface Finding {
  severity: Severity;
  /** What is open (or gone) because of it; `null` where that is not reach: tags. */
  open: HeldReach | null;
  /** Up to when it is remembered: of refused calls, up to when another one belongs to it. */
  readonly until: Instant;
  readonly takes: boolean;
  readonly bundle: Bundle;
}

/** A finding as JSON, with its key; the bundle by its own. */
export interface SavedFinding extends Pick<Finding, 'severity' | 'until' | 'takes'> {
  readonly key: string;
  readonly open: readonly SavedRow[] | null;
  readonly bundle: string;
}

/** Milliseconds for which what nobody repeats is remembered: then it is told again. */
const memory = 90 * 86_400_000;

/** What one channel was told and what still is so: the same is not told twice while it lasts, unless it gets worse. */
export class Findings {
  readonly #bySubject = new Map<string, Map<string, Finding>>();
  /** What was saved last of subjects of which nothing changed since: the same objects, so that nobody writes them again. */
  readonly #asSaved = new Map<string, readonly SavedFinding[]>();

  /** Findings that were saved, by subject; `bundles` by their keys. */
  load(subject: string, saved: readonly SavedFinding[], bundles: ReadonlyMap<string, Bundle>): void {
    const read = saved.flatMap(({ key, open, bundle: named, ...rest }) => {
      const bundle = bundles.get(named);
      const finding = { ...rest, open: open === null ? null : new HeldReach({ rows: open }) };
      return bundle === undefined ? [] : [[key, { ...finding, bundle }] as const];
    });
    if (read.length > 0) this.#bySubject.set(subject, new Map(read));
    if (read.length > 0 && read.length === saved.length) this.#asSaved.set(subject, saved);
  }

  /** All that is remembered at a time, by subject, and the bundles behind it. */
  save(at: Instant): {
    readonly findings: ReadonlyMap<string, readonly SavedFinding[]>;
    readonly bundles: Set<Bundle>;
  } {
    const bundles = new Set<Bundle>();
    const findings = new Map<string, readonly SavedFinding[]>();
    for (const subject of [...this.#bySubject.keys()]) {
      const own = this.#own(subject, at);
      if (own === undefined) continue;
      for (const { bundle } of own.values()) bundles.add(bundle);
      const saved = this.#asSaved.get(subject) ?? savedOf(own);
      this.#asSaved.set(subject, saved);
      findings.set(subject, saved);
    }
    return { findings, bundles };
  }

  /** Forgets what these messages told: what comes of it again is news. */
  forget(messages: ReadonlySet<string>): void {
    for (const [subject, own] of this.#bySubject) {
      for (const [key, { bundle }] of own) if (messages.has(bundle.message ?? '')) this.#end(subject, own, key);
    }
  }

  #own(subject: string, at: Instant): Map<string, Finding> | undefined {
    const own = this.#bySubject.get(subject);
    if (own === undefined) return undefined;
    for (const [key, { until }] of own) if (until < at) this.#end(subject, own, key);
    return own.size > 0 ? own : undefined;
  }

  #end(subject: string, own: Map<string, Finding>, key: string): void {
    own.delete(key);
    this.#asSaved.delete(subject);
    if (own.size === 0) this.#bySubject.delete(subject);
  }

  /** The message in which all this news stands already; `null` when some of it is new, worse, or came back. */
  known(news: News, min: Severity): Bundle | null {
    return this.#carried(news, min) ?? this.#same(news, min);
  }

  /** What is put on something else and was told of its group: whoever told, whoever puts it there. */
  #carried(news: News, min: Severity): Bundle | null {
    const open = news.carries.flatMap((group) => [...(this.#own(group, news.at) ?? [])]);
    const found = news.checks
      .filter(({ severity }) => isAtLeast(severity, min))
      .map((check) =>
        open.find(([key, { severity }]) => checkOf(key) === check.id && isAtLeast(severity, check.severity)),
      );
    const [first] = found;
    return first === undefined || found.includes(undefined) ? null : first[1].bundle;
  }

  #same(news: News, min: Severity): Bundle | null {
    const own = this.#own(news.subject, news.at);
    let bundle: Bundle | null = null;
    for (const check of news.checks) {
      if (!isAtLeast(check.severity, min)) continue;
      const finding = own?.get(keyOf(news, check.id));
      if (finding === undefined || !isAtLeast(finding.severity, check.severity)) return null;
      bundle ??= finding.bundle;
    }
    return bundle;
  }

  /** Notes that a message tells this news. */
  add(news: News, min: Severity, bundle: Bundle): void {
    for (const subject of [news.subject, ...news.carries]) this.#addTo(subject, news, min, bundle);
  }

  #addTo(subject: string, news: News, min: Severity, bundle: Bundle): void {
    const own = this.#own(subject, news.at) ?? new Map<string, Finding>();
    const open = news.effect.startsWith('tags') ? null : news.takes ? news.lost() : news.gained();
    const until = news.at + (news.episode ?? memory);
    for (const check of news.checks) {
      if (!isAtLeast(check.severity, min) || check.over) continue;
      const key = keyOf(news, check.id);
      const before = own.get(key);
      own.set(key, {
        severity: before === undefined ? check.severity : worse(before.severity, check.severity),
        open: open === null ? null : new HeldReach({ reach: union(before?.open?.reach ?? nothing, open) }),
        until,
        takes: news.takes,
        bundle,
      });
    }
    if (own.size === 0) return;
    this.#bySubject.set(subject, own);
    this.#asSaved.delete(subject);
  }

  /** The message about what this news takes back, where it takes away nothing else. */
  undone(news: News): Bundle | null {
    if (!news.takes || news.losesUnknown || isEmpty(news.lost())) return null;
    const open = [...(this.#own(news.subject, news.at)?.values() ?? [])].filter(
      (each) => each.open !== null && !each.takes,
    );
    if (!covers(unionOf(open.map((each) => each.open!.reach)), news.lost())) return null;
    return open.at(-1)!.bundle;
  }

  /** Takes away what this news closed, and answers the messages nothing of which is so any more. */
  settle(news: News): readonly Bundle[] {
    const own = this.#own(news.subject, news.at);
    if (own === undefined) return [];
    const touched = new Set<Bundle>();
    for (const [key, finding] of own) {
      const left = leftOf(news, finding);
      if (left === 'all') continue;
      if (left !== 'nothing') finding.open = new HeldReach({ reach: left });
      this.#asSaved.delete(news.subject);
      if (left !== 'nothing') continue;
      this.#end(news.subject, own, key);
      touched.add(finding.bundle);
    }
    return [...touched].filter((bundle) => !this.#stands(bundle, news.at));
  }

  #stands(bundle: Bundle, at: Instant): boolean {
    return [...bundle.subjects].some((subject) =>
      [...(this.#own(subject, at)?.values() ?? [])].some((finding) => finding.bundle === bundle),
    );
  }
}

/** One actor's same effect under the same check; another actor doing it too is news. */
function keyOf({ principal, effect }: News, check: string): string {
  return JSON.stringify([check, effect, principal]);
}

function checkOf(key: string): string {
  return (JSON.parse(key) as string[])[0]!;
}

/** What news leaves of a finding. */
function leftOf(news: News, { open, takes }: Finding): Reach | 'all' | 'nothing' {
  if (news.decision.call.result !== 'applied') return 'all';
  if (news.decision.kind === 'group-deleted') return 'nothing';
  if (open === null) return news.decision.kind === 'tags-changed' && news.checks.length === 0 ? 'nothing' : 'all';
  const gone = takes ? news.gained() : news.lost();
  if (isEmpty(gone)) return isEmpty(open.reach) ? 'nothing' : 'all';
  const left = minus(open.reach, gone);
  return isEmpty(left) ? 'nothing' : left;
}

function savedOf(own: ReadonlyMap<string, Finding>): readonly SavedFinding[] {
  return [...own].map(([key, { open, bundle, ...rest }]) => {
    return { key, ...rest, open: open === null ? null : open.rows, bundle: bundle.key };
  });
}
