import type { Instant } from '../../leaf/instant.ts';
import { type Severity, severities, worse } from '../../policy/scale.ts';
import type { Ruling } from '../../verdict/verdict.ts';
import type { News } from './news.ts';
import { type Fate, fates as fateOrder } from './telling.ts';

/** What the policy says of a decision, as a digest counts it. */
export type DigestVerdict = Exclude<Severity, 'none'> | Exclude<Ruling, 'breach'> | 'refused';

/** What a digest counts of its time, and the worst of it by name. */
export interface DigestTally {
  readonly channel: string;
  readonly at: Instant;
  readonly weekly: boolean;
  listed: number;
  /** What became of the decisions that it lists; those of which nobody knows yet are the rest. */
  readonly fates: Record<Fate, number>;
  /** By the severity of a breach, else the ruling; refused calls apart. */
  readonly verdicts: Record<DigestVerdict, number>;
  /** The worst decisions, the worst first. */
  worst: readonly { readonly id: string; readonly severity: Severity }[];
  /** Names of what checks object to, the first hundred. */
  names: readonly string[];
  checks: readonly string[];
  severity: Severity;
}

/** A decision of which some channel has not said yet what becomes of it. */
interface Open {
  /** The best that came of it so far; `null`: nothing. */
  best: Fate | null;
  /** How many channels have not said. */
  left: number;
  /** Digests that list it, by key. */
  readonly lists: readonly string[];
}

/** What fates remember, as JSON. */
export interface SavedFates {
  readonly open: readonly (readonly [string, Open])[];
  readonly digests: readonly (readonly [string, DigestTally])[];
}

const [mostWorst, mostNames] = [10, 100];

/** What becomes of decisions, counted for the digests that list them. */
export class Fates {
  readonly #open: Map<string, Open>;
  readonly #digests: Map<string, DigestTally>;

  constructor(saved: SavedFates = { open: [], digests: [] }) {
    this.#open = new Map(saved.open.map(([id, each]) => [id, { ...each }]));
    this.#digests = new Map(saved.digests);
  }

  save(): SavedFates {
    return { open: [...this.#open], digests: [...this.#digests] };
  }

  /** A decision is heard: these digests list it. Before its channels say anything; `close` ends that. */
  hear(news: News, digests: readonly Pick<DigestTally, 'channel' | 'at' | 'weekly'>[]): void {
    const lists = [...new Set(digests.map((each) => this.#list(news, each)))];
    const known = this.#open.get(news.id);
    this.#open.set(news.id, { best: known?.best ?? null, left: known?.left ?? 0, lists: known?.lists ?? lists });
  }

  /** Whether some channel has not said yet what becomes of it. */
  waits(decision: string): boolean {
    return (this.#open.get(decision)?.left ?? 0) > 0;
  }

  /** A channel keeps it, and says later what becomes of it. */
  wait(decision: string): void {
    const open = this.#open.get(decision);
    if (open !== undefined) open.left++;
  }

  /** A channel says what became of it; `null`: nothing. */
  settle(decision: string, fate: Fate | null): void {
    const open = this.#open.get(decision);
    if (open === undefined) return;
    open.left--;
    const isBetter = fate !== null && (open.best === null || fateOrder.indexOf(fate) < fateOrder.indexOf(open.best));
    if (isBetter) open.best = fate;
  }

  /** Counts, and forgets, what nobody waits for any more. */
  close(): readonly { readonly decision: string; readonly fate: Fate }[] {
    const closed: { readonly decision: string; readonly fate: Fate }[] = [];
    for (const [decision, { best, left, lists }] of this.#open) {
      if (left > 0) continue;
      const fate = best ?? (lists.length > 0 ? 'digested' : 'recorded');
      for (const key of lists) {
        const tally = this.#digests.get(key);
        if (tally !== undefined) tally.fates[fate]++;
      }
      this.#open.delete(decision);
      closed.push({ decision, fate });
    }
    return closed;
  }

  /** Channels with a daily or weekly digest whose time has come. */
  channelsDue(weekly: boolean, now: Instant): readonly string[] {
    const due = [...this.#digests.values()].filter((each) => each.weekly === weekly && each.at <= now);
    return [...new Set(due.map(({ channel }) => channel))];
  }

  /** Takes the digests of a channel whose time has come, as one. */
  due(channel: string, weekly: boolean, now: Instant): DigestTally | null {
    const due = [...this.#digests].filter(
      ([, each]) => each.channel === channel && each.weekly === weekly && each.at <= now,
    );
    for (const [key] of due) this.#digests.delete(key);
    return due.map(([, each]) => each).reduce<DigestTally | null>((a, b) => (a === null ? b : added(a, b)), null);
  }

  #list(news: News, of: Pick<DigestTally, 'channel' | 'at' | 'weekly'>): string {
    const key = `${of.weekly ? 'weekly' : 'daily'} ${of.channel} ${of.at}`;
    const tally = this.#digests.get(key) ?? emptyTally(of);
    this.#digests.set(key, tally);
    const { severity } = news;
    tally.listed++;
    tally.verdicts[verdictOf(news)]++;
    tally.severity = worse(tally.severity, severity);
    tally.checks = [...new Set([...tally.checks, ...news.checks.map(({ id }) => id)])];
    if (news.checks.length > 0) {
      if (tally.names.length < mostNames) tally.names = [...new Set([...tally.names, news.name])];
      tally.worst = worstOf([...tally.worst, { id: news.id, severity }]);
    }
    return key;
  }
}

/** A digest in which nothing stands. */
export function emptyTally({ channel, at, weekly }: Pick<DigestTally, 'channel' | 'at' | 'weekly'>): DigestTally {
  return {
    ...{ channel, at, weekly, listed: 0, worst: [], names: [], checks: [], severity: 'none' },
    fates: { told: 0, joined: 0, collapsed: 0, digested: 0, recorded: 0 },
    verdicts: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, permitted: 0, clear: 0, refused: 0 },
  };
}

function verdictOf({ decision: { call, verdict } }: News): DigestVerdict {
  if (call.result !== 'applied') return 'refused';
  const { ruling = 'clear', severity = 'none' } = verdict ?? {};
  return ruling !== 'breach' ? ruling : severity === 'none' ? 'low' : severity;
}

function worstOf(all: DigestTally['worst']): DigestTally['worst'] {
  return all.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity)).slice(0, mostWorst);
}

function added(a: DigestTally, b: DigestTally): DigestTally {
  const sum = <K extends string>(one: Record<K, number>, other: Record<K, number>) =>
    Object.fromEntries((Object.keys(one) as K[]).map((key) => [key, one[key] + other[key]])) as Record<K, number>;
  return {
    ...{ channel: a.channel, weekly: a.weekly, at: Math.max(a.at, b.at), listed: a.listed + b.listed },
    ...{
      fates: sum(a.fates, b.fates),
      verdicts: sum(a.verdicts, b.verdicts),
    },
    worst: worstOf([...a.worst, ...b.worst]),
    names: [...new Set([...a.names, ...b.names])].slice(0, mostNames),
    checks: [...new Set([...a.checks, ...b.checks])],
    severity: worse(a.severity, b.severity),
  };
}
