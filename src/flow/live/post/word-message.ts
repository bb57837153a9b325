import type { Store } from '../../../contracts/store.ts';
import { viewAction } from '../../../core/alert/action-view.ts';
import type { Alert } from '../../../core/alert/alert.ts';
import type { AlertParts } from '../../../core/alert/alert-parts.ts';
import type { DigestFacts } from '../../../core/alert/digest-facts.ts';
import { viewQuestion } from '../../../core/alert/question-view.ts';
import { rankOf } from '../../../core/alert/shown-decisions.ts';
import { writeMessage } from '../../../core/alert/write-message.ts';
import type { NoticeFacts } from '../../../core/alert/write-notice.ts';
import type { Attachments } from '../../../core/facts/facts.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { actorOf } from '../../../core/plan/quiet/people-channels.ts';
import type { Directory } from '../../../core/policy/policy.ts';
import type { LiveParts } from '../live-parts.ts';
import { type ActionRow, type AskRow, type DecisionRow, readRow, rowName } from '../tables.ts';
import { episodesOf } from '../watch/episodes-of.ts';
import { attachedThen } from './attached-then.ts';
import type { MessageRow } from './post-rows.ts';

/** So many decisions of a message are shown, the worst of the first ones; those that are not are counted. */
const [mostShown, mostRanked] = [12, 200];

/** So many incidents of a message are asked how they stand: it is over only when all of them are. */
const mostAsked = 1000;

/** What words a message, beside the store: the directory in force, and how the ledger is named in commands. */
export interface WordingParts extends Pick<LiveParts, 'store' | 'clock'> {
  readonly directory: () => Directory;
  /** Never with a password; `null`: commands name no ledger. */
  readonly ledger: string | null;
}

/** What a message says as things stand now; `null`: a digest of nothing. */
export async function wordMessage(parts: WordingParts, row: MessageRow): Promise<Alert | null> {
  const now = parts.clock.now();
  const { kind } = row.message;
  switch (kind) {
    case 'digest':
      return writeMessage({ kind, row, facts: row.detail as unknown as DigestFacts });
    case 'notice':
      return writeMessage({ kind, row, facts: row.detail as unknown as NoticeFacts, now });
    case 'alert':
    case 'drill':
    case 'collapsed': {
      const drill = typeof row.detail?.drill === 'string' ? { drill: row.detail.drill } : {};
      const { ledger } = parts;
      return writeMessage({
        ...{ kind: actorOf(row.message.channel) === null ? kind : 'actor-note', row, ledger, now },
        ...{ directory: parts.directory(), ...drill },
        ...(await gather(parts.store, row)),
      });
    }
  }
}

type Gathered = Pick<AlertParts, 'decisions' | 'incidents' | 'violations' | 'actions' | 'questions' | 'attached'>;

async function gather(store: Store, { message, incidents: named }: MessageRow): Promise<Gathered> {
  const decisions: Decision[] = [];
  const attached = new Map<string, Attachments>();
  const [actions, questions] = [new Map<string, ActionRow>(), new Map<string, AskRow>()];
  const told = [...message.decisions, ...message.joined];
  for (const known of await worstOf(store, told)) {
    const whole = await toldAt(store, known);
    if (whole === null) continue;
    const { asks, decision } = whole;
    decisions.push(asRevised(decision, known));
    // Of several changes no message says what they are on.
    const on = told.length > 1 ? null : await attachedThen(store, decision, known);
    if (on !== null) attached.set(decision.id, on);
    for (const action of [...(known.actions ?? []), ...whole.actions]) {
      const row = readRow('action', await store.row(rowName('action', action)));
      if (row !== null) actions.set(action, row);
    }
    for (const hash of asks) {
      const row = readRow('ask', await store.row(rowName('ask', hash)));
      if (row === null) continue;
      questions.set(hash, row);
      const begun = readRow('action', await store.row(rowName('action', row.intent.action)));
      if (begun !== null) actions.set(row.intent.action, begun);
    }
  }
  const episodes = await incidentsOf(store, named);
  return {
    ...{ attached, decisions },
    ...episodes,
    actions: [...actions.values()].map(viewAction),
    questions: [...questions.values()].map(viewQuestion),
  };
}

/** The rows of the worst of these decisions, in their order where they are alike. */
async function worstOf(store: Store, ids: readonly string[]): Promise<readonly DecisionRow[]> {
  const rows: DecisionRow[] = [];
  for (const id of ids.slice(0, mostRanked)) {
    const row = readRow('decision', await store.row(rowName('decision', id)));
    if (row !== null) rows.push(row);
  }
  return rows.toSorted((a, b) => rankOf(b) - rankOf(a)).slice(0, mostShown);
}

async function incidentsOf(
  store: Store,
  named: readonly string[],
): Promise<Pick<Gathered, 'incidents' | 'violations'>> {
  const incidents: Gathered['incidents'][number][] = [];
  const violations: Gathered['violations'][number][] = [];
  for (const id of named.slice(0, mostAsked)) {
    const incident = readRow('incident', await store.row(rowName('incident', id)));
    if (incident !== null) incidents.push(incident);
  }
  for (const { group, id, site } of incidents.slice(0, mostShown)) {
    const own = await episodesOf(store, site, group);
    violations.push(...own.violations.filter((each) => each.incident === id));
  }
  return { incidents, violations };
}

interface ToldAt {
  readonly decision: Decision;
  readonly actions: readonly string[];
  readonly asks: readonly string[];
}

/** A decision as its entry tells it, with the actions and questions that followed; `null` where its body was erased. */
async function toldAt(store: Store, { shard, n }: DecisionRow): Promise<ToldAt | null> {
  for await (const { header, body } of store.read(shard, n)) {
    if (header.n !== n || body === null) return null;
    const { decision, facts } = JSON.parse(body) as {
      readonly decision: Decision;
      readonly facts?: { readonly follows?: readonly { readonly action?: ActionRow; readonly ask?: AskRow }[] };
    };
    const follows = facts?.follows ?? [];
    return {
      decision,
      actions: follows.flatMap(({ action }) => (action === undefined ? [] : [action.intent.action])),
      asks: follows.flatMap(({ ask }) => (ask === undefined ? [] : [ask.hash])),
    };
  }
  return null;
}

/** What a revision says of how bad it is counts; the checks stay those that were told. */
function asRevised(decision: Decision, { revision, ruling, severity }: DecisionRow): Decision {
  const { verdict } = decision;
  return revision === 0 || verdict === undefined
    ? decision
    : { ...decision, verdict: { ...verdict, ruling, severity } };
}
