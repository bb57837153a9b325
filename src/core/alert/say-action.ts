import { type Instant, readInstant } from '../leaf/instant.ts';
import type { ResponseStep } from '../plan/decision.ts';
import type { ActionView } from './action-view.ts';
import { plainLine } from './plain-line.ts';
import type { QuestionView } from './question-view.ts';
import { firstFew } from './say-many.ts';
import { sayClock, sayLength, sayMoment } from './say-time.ts';

/** What an action has come to, in the past tense only once two good reads verified it. `changedAt`: of the change it answers. */
export function sayAction(action: ActionView, changedAt: Instant | null): readonly string[] {
  const what = sayAll(action.aims);
  const why = action.why === null ? '' : `: ${plainLine(action.why, 160)}`;
  switch (action.state) {
    case 'due':
      return [`will ${verbs[action.do]}: ${what}`];
    case 'acting':
    case 'verifying':
      return [`trying to ${verbs[action.do]}: ${what}; not verified yet`];
    case 'waiting':
      return [`waits for a yes to ${verbs[action.do]}: ${what}`];
    case 'verified':
      return verifiedLines(action, what, changedAt);
    case 'partly':
      return [`NOT all of it: ${verbs[action.do]} came through in part${why}`, `wanted: ${what}`];
    case 'failed':
      return [`FAILED to ${verbs[action.do]}${why}`, `wanted: ${what}`];
    case 'refused':
      return [`did not ${verbs[action.do]}${why}`, `wanted: ${what}`];
    case 'superseded':
      return [`did not ${verbs[action.do]}, it is not ours any more${why}`];
    case 'gone':
      return [`nothing to ${verbs[action.do]}: what it was about is gone`];
    case 'undone':
      return [`taken back by an order, ${verbs[action.do]} does not hold any more: ${what}`];
  }
}

function verifiedLines(action: ActionView, what: string, changedAt: Instant | null): readonly string[] {
  const { verifiedAt, approvedBy, lineage } = action;
  const at = verifiedAt === null ? '' : ` ${sayMoment(verifiedAt)}`;
  const after =
    verifiedAt === null || changedAt === null ? '' : `, ${sayLength(verifiedAt - changedAt)} after the change`;
  const by =
    approvedBy.length === 0 ? '' : `, as approved by ${approvedBy.map((each) => plainLine(each, 60)).join(', ')}`;
  const stands = Object.entries(lineage).map(([was, now]) => `${now} stands for ${was} now`);
  const commands = action.importCommands;
  return [
    `${pasts[action.do]}: ${what}, verified${at}${after}${by}`,
    ...(action.do === 'revert' || action.do === 'expire' ? [survivors] : []),
    ...firstFew(stands, 2, 'rule'),
    ...(commands.length === 0 ? [] : ['where Terraform made it, tell it so:', ...firstFew(commands, 4, 'command')]),
  ];
}

/**
 * Source: Amazon EC2 user guide, "Security group connection tracking": tracked connections are not interrupted when the
 * rule that let them in goes.
 */
const survivors = 'established connections may survive: EC2 does not cut what it tracks';

/** A question and what became of it. */
export function sayQuestion(question: QuestionView, now: Instant): readonly string[] {
  const what = sayAll(question.aims);
  const wish = question.permits ? 'permit it for a while' : verbs[question.do];
  const yes = question.approvedBy.map((each) => plainLine(each, 60)).join(', ');
  switch (question.state) {
    case 'waiting':
      return [
        `asked until ${sayClock(question.until, now)}: ${wish}? ${what}, plan ${question.hash}`,
        ...(yes === '' ? [] : [`yes so far: ${yes}`]),
        'without an answer nothing is done',
      ];
    case 'approved':
      return [`agreed${yes === '' ? '' : ` by ${yes}`}: ${wish}, ${what}`];
    case 'denied':
      return [`asked to ${wish}, the answer was no: nothing is done`];
    case 'expired':
      return [`asked to ${wish} until ${sayClock(question.until, now)}, nobody answered: nothing is done`];
  }
}

/** A step of a response that no action or question tells of: what is planned, or would be done by another mode. */
export function sayStep(step: ResponseStep, mode: string): readonly string[] {
  const on = step.rules.length === 0 ? '' : ` ${sayAll(step.rules)}`;
  const why = step.why === null ? '' : `: ${plainLine(step.why, 160)}`;
  const verb = step.do === 'ask' ? 'ask about' : step.do;
  switch (step.state) {
    case 'would':
      return [`${mode}: would have ${step.do === 'ask' ? 'asked about' : participles[step.do]}${on}; nothing was done`];
    case 'verified':
      return [`${participles[step.do]}${on}, verified${verifiedAt(step)}`];
    case 'waiting':
      return [`a person has to decide${on === '' ? '' : ` about${on}`}${why}`];
    case 'planned':
    case 'running':
      return [`will ${verb}${on}${why}`];
    case 'failed':
    case 'partly':
      return [`FAILED to ${verb}${on}${step.state === 'partly' ? ' wholly' : ''}${why}`];
    case 'refused':
      return [`does not ${verb}${on}${why}`];
    case 'superseded':
    case 'gone':
      return [`nothing to ${verb}${on} any more${why}`];
    case 'undone':
      return [`taken back by an order: ${verb}${on} does not hold any more`];
  }
}

function verifiedAt({ verifiedAt: iso }: ResponseStep): string {
  const at = iso === null ? null : readInstant(iso);
  return at === null ? '' : ` ${sayMoment(at)}`;
}

function sayAll(words: readonly string[]): string {
  return firstFew(
    words.map((word) => plainLine(word, 100)),
    3,
    'thing',
  ).join(', ');
}

/** What an action does, as an infinitive. */
export const verbs = { revert: 'revert', restore: 'restore', undo: 'give back', expire: 'close what ran out' } as const;

/** The same as a thing, and what it is not when it fails. */
export const nouns = {
  revert: { noun: 'the revert', not: 'NOT closed' },
  restore: { noun: 'the restore', not: 'NOT restored' },
  undo: { noun: 'giving it back', not: 'NOT given back' },
  expire: { noun: 'closing what ran out', not: 'NOT closed' },
} as const;

/** The same once it is done. */
export const pasts = {
  revert: 'reverted',
  restore: 'restored',
  undo: 'given back',
  expire: 'closed, its time is over',
} as const;

const participles = {
  none: 'left alone',
  ask: 'asked',
  expire: 'closed',
  revert: 'reverted',
  restore: 'restored',
} as const;
