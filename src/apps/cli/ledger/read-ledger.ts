import type { Change } from '../../../core/change/change.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Entry } from '../../../core/ledger/entry.ts';
import type { EntryBody } from '../../../core/ledger/entry-body.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Verdict } from '../../../core/verdict/verdict.ts';
import { type ActionRow, readRow } from '../../../flow/live/tables.ts';
import type { Looks } from '../../../flow/looks.ts';
import { gatherLooks } from './gather-looks.ts';
import { keptOf } from './kept-of.ts';
import type { LedgerForm } from './ledger-form.ts';

/** A decision of a ledger: as it was made, and the text of the entry that holds it. */
export interface Stored {
  readonly decision: Decision;
  /** When it was made, by the worker's clock. */
  readonly madeAt: Instant;
  /** The very text that was hashed. */
  readonly body: string;
}

/** What became of an action of ours, as its newest outcome tells it. */
export interface Ended {
  readonly state: string;
  readonly why: string | null;
  readonly at: Instant;
}

/** A change that a ledger knows of. */
export interface KnownChange {
  readonly id: string;
  readonly change: Change;
}

/** What a ledger tells beside its changes and decisions, which may be too many to be held. */
export interface LedgerOutline {
  readonly looks: Looks;
  /** Actions by id: how far they have come, and how they ended. */
  readonly actions: ReadonlyMap<string, ActionRow>;
  readonly ended: ReadonlyMap<string, Ended>;
  /** The same actions by the decision that they follow from. */
  readonly actionsFor: ReadonlyMap<string, readonly ActionRow[]>;
  /** The newest verdict on decisions of which more became known later, by id. */
  readonly revised: ReadonlyMap<string, Verdict>;
  /** Digest of the policy of the newest decision. */
  readonly policy: string | null;
  /** Messages that nobody could read, and entries whose text retention has erased. */
  readonly unreadable: number;
  readonly erased: number;
}

/** All of a ledger, held in memory: for one that is known to be small. */
export interface LedgerStory extends LedgerOutline {
  readonly changes: readonly KnownChange[];
  readonly decided: readonly Stored[];
}

/** Reads through a ledger once; `take` is handed every change that it knows of. */
export async function outlineLedger(
  path: string,
  form: LedgerForm,
  take: (known: KnownChange) => void,
): Promise<LedgerOutline> {
  const looks = gatherLooks();
  const revised = new Map<string, Verdict>();
  const actions = new Map<string, ActionRow>();
  const ended = new Map<string, Ended>();
  let [unreadable, erased, policy] = [0, 0, null as string | null];
  for await (const kept of keptOf(path, form)) {
    if (kept.kind === 'row' && kept.row.value !== null) {
      const { row } = kept;
      if (row.table === 'action') {
        const action = readRow('action', row)!;
        actions.set(action.intent.action, action);
      }
      if (row.table === 'swept') looks.sweep(row.key, readRow('swept', row)!);
      const known = row.table === 'evidence' ? readRow('evidence', row) : null;
      if (known?.kind === 'change') take({ id: known.id, change: known.change });
      else if (known !== null) looks.add(row.key, known);
    }
    if (kept.kind !== 'entry') continue;
    const body = bodyOf(kept.entry);
    if (body === null) erased++;
    else if (body.kind === 'gap' && body.why === 'unreadable') unreadable++;
    else if (body.kind === 'decided') policy = (body.decision as unknown as Decision).verdict?.policy ?? policy;
    else if (body.kind === 'revised') revised.set(body.of, body.verdict as unknown as Verdict);
    else if (body.kind === 'outcome')
      ended.set(body.action, { state: body.state, why: body.why, at: kept.entry.header.at });
  }
  const actionsFor = Map.groupBy(actions.values(), ({ intent }) => intent.for);
  return { looks: looks.all(), actions, actionsFor, ended, revised, policy, unreadable, erased };
}

/** The decisions of a ledger, as they were made, in the order of its entries. */
export async function* decidedIn(path: string, form: LedgerForm): AsyncIterable<Stored> {
  for await (const kept of keptOf(path, form)) {
    if (kept.kind !== 'entry') return;
    if (kept.entry.header.kind !== 'decided') continue;
    const body = bodyOf(kept.entry);
    if (body?.kind !== 'decided') continue;
    const decision = body.decision as unknown as Decision;
    yield { decision, madeAt: kept.entry.header.at, body: kept.entry.body! };
  }
}

/** Reads all of a ledger. */
export async function readLedger(path: string, form: LedgerForm): Promise<LedgerStory> {
  const changes: KnownChange[] = [];
  const outline = await outlineLedger(path, form, (known) => void changes.push(known));
  const decided: Stored[] = [];
  for await (const stored of decidedIn(path, form)) decided.push(stored);
  return { ...outline, changes, decided };
}

/** What an entry says; `null` where its text was erased. */
export function bodyOf({ body }: Entry): EntryBody | null {
  return body === null ? null : (JSON.parse(body) as EntryBody);
}
