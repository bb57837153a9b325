import { readInstant } from '../../core/leaf/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Doubt, Mark, Report, Seen, Share } from './report.ts';
import { marks } from './report.ts';

type Tallied = Pick<Report, 'days' | 'people' | 'teams' | 'lags' | 'seen' | 'silence' | 'doubts' | 'otherTime'>;

/** Starts counting decisions, in any order. */
export function startTallies(): { readonly add: (decision: Decision) => void; readonly tallied: () => Tallied } {
  const days = new Map<string, Record<Mark, number>>();
  const people = new Map<string, Counted>();
  const teams = new Map<string, Counted>();
  const seen = new Map<string, Seen>();
  const doubts = new Map<string, Doubt>();
  const otherTime = new Map<string, Doubt>();
  const lags: number[] = [];
  const times: string[] = [];
  const add = (decision: Decision): void => {
    const { at, account, region, actor, on, verdict } = decision;
    const day = at.slice(0, 10);
    const counts = days.get(day) ?? (Object.fromEntries(marks.map((mark) => [mark, 0])) as Record<Mark, number>);
    counts[markOf(decision)]++;
    days.set(day, counts);
    count(people, actorName(actor), decision);
    count(teams, on.owner ?? 'no owner told', decision);
    const place = seen.get(`${account.id} ${region}`);
    seen.set(`${account.id} ${region}`, {
      ...{ account: account.id, accountName: account.name ?? place?.accountName ?? null, region },
      decisions: (place?.decisions ?? 0) + 1,
      first: place === undefined || at < place.first ? at : place.first,
      last: place === undefined || at > place.last ? at : place.last,
    });
    for (const { at: called, receivedAt } of decision.records) {
      times.push(called);
      if (receivedAt !== null) lags.push(readInstant(receivedAt)! - readInstant(called)!);
    }
    for (const { what, why } of verdict?.unknowns ?? []) more(doubts, what, why);
    if (verdict !== undefined && verdict.facts.asOf !== null)
      more(otherTime, verdict.facts.of.join(', '), verdict.facts.asOf);
  };
  const byCount = <T extends { readonly count: number }>(a: T, b: T) => b.count - a.count;
  return {
    add,
    tallied: () => ({
      days: new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1))),
      people: ranked(people),
      teams: ranked(teams),
      lags: lags.sort((a, b) => a - b),
      seen: [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place),
      silence: longestSilence(times),
      doubts: [...doubts.values()].sort(byCount),
      otherTime: [...otherTime.values()].sort(byCount),
    }),
  };
}

/** Whom acts are counted under: a person that AWS vouches for, else the role or user, since sessions name every run anew. */
export function actorName({ identity, person, principal, session, type }: Decision['actor']): string {
  const own = principal?.split('/').at(-1)?.split(':').at(-1);
  return (identity === 'asserted' ? person : null) ?? own ?? session ?? type;
}

/** What a decision counts as on the timeline. */
export function markOf({ verdict, call }: Decision): Mark {
  if (call.result !== 'applied') return 'attempt';
  if (verdict?.ruling === 'breach' && verdict.severity !== 'none') return verdict.severity;
  if (verdict?.ruling === 'unknown') return 'unsure';
  return 'inside';
}

type Counted = { -readonly [Key in Exclude<keyof Share, 'name'>]: number };

function count(all: Map<string, Counted>, name: string, { verdict, call }: Decision): void {
  const own = all.get(name) ?? { changes: 0, attempts: 0, breaches: 0, permitted: 0 };
  if (call.result === 'applied') own.changes++;
  else own.attempts++;
  if (verdict?.ruling === 'breach' && call.result === 'applied') own.breaches++;
  if (verdict?.ruling === 'permitted') own.permitted++;
  all.set(name, own);
}

function ranked(all: ReadonlyMap<string, Counted>): readonly Share[] {
  return [...all]
    .map(([name, counts]) => ({ name, ...counts }))
    .sort((a, b) => b.changes + b.attempts - a.changes - a.attempts || (a.name < b.name ? -1 : 1));
}

function more(all: Map<string, Doubt>, what: string, why: string): void {
  const key = JSON.stringify([what, why]);
  all.set(key, { what, why, count: (all.get(key)?.count ?? 0) + 1 });
}

function longestSilence(times: readonly string[]): Report['silence'] {
  const sorted = times.toSorted();
  let longest: Report['silence'] = null;
  for (let i = 1; i < sorted.length; i++) {
    const [from, to] = [sorted[i - 1]!, sorted[i]!];
    const seconds = (readInstant(to)! - readInstant(from)!) / 1000;
    if (longest === null || seconds > longest.seconds) longest = { from, to, seconds };
  }
  return longest;
}
