import { readInstant } from '../leaf/instant.ts';
import type { AlertState } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';
import { plainLine } from './plain-line.ts';
import { nouns, pasts, verbs } from './say-action.ts';
import { sayCount } from './say-many.ts';
import { sayClock, sayLength } from './say-time.ts';
import type { ShownDecisions } from './shown-decisions.ts';

/** What became of it, in one sentence: in the past tense only once it was verified. */
export function sayStatus(state: AlertState, shown: ShownDecisions, parts: AlertParts): string {
  switch (state) {
    case 'closed':
      return sayClosed(shown, parts);
    case 'accepted':
      return `Accepted: permitted by an exception or a grant${sinceEnd(parts)}`;
    case 'waiting':
      return sayWaiting(parts);
    case 'acting': {
      const { actions } = parts;
      const running = actions.find((each) => ['due', 'acting', 'verifying'].includes(each.state));
      const word = running === undefined ? 'act' : verbs[running.do];
      return capital(`${openFor(parts)}trying to ${word}, not verified yet`);
    }
    case 'acknowledged': {
      const { by, at } = parts.row.acknowledged!;
      return `${openFor(parts)}acknowledged by ${plainLine(by, 60)} at ${sayClock(at, parts.now)}`;
    }
    case 'open':
      return sayOpen(shown, parts);
    case 'told':
      return sayTold(shown, parts);
  }
}

function sayClosed({ first }: ShownDecisions, parts: AlertParts): string {
  const { actions, violations, decisions } = parts;
  const done = actions.filter(({ state, do: what }) => state === 'verified' && what !== 'undo');
  const ends = new Set(violations.map(({ state }) => state));
  if (done.length > 0 && done.length === actions.filter(({ do: what }) => what !== 'undo').length) {
    const words = [...new Set(done.map((each) => pasts[each.do]))].join(' and ');
    const at = Math.max(...done.map(({ verifiedAt }) => verifiedAt ?? Number.NEGATIVE_INFINITY));
    const from = decisions.find(({ id }) => id === done[0]!.for) ?? first;
    const began = from === null ? null : readInstant(from.at);
    const after = began === null || !Number.isFinite(at) ? '' : ` after ${sayLength(at - began)}`;
    return `${capital(words)} and verified${after}`;
  }
  if (ends.size === 1) {
    if (ends.has('withdrawn')) return 'Withdrawn: by what is known now it breaks nothing';
    if (ends.has('group gone')) return `Over: the group is gone${sinceEnd(parts)}`;
    if (ends.has('resolved')) return `Resolved by ${sayResolvers(parts)}: nothing of it stands that could go`;
    if (ends.has('unattended')) return 'Set aside after a week: nothing of it stands that could go';
  }
  return `Over${sinceEnd(parts)}: it does not stand any more`;
}

function sayResolvers({ incidents }: AlertParts): string {
  const people = new Set(incidents.flatMap(({ resolved }) => (resolved === undefined ? [] : [resolved.by])));
  return people.size === 0 ? 'somebody' : [...people].map((each) => plainLine(each, 60)).join(' and ');
}

function sinceEnd({ incidents, now }: AlertParts): string {
  const ends = incidents.flatMap(({ closedAt }) => closedAt ?? []);
  const began = Math.min(...incidents.map(({ openedAt }) => openedAt));
  if (ends.length === 0) return '';
  const end = Math.max(...ends);
  return ` since ${sayClock(end, now)}, after ${sayLength(end - began)}`;
}

function sayWaiting(parts: AlertParts): string {
  const { questions, now } = parts;
  const waiting = questions.filter(({ state }) => state === 'waiting');
  const until = Math.min(...waiting.map((each) => each.until));
  const wishes = [...new Set(waiting.map((each) => (each.permits ? 'permit it' : verbs[each.do])))].join(' and ');
  const more = waiting.length > 1 ? ` (${waiting.length} questions)` : '';
  return `${capital(`${openFor(parts)}waiting for an answer until ${sayClock(until, now)}: ${wishes}?`)}${more}`;
}

function openFor({ incidents, now }: AlertParts): string {
  const open = incidents.filter(({ closedAt }) => closedAt === null);
  if (open.length === 0) return '';
  const since = Math.min(...open.map(({ openedAt, againAt }) => againAt ?? openedAt));
  const part = open.length === incidents.length ? '' : `, ${open.length} of ${sayCount(incidents.length, 'incident')}`;
  return `OPEN for ${sayLength(now - since)}${part}: `;
}

function sayOpen({ first }: ShownDecisions, parts: AlertParts): string {
  const { actions, row, now } = parts;
  const said = openFor(parts);
  const failed = actions.find(({ state }) => state === 'failed' || state === 'partly' || state === 'refused');
  const next = sayEscalation(row.escalation, now);
  if (failed !== undefined) {
    const how =
      failed.state === 'partly' ? 'came through in part' : failed.state === 'refused' ? 'was refused' : 'failed';
    const { noun, not } = nouns[failed.do];
    return `${said}${not}: ${noun} ${how}${next === null ? '' : `; ${next}`}`;
  }
  const done = actions.find(({ state, do: what }) => state === 'verified' && what !== 'undo');
  if (done !== undefined)
    return `${said}${pasts[done.do]} in part and verified, the rest stands${next === null ? '' : `; ${next}`}`;
  const mode = first?.response?.mode;
  const quiet = mode === 'shadow' || mode === 'observe' ? `nothing is done in ${mode} mode` : null;
  return `${said}${[quiet, next].filter((part) => part !== null).join('; ') || 'nobody has acknowledged it'}`;
}

/** Where it goes next unless somebody sees to it: `will go to pagerduty.oncall at 09:29 UTC unless acknowledged`. */
function sayEscalation(escalation: AlertParts['row']['escalation'], now: number): string | null {
  if (escalation === null || escalation.to.length === 0) return null;
  const to = escalation.to
    .slice(0, 3)
    .map((each) => plainLine(each, 40))
    .join(', ');
  const at = sayClock(escalation.at, now);
  return escalation.done
    ? `went to ${to}, since nobody had acknowledged it by ${at}`
    : `will go to ${to} at ${at} unless acknowledged`;
}

function sayTold({ first, others, more, refused }: ShownDecisions, { row }: AlertParts): string {
  if (first === null) return 'For your knowledge';
  if (first.own !== undefined) return 'Our own doing';
  if (refused) return `Nothing changed: AWS refused ${others.length + more > 0 ? 'every call' : 'it'}`;
  if (first.call.result === 'dry-run') return 'Nothing changed: a dry run';
  const { ruling, checks } = first.verdict ?? { ruling: 'clear', checks: [] };
  switch (ruling) {
    case 'permitted':
      return `Permitted${checks[0]?.excusedBy ? `: ${plainLine(checks[0].excusedBy, 80)}` : ''}`;
    case 'unknown':
      return 'It may break policy: not all is known';
    case 'breach':
      return checks.every(({ over }) => over)
        ? 'It stood only for a while, and nothing of it is left'
        : 'It broke policy; no incident stands for it';
    case 'clear': {
      if (checks.length > 0) return 'Withdrawn: by what is known now no check objects';
      const because = row.message.checks
        .slice(0, 3)
        .map((each) => plainLine(each, 60))
        .join(', ');
      return because === ''
        ? 'For your knowledge: no check objects'
        : `No check objects to it by itself: told because of ${because}`;
    }
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
