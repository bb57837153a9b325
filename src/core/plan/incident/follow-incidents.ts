import type { Rule } from '../../group/rule.ts';
import { type Instant, readInstant } from '../../leaf/instant.ts';
import type { Policy } from '../../policy/policy.ts';
import { type Severity, worse } from '../../policy/scale.ts';
import type { Site } from '../act/intent.ts';
import type { Decision } from '../decision.ts';
import type { StandingDecision } from '../standing-decision.ts';
import { EpisodeBook, violationKey } from './episode-book.ts';
import type { Episodes, Incident, Violation } from './episodes.ts';
import { familyOf } from './family-of.ts';
import { incidentAgain, incidentFor, replacedIncidents } from './incident-for.ts';
import { type BrokenCheck, objectionsOf } from './objections-of.ts';
import { sinceWhen } from './since-when.ts';
import { type StanceOf, stanceOf } from './stance-of.ts';

/** A group as it is known to stand. */
export interface Seen {
  readonly rules: readonly Rule[];
  /** What others permit that only may stand, as texts. */
  readonly maybe?: readonly string[];
  readonly exists: 'yes' | 'no' | 'unknown';
  readonly known: 'known' | 'partly' | 'unknown';
  readonly tags: Readonly<Record<string, string>>;
}

/** What is known when violations and incidents of one group are brought up to date. */
export interface Following {
  readonly site: Site;
  readonly group: string;
  readonly now: Instant;
  readonly policy: Policy;
  /** All violations of the group, and the incidents that they name. */
  readonly episodes: Episodes;
  readonly seen: Seen;
  /** What the policy says of the group as it stands; `null` where nobody asked it. */
  readonly standing: StandingDecision | null;
  /** What prefix lists hold now, `null` where nobody knows. */
  readonly lists: StanceOf['lists'];
  /** Decisions that were made or revised just now: about this group, or about a list or thing that it depends on. */
  readonly decisions: readonly Decision[];
  /**
   * Decisions that these take the place of, by the id of the new one: what a sweep saw before its record came. A revised
   * decision takes its own place.
   */
  readonly instead?: ReadonlyMap<string, readonly string[]>;
  /** Whether a grant in force permits rules of this tuple. */
  readonly granted: (tuple: string) => boolean;
  /** Two good reads, far enough apart, have shown `seen`: what is away is gone. */
  readonly confirmed: boolean;
}

/** What became of violations and incidents: only those that are not as they were. */
export interface Followed {
  readonly violations: readonly Violation[];
  readonly incidents: readonly Incident[];
  /** Incidents that began or came back, and those that ended. */
  readonly opened: readonly Incident[];
  readonly closed: readonly Incident[];
  /** Something seems to have gone: two good reads are due. */
  readonly closing: boolean;
  /** When an episode with nothing standing is over, if nobody looks at it; `null` where there is none. */
  readonly unattendedAt: Instant | null;
  /** The incident of each decision that has one. */
  readonly incidentOf: ReadonlyMap<string, string>;
}

/** An episode without anything that could go is over after so many milliseconds. */
export const unattended = 604_800_000;

/**
 * Brings violations and incidents of a group up to date. A violation ends only when it is gone (`confirmed`), accepted by
 * an exception or grant, or its group is gone: never by time, but for what has nothing that could go.
 */
export function followIncidents(following: Following): Followed {
  const book = new EpisodeBook(following.episodes);
  for (const decision of following.decisions) openBy(decision, following, book);
  withdraw(following, book);
  for (const each of [...book.violations.values()]) settle(each, following, book);
  for (const each of [...book.incidents.values()]) conclude(each, following, book);
  return followed(following, book);
}

function openBy(decision: Decision, following: Following, book: EpisodeBook): void {
  const { policy, group, standing, instead } = following;
  const objections = objectionsOf(decision, { policy, group, standing, rules: following.seen.rules });
  for (const objection of objections) book.objected.add(violationKey(objection));
  // Joined to all of them, it opens nothing anew of what they told and is over.
  for (const each of replacedIncidents(decision, instead, book)) join(decision, each, each.severity, book);
  for (const objection of objections) open(decision, objection, following, book);
}

/** What only decisions found that were made anew, and do not say so any more, was none. */
function withdraw({ decisions, instead, now }: Following, book: EpisodeBook): void {
  const anew = new Set(decisions.flatMap(({ id }) => [id, ...(instead?.get(id) ?? [])]));
  for (const [key, violation] of book.violations) {
    const incident = book.incidents.get(violation.incident);
    if (!isOpen(violation) || book.objected.has(key) || incident === undefined) continue;
    if (incident.decisions.length > 0 && incident.decisions.every((id) => anew.has(id)))
      book.violations.set(key, { ...violation, state: 'withdrawn', closedAt: now });
  }
}

function open(
  decision: Decision,
  { check, tuple, severity }: BrokenCheck,
  following: Following,
  book: EpisodeBook,
): void {
  const { site, group, now } = following;
  const key = violationKey({ check, tuple });
  const before = book.violations.get(key) ?? null;
  const family = familyOf(check, following.policy);
  if (before !== null && isOpen(before)) {
    const incident =
      book.incidents.get(before.incident) ?? incidentFor({ decision, family, severity, before }, following, book);
    book.violations.set(key, { ...before, incident: incident.id, severity: worse(before.severity, severity) });
    join(decision, incident, severity, book);
    return;
  }
  // A decision on what is over and counted already, said again or better: nothing of it stands, so nothing opens.
  const over = before === null ? undefined : book.incidents.get(before.incident);
  if (before !== null && over !== undefined && stands(before, following) !== 'stands') {
    if (isToldIn(over, [decision, ...following.decisions.filter(isClear)])) {
      join(decision, over, over.severity, book);
      return;
    }
  }
  const incident = incidentFor({ decision, family, severity, before }, following, book);
  book.violations.set(key, {
    site,
    group,
    check,
    tuple,
    severity,
    incident: incident.id,
    openedAt: Math.min(readInstant(decision.at) ?? now, now),
    state: 'open',
    closedAt: null,
  });
  join(decision, incident, severity, book);
}

function join({ id }: Decision, { id: name }: Incident, severity: Severity, book: EpisodeBook): void {
  const incident = book.incidents.get(name)!;
  const decisions = incident.decisions.includes(id) ? incident.decisions : [...incident.decisions, id];
  book.incidents.set(name, { ...incident, decisions, severity: worse(incident.severity, severity) });
  book.incidentOf.set(id, book.incidentOf.get(id) ?? name);
}

/** What is known of a violation now decides its state; what ended and stands again has come back. */
function settle(violation: Violation, following: Following, book: EpisodeBook): void {
  const { now, confirmed } = following;
  const key = violationKey(violation);
  const put = (state: Violation['state'], closedAt: Instant | null) =>
    book.violations.set(key, { ...violation, state, closedAt });
  switch (stands(violation, following)) {
    case 'unsure':
      return;
    case 'stands':
      if (violation.state === 'closing') put('open', null);
      else if (!isOpen(violation)) comeBack(violation, following, book);
      return;
    case 'accepted':
      if (isOpen(violation)) put('accepted', now);
      return;
    case 'episode':
      if (isOpen(violation) && now - violation.openedAt >= unattended) put('unattended', now);
      return;
    case 'away':
    case 'group gone':
      if (!isOpen(violation)) return;
      if (!confirmed) put('closing', null);
      else put(following.seen.exists === 'no' ? 'group gone' : 'gone', now);
  }
}

/** It was over, and stands: without a record that says who, it is the sweep's or the end of an exception that shows it. */
function comeBack(violation: Violation, { now, standing }: Following, book: EpisodeBook): void {
  // What is gone comes back by a decision; only what was accepted stood all along.
  if (violation.state !== 'accepted' || standing === null) return;
  if (!standing.verdict.checks.some(({ id, ruling }) => id === violation.check && ruling === 'breach')) return;
  const incident = book.incidents.get(violation.incident);
  if (incident === undefined) return;
  const next = incidentAgain(violation, incident, now, book);
  book.incidents.set(next.id, next);
  book.violations.set(violationKey(violation), { ...violation, incident: next.id, state: 'open', closedAt: null });
}

/** An incident is open as long as one of its violations is. */
function conclude(incident: Incident, { now }: Following, book: EpisodeBook): void {
  const own = [...book.violations.values()].filter((each) => each.incident === incident.id);
  const isRunning = own.some(isOpen);
  if (isRunning === (incident.closedAt === null)) return;
  book.incidents.set(incident.id, { ...incident, closedAt: isRunning ? null : now });
}

function followed({ episodes, now }: Following, book: EpisodeBook): Followed {
  const [violations, incidents] = [
    new Map(episodes.violations.map((each) => [violationKey(each), each])),
    new Map(episodes.incidents.map((each) => [each.id, each])),
  ];
  const changed = [...book.incidents.values()]
    .filter((each) => !isSame(each, incidents.get(each.id)))
    .map((each) => sinceWhen(each, incidents.get(each.id), now));
  const wasOpen = (id: string): boolean => incidents.get(id)?.closedAt === null;
  const all = [...book.violations.values()];
  const waiting = all.filter((each) => isOpen(each) && isEpisode(each, book)).map((each) => each.openedAt + unattended);
  return {
    violations: all.filter((each) => !isSame(each, violations.get(violationKey(each)))),
    incidents: changed,
    opened: changed.filter((each) => each.closedAt === null && (!wasOpen(each.id) || isAgain(each, incidents))),
    closed: changed.filter((each) => each.closedAt !== null && wasOpen(each.id)),
    closing: all.some((each) => each.state === 'closing'),
    unattendedAt: waiting.length === 0 ? null : Math.min(...waiting),
    incidentOf: book.incidentOf,
  };
}

/** Whether something came back to an incident that was open. */
function isAgain({ id, againAt }: Incident, before: ReadonlyMap<string, Incident>): boolean {
  return againAt !== undefined && againAt !== before.get(id)?.againAt;
}

function stands(violation: Violation, following: Following): ReturnType<typeof stanceOf> {
  return stanceOf(violation, familyOf(violation.check, following.policy), following);
}

function isEpisode(violation: Violation, book: EpisodeBook): boolean {
  return violation.tuple === '' && book.incidents.get(violation.incident)?.family !== 'opening';
}

function isOpen({ state }: Violation): boolean {
  return state === 'open' || state === 'closing';
}

function isToldIn(incident: Incident, decisions: readonly Decision[]): boolean {
  return decisions.some(({ id }) => incident.decisions.includes(id));
}

/** Revised so that it objects to nothing any more. */
function isClear({ verdict }: Decision): boolean {
  return verdict?.ruling === 'clear';
}

function isSame(one: object, other: object | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
