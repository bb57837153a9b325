import { isAtLeast, type Severity, worse } from '../../policy/scale.ts';
import { covers, isEmpty, minus, union, unionOf } from '../../reach/algebra.ts';
import { nothing, type Reach } from '../../reach/reach.ts';
import type { Bundle } from './bundle.ts';
import type { News } from './news.ts';

/** Something that was told and still is so. */
interface Finding {
  severity: Severity;
  /** What is open (or gone) because of it; `null` where that is not reach: tags. */
  open: Reach | null;
  /** Refused calls: up to when another one belongs to it. */
  until: number | null;
  readonly takes: boolean;
  readonly bundle: Bundle;
}

/** What one channel was told and what still is so: the same is not told twice while it lasts, unless it gets worse. */
export class Findings {
  readonly #bySubject = new Map<string, Map<string, Finding>>();

  /** The message in which all this news stands already; `null` when some of it is new, worse, or came back. */
  known(news: News, min: Severity): Bundle | null {
    return this.#carried(news, min) ?? this.#same(news, min);
  }

  /** What is put on something else and was told of its group: whoever told, whoever puts it there. */
  #carried(news: News, min: Severity): Bundle | null {
    const open = news.carries.flatMap((group) => [...(this.#bySubject.get(group) ?? [])]);
    const found = news.checks
      .filter(({ severity }) => isAtLeast(severity, min))
      .map((check) =>
        open.find(([key, { severity }]) => checkOf(key) === check.id && isAtLeast(severity, check.severity)),
      );
    const [first] = found;
    return first === undefined || found.includes(undefined) ? null : first[1].bundle;
  }

  #same(news: News, min: Severity): Bundle | null {
    const own = this.#bySubject.get(news.subject);
    let bundle: Bundle | null = null;
    for (const check of news.checks) {
      if (!isAtLeast(check.severity, min)) continue;
      const finding = own?.get(keyOf(news, check.id));
      const lasts = finding !== undefined && (finding.until === null || news.at <= finding.until);
      if (!lasts || !isAtLeast(finding.severity, check.severity)) return null;
      bundle ??= finding.bundle;
    }
    return bundle;
  }

  /** Notes that a message tells this news. */
  add(news: News, min: Severity, bundle: Bundle): void {
    for (const subject of [news.subject, ...news.carries]) this.#addTo(subject, news, min, bundle);
  }

  #addTo(subject: string, news: News, min: Severity, bundle: Bundle): void {
    const own = this.#bySubject.get(subject) ?? new Map<string, Finding>();
    this.#bySubject.set(subject, own);
    const open = news.effect.startsWith('tags') ? null : news.takes ? news.lost() : news.gained();
    const until = news.episode === null ? null : news.at + news.episode;
    for (const check of news.checks) {
      if (!isAtLeast(check.severity, min) || check.over) continue;
      const key = keyOf(news, check.id);
      const before = own.get(key);
      own.set(key, {
        severity: before === undefined ? check.severity : worse(before.severity, check.severity),
        open: open === null ? null : union(before?.open ?? nothing, open),
        until,
        takes: news.takes,
        bundle,
      });
    }
  }

  /** The message about what this news takes back, where it takes away nothing else. */
  undone(news: News): Bundle | null {
    if (!news.takes || news.losesUnknown || isEmpty(news.lost())) return null;
    const open = [...(this.#bySubject.get(news.subject)?.values() ?? [])].filter(
      (each) => each.open !== null && !each.takes,
    );
    if (!covers(unionOf(open.map((each) => each.open!)), news.lost())) return null;
    return open.at(-1)!.bundle;
  }

  /** Takes away what this news closed, and answers the messages nothing of which is so any more. */
  settle(news: News): readonly Bundle[] {
    const own = this.#bySubject.get(news.subject) ?? new Map<string, Finding>();
    const touched = new Set<Bundle>();
    for (const [key, finding] of own) {
      if (!closes(news, finding)) continue;
      own.delete(key);
      touched.add(finding.bundle);
    }
    return [...touched].filter((bundle) => !this.#stands(bundle));
  }

  #stands(bundle: Bundle): boolean {
    return [...bundle.subjects].some((subject) =>
      [...(this.#bySubject.get(subject)?.values() ?? [])].some((finding) => finding.bundle === bundle),
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

function closes(news: News, finding: Finding): boolean {
  if (news.decision.call.result !== 'applied') return false;
  if (news.decision.kind === 'group-deleted') return true;
  if (finding.open === null) return news.decision.kind === 'tags-changed' && news.checks.length === 0;
  const left = minus(finding.open, finding.takes ? news.gained() : news.lost());
  finding.open = left;
  return isEmpty(left);
}
