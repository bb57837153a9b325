import type { AlertState } from '../../../core/alert/alert.ts';
import type { DigestFacts } from '../../../core/alert/digest-facts.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import type { DigestTally } from '../../../core/plan/quiet/fates.ts';
import { actorOf } from '../../../core/plan/quiet/people-channels.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { isOverdue, lastDrill } from '../../drill/last-drill.ts';
import { readRow, rowName } from '../tables.ts';
import { openSince } from '../watch/remind-task.ts';
import { allRows } from './all-rows.ts';
import { backlogNow } from './digest-backlog.ts';
import { decisionIn, type Hearing } from './hear-context.ts';
import { keptBy } from './messages-kept.ts';

const [hour, day] = [3_600_000, 86_400_000];

/** What ends within so long is told; what is open longer than that, though the policy names no time. */
const [soon, longOpen] = [48 * hour, day];

type LastDigest = Hearing['digests'][string];

/** Gathers from rows and policy what a digest tells. */
export async function digestFacts(
  hearing: Hearing,
  {
    last,
    at,
    period,
    tally,
  }: Pick<DigestFacts, 'period'> & { last: LastDigest | null; at: Instant; tally: DigestTally },
): Promise<DigestFacts> {
  const { parts } = hearing;
  const { policy } = parts.policy();
  const { sources = [] } = parts.known?.() ?? {};
  return {
    ...{ period, from: last?.at ?? at - (period === 'weekly' ? 7 * day : day), to: at },
    ...{ verdicts: tally.verdicts, fates: tally.fates, worst: await worstOf(hearing, tally) },
    overdue: await overdueOf(hearing, policy, at),
    ending: await endingOf(hearing, policy, at),
    mutes: [...hearing.mutes.values()]
      .filter(({ mute }) => mute.from <= at && at < mute.until)
      .map(({ mute: { id, owner, reason, until, kept } }) => {
        return { id, owner, reason, until, kept: kept + (hearing.kept.get(id) ?? 0) };
      }),
    suppressed: suppressedOf(hearing, last),
    dead: await deadOf(hearing),
    backlog: await backlogNow(parts, at),
    drill: await drillNow(parts, at),
    coverage: await hearing.coverage(),
    sources,
    gaps: (await allRows(hearing.parts.store, 'gap')).map(({ key: source, value: { from } }) => ({
      source,
      from,
      to: null,
    })),
    heads: (await parts.store.heads()).map(({ shard, n, hash }) => `${shard}:${n}:${hash}`),
  };
}

async function worstOf(hearing: Hearing, { worst }: DigestTally): Promise<DigestFacts['worst']> {
  const found: DigestFacts['worst'][number][] = [];
  for (const { id, severity } of worst) {
    const decision = await decisionIn(hearing, id);
    if (decision === null) continue;
    const state = await stateOf(hearing, decision.incident ?? null);
    found.push({ decision: id, severity, say: decision.say, state });
  }
  return found;
}

async function stateOf({ parts: { store }, drafts }: Hearing, id: string | null): Promise<AlertState | null> {
  const incident = id === null ? null : readRow('incident', await store.row(rowName('incident', id)));
  if (incident === null) return null;
  if (incident.closedAt !== null) return 'closed';
  const rows = await drafts.about(incident.id);
  return rows.some(({ acknowledged }) => acknowledged !== null) ? 'acknowledged' : 'open';
}

async function overdueOf(hearing: Hearing, policy: Policy, now: Instant): Promise<DigestFacts['overdue']> {
  const within = withinOf(policy);
  const found: DigestFacts['overdue'][number][] = [];
  for (const { value } of await allRows(hearing.parts.store, 'incident')) {
    if (value.closedAt !== null || value.severity === 'none') continue;
    const since = openSince(value);
    const span = within[value.severity] ?? null;
    if (now - since < (span ?? longOpen) || (await stateOf(hearing, value.id)) === 'acknowledged') continue;
    found.push({ incident: value.id, on: value.group, severity: value.severity, since, within: span });
  }
  return found.sort((a, b) => a.since - b.since);
}

/** The shortest time that any route gives a severity. */
function withinOf({ notify }: Policy): Readonly<Partial<Record<Incident['severity'], number>>> {
  const within: Partial<Record<Incident['severity'], number>> = {};
  for (const { acknowledgeWithin } of notify)
    for (const severity of Object.keys(acknowledgeWithin) as Incident['severity'][])
      within[severity] = Math.min(within[severity] ?? Number.POSITIVE_INFINITY, acknowledgeWithin[severity]!);
  return within;
}

async function endingOf(hearing: Hearing, { exceptions }: Policy, now: Instant): Promise<DigestFacts['ending']> {
  const isSoon = (until: Instant): boolean => until > now && until <= now + soon;
  const dated = exceptions
    .filter(({ until }) => isSoon(until))
    .map(({ id, check, group, until, owner }) => {
      const about = [check ?? 'every check', ...(group === null ? [] : [`on ${group}`])].join(' ');
      return { kind: 'exception', id, about, until, owner } as const;
    });
  const grants = (await allRows(hearing.parts.store, 'grant'))
    .filter(({ value: { ended, until } }) => ended === null && isSoon(until))
    .map(({ value: { id, group, until, by } }) => ({ kind: 'grant', id, about: group, until, owner: by }) as const);
  return [...dated, ...grants].sort((a, b) => a.until - b.until);
}

function suppressedOf({ teller }: Hearing, last: LastDigest | null): DigestFacts['suppressed'] {
  const before = last?.kept ?? {};
  return (
    [...teller.counts]
      // What somebody is told of their own changes is nobody else's.
      .filter(([name]) => actorOf(name) === null)
      .map(([name, counts]) => ({ channel: name, count: keptBy(counts) - (before[name] ?? 0) }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => (a.channel < b.channel ? -1 : 1))
  );
}

async function deadOf(hearing: Hearing): Promise<DigestFacts['dead']> {
  const rows = (await allRows(hearing.parts.store, 'dead')).map(({ value }) => value).sort((a, b) => a.at - b.at);
  return [...Map.groupBy(rows, ({ channel }) => channel)]
    .map(([channel, all]) => ({ channel, count: all.length, why: all.at(-1)!.why }))
    .sort((a, b) => (a.channel < b.channel ? -1 : 1));
}

/** How the last drill went; overdue where drills are made by the clock and none has passed for too long. */
async function drillNow(parts: Hearing['parts'], at: Instant): Promise<DigestFacts['drill']> {
  const known = await lastDrill(parts, null);
  if (known === null) return null;
  const { every, last, passedAt } = known;
  return {
    ...{ at: last?.at ?? null, passed: last?.passed ?? null, tookMs: last?.took ?? null },
    overdue: every !== undefined && isOverdue(passedAt, every, at),
  };
}
