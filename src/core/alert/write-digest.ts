import type { Alert, Fact } from './alert.ts';
import type { AlertRow } from './alert-parts.ts';
import type { DigestFacts } from './digest-facts.ts';
import { plainLine } from './plain-line.ts';
import { firstFew, sayCount } from './say-many.ts';
import { sayLength, sayMoment } from './say-time.ts';
import { sealAlert } from './seal-alert.ts';

/**
 * A daily or weekly digest; `null` where nothing is worth one: then a daily one is not sent. The weekly one always is, so
 * that a silent week is told from a broken pipeline.
 */
export function writeDigest(row: AlertRow, facts: DigestFacts): Alert | null {
  const isEmpty = isNothing(facts);
  if (isEmpty && facts.period === 'daily') return null;
  const { message } = row;
  const name = facts.period === 'daily' ? 'Daily digest' : 'Weekly digest';
  const said = isEmpty ? sayQuiet(facts) : sayBusy(facts);
  return sealAlert({
    id: message.id,
    key: row.key,
    kind: 'digest',
    revision: row.revision,
    severity: message.severity,
    state: 'told',
    at: message.at,
    updatedAt: row.updatedAt,
    headline: `${name}: ${said}`,
    status: `${sayCount(changesOf(facts), 'change')} from ${sayMoment(facts.from).slice(0, 16)} to ${sayMoment(facts.to).slice(0, 16)} UTC`,
    facts: sections(facts),
    place: null,
    who: null,
    checks: message.checks,
    short: said,
    history: [],
    people: [],
    offers: [],
    playbook: null,
    ids: { decisions: message.decisions, incidents: facts.overdue.map(({ incident }) => incident) },
    suppressed: facts.suppressed.reduce((sum, { count }) => sum + count, 0),
  });
}

/** Whether there is nothing in a digest that anybody would act on or learn. */
export function isNothing(facts: DigestFacts): boolean {
  return (
    changesOf(facts) === 0 &&
    facts.verdicts.refused === 0 &&
    [facts.worst, facts.overdue, facts.ending, facts.mutes, facts.suppressed, facts.dead, facts.gaps].every(
      ({ length }) => length === 0,
    ) &&
    (facts.backlog?.overdue ?? 0) === 0 &&
    facts.drill?.overdue !== true &&
    facts.drill?.passed !== false
  );
}

function changesOf({ verdicts }: DigestFacts): number {
  return Object.values(verdicts).reduce((sum, count) => sum + count, 0) - verdicts.refused;
}

function brokenOf({ verdicts }: DigestFacts): number {
  return verdicts.critical + verdicts.high + verdicts.medium + verdicts.low;
}

function sayQuiet(facts: DigestFacts): string {
  const newest = newestOf(facts);
  const age = newest === null ? 'no source has told anything yet' : `last record ${sayLength(facts.to - newest)} ago`;
  return newest === null ? `nothing happened; ${age}` : `nothing happened; pipeline healthy, ${age}`;
}

function sayBusy(facts: DigestFacts): string {
  const broken = brokenOf(facts);
  const open = facts.gaps.filter(({ to }) => to === null).length;
  return [
    sayCount(changesOf(facts), 'change'),
    broken === 0 ? 'none broke policy' : `${broken} broke policy`,
    ...(facts.overdue.length === 0 ? [] : [`${facts.overdue.length} open too long`]),
    ...(facts.dead.length === 0 ? [] : ['messages were given up']),
    ...(open === 0 ? [] : [`${sayCount(open, 'source')} lost`]),
    ...(facts.drill?.overdue === true ? ['the drill is overdue'] : []),
  ].join(', ');
}

function newestOf({ sources }: DigestFacts): number | null {
  const times = sources.flatMap(({ last }) => last ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function sections(facts: DigestFacts): readonly Fact[] {
  const all: readonly (readonly [string, readonly string[]])[] = [
    ['Verdicts', verdictLines(facts)],
    ['Worst', facts.worst.slice(0, 3).map((each) => sayWorst(each))],
    [
      'Overdue',
      firstFew(
        facts.overdue.map((each) => sayOverdue(each, facts.to)),
        8,
        'incident',
      ),
    ],
    ['Ending', firstFew(facts.ending.map(sayEnding), 8, 'permission')],
    ['Muted', firstFew(facts.mutes.map(sayMute), 8, 'mute')],
    [
      'Kept back',
      facts.suppressed.map(({ channel, count }) => `${plainLine(channel, 60)}: ${count} added or collapsed`),
    ],
    [
      'Given up',
      facts.dead.map(
        ({ channel, count, why }) => `${plainLine(channel, 60)}: ${sayCount(count, 'message')}, ${plainLine(why, 160)}`,
      ),
    ],
    ['Backlog', facts.backlog === null ? [] : [`${facts.backlog.open} open, ${facts.backlog.overdue} overdue`]],
    ['Drill', facts.drill === null ? [] : [sayDrill(facts.drill, facts.to)]],
    ['Coverage', facts.coverage === null ? [] : [sayCoverage(facts.coverage)]],
    ['Pipeline', pipelineLines(facts)],
    ['Chain', firstFew(facts.heads, 4, 'head')],
  ];
  return all.filter(([, lines]) => lines.length > 0).map(([label, lines]) => ({ label, lines }));
}

function verdictLines({ verdicts, fates }: DigestFacts): readonly string[] {
  const { critical, high, medium, low, unknown, permitted, clear, refused } = verdicts;
  const counts = {
    critical,
    high,
    medium,
    low,
    'perhaps against policy': unknown,
    permitted,
    'inside policy': clear,
    refused,
  };
  const became = {
    told: fates.told,
    'added to a message': fates.joined,
    'collapsed into one': fates.collapsed,
    'in digests only': fates.digested,
    'only recorded': fates.recorded,
  };
  return [listCounts(counts), listCounts(became)].filter((line) => line !== '');
}

function listCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');
}

const became = {
  open: 'OPEN',
  waiting: 'waiting for an answer',
  acting: 'OPEN, we are at it',
  acknowledged: 'OPEN, acknowledged',
  closed: 'over',
  accepted: 'accepted',
  told: 'told',
} as const;

function sayWorst({ decision, severity, say, state }: DigestFacts['worst'][number]): string {
  return `${severity}: ${plainLine(say, 180)}${state === null ? '' : `: ${became[state]}`} (${decision})`;
}

function sayOverdue({ incident, on, severity, since, within }: DigestFacts['overdue'][number], now: number): string {
  const wanted = within === null ? '' : `, wanted within ${sayLength(within)}`;
  return `${severity}: ${plainLine(on, 80)} open for ${sayLength(now - since)}${wanted} (${incident})`;
}

function sayEnding({ kind, id, about, until, owner }: DigestFacts['ending'][number]): string {
  return `${kind} ${id} (${plainLine(about, 80)}) ends ${sayMoment(until)}, owner ${plainLine(owner, 60)}`;
}

function sayMute({ id, owner, reason, until, kept }: DigestFacts['mutes'][number]): string {
  return `${id} by ${plainLine(owner, 60)} until ${sayMoment(until)} kept back ${kept}: ${plainLine(reason, 100)}`;
}

function sayDrill({ at, passed, tookMs, overdue }: NonNullable<DigestFacts['drill']>, now: number): string {
  const late = overdue ? ', OVERDUE' : '';
  if (at === null) return `never run${late}`;
  const took = tookMs === null ? '' : ` in ${sayLength(tookMs)}`;
  return `${passed === false ? 'FAILED' : 'passed'} ${sayLength(now - at)} ago${took}${late}`;
}

/** Rounded down, so that 100 % is said of all only. */
function sayCoverage({ covered, all }: NonNullable<DigestFacts['coverage']>): string {
  const share = all === 0 ? '' : ` (${Math.floor((covered * 100) / all)} %)`;
  return `${covered} of ${all} critical groups${share}`;
}

function pipelineLines({ sources, gaps, to }: DigestFacts): readonly string[] {
  const heard = sources.map(({ source, last }) => {
    return `${plainLine(source, 60)}: ${last === null ? 'nothing yet' : `last record ${sayLength(to - last)} ago`}`;
  });
  const lost = gaps.map((gap) => {
    const span =
      gap.to === null ? `LOST for ${sayLength(to - gap.from)}` : `was lost for ${sayLength(gap.to - gap.from)}`;
    return `${plainLine(gap.source, 60)}: ${span}, from ${sayMoment(gap.from)}`;
  });
  return firstFew([...(lost.length === 0 ? [...heard, 'no gap'] : [...lost, ...heard])], 10, 'line');
}
