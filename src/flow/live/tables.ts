import type { Row, RowName } from '../../contracts/store.ts';
import type { Change } from '../../core/change/change.ts';
import type { Rule } from '../../core/group/rule.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { Head } from '../../core/ledger/entry.ts';
import type { Tally } from '../../core/ledger/rollup.ts';
import type { Unexplained } from '../../core/ledger/unexplained.ts';
import type { Ec2Order } from '../../core/plan/act/ec2-order.ts';
import type { Intent, Site } from '../../core/plan/act/intent.ts';
import type { ResponseStep } from '../../core/plan/decision.ts';
import type { Incident, Violation } from '../../core/plan/incident/episodes.ts';
import type { Expected } from '../../core/plan/own/match-expectation.ts';
import type { Severity } from '../../core/policy/scale.ts';
import type { Ruling } from '../../core/verdict/verdict.ts';
import type { DrillRow } from '../drill/drill-row.ts';
import type { SubjectEvidence } from './memory/subject-evidence.ts';
import type { DeadRow, MessageRow, MuteRow, SentRow } from './post/post-rows.ts';
import type { Cursor } from './post/post-state.ts';

/**
 * The tables of the live loop: projections of the ledger, each row JSON under a key that sorts. All can be made again
 * from the entries. Times in keys have fifteen digits.
 */
export interface Tables {
  /** `<account>/<region>/<subject>/<at>/<id>`: all that is known of one subject. */
  readonly evidence: SubjectEvidence;
  /** `<account>/<region>/<list>/<group>`: groups whose rules ever named a list. */
  readonly naming: { readonly group: string };
  /** `<account>/<region>/<group>/<interface>`: things that a group was ever on. */
  readonly wearing: { readonly interface: string };
  /** `<account>/<region>/<vpc or ->/<name>/<id>`: ids by name, for records that tell no id (`resolveName`). */
  readonly named: { readonly id: string };
  /** `<at>`: how far back anything is known; the first row counts. */
  readonly since: { readonly at: Instant };
  /** `<digest of actor>/<at>/<record key>`: refused calls. */
  readonly attempt: { readonly change: Change };
  /**
   * `<record key>`: digest of what a record said, by which a forged twin shows; `preferred`: which of two copies that are
   * meant to differ (a correction, another account's view) counts, the smallest.
   */
  readonly record: { readonly digest: string; readonly preferred: string };
  /** `<id>` */
  readonly decision: DecisionRow;
  /** `<action id>` */
  readonly action: ActionRow;
  /** `<account>/<region>/<on>/<tuple>/<at>/<action>`: what the breaker counts. */
  readonly acted: { readonly action: string; readonly at: Instant; readonly actor: string | null };
  /** `<session name>/<attempt>/<number of the call>` */
  readonly expect: Expected;
  /** `<account>/<region>/<group>/<check>/<tuple>` */
  readonly violation: Violation;
  /** `<id>` */
  readonly incident: Incident;
  /** `<account>/<region>/<group>/<id>` */
  readonly grant: Grant;
  /** `<hash of the plan>` */
  readonly ask: AskRow;
  /** `stop`: all acting is off. */
  readonly switch: { readonly by: string; readonly reason: string; readonly at: Instant };
  /** `current`: the policy that was switched to last. */
  readonly policy: { readonly digest: string; readonly at: Instant };
  /** `<source>`: a source that is lost or lags. */
  readonly gap: { readonly from: Instant; readonly why?: 'lost' | 'lagging' };
  /** `last`: what the newest seal says. */
  readonly sealed: SealedRow;
  /** `<account>/<region>`: the last sweep that read everything. */
  readonly swept: { readonly started: Instant; readonly ended: Instant };
  /** `<account>/<region>/<group>`: what the last sweep judged it by, where nothing of it is open (`steadyDigest`). */
  readonly steady: { readonly digest: string };
  /** `<account>/<region>/<id>`: what a sweep saw and no record explains yet. */
  readonly unexplained: UnexplainedRow;
  /** `<day>/<account>/<region>/<shard>`: by shard, so that only what waits for each other anyway writes the same row. */
  readonly tally: Tally;
  /** `<id>`: messages, as they stand. */
  readonly message: MessageRow;
  /** `<id of a decision, incident, action or question>/<message id>`: the messages that tell of it. */
  readonly mention: { readonly message: string };
  /** `<message id>/<channel>` */
  readonly sent: SentRow;
  /** `<channel>/<message id>`: what was given up. */
  readonly dead: DeadRow;
  /** `<id>` */
  readonly mute: MuteRow;
  /** `<account>/<region>/<group>`: groups that drills are made on, and how the last one went. */
  readonly drill: DrillRow;
  /** `<channel>`: who said last that what it is told reaches them. */
  readonly confirmed: { readonly by: string; readonly at: Instant };
  /** `cursor`: how far hearing has come; beside it, under `lane/…`, `bundles/…` and `findings/…`, JSON that only it reads. */
  readonly post: Cursor;
}

/** A decision where it stands in the ledger, with what later ones are compared with. */
export interface DecisionRow {
  readonly site: Site;
  readonly subject: string;
  readonly shard: number;
  readonly n: number;
  readonly at: Instant;
  /** When it was made, by the worker's clock. */
  readonly decidedAt: Instant;
  readonly ruling: Ruling;
  readonly severity: Severity;
  /** Digest of its verdict: another one is a revision. */
  readonly verdict: string;
  readonly revision: number;
  readonly incident: string | null;
  /** The action of ours that it is, if it is one. */
  readonly own: string | null;
  /** Actions that follow from it. */
  readonly actions?: readonly string[];
}

/** How far an action has come. */
export interface ActionRow {
  readonly intent: Intent;
  /** What stood before the change: all that may be put back. */
  readonly image: readonly Rule[];
  readonly state: 'due' | 'acting' | 'verifying' | Exclude<ResponseStep['state'], 'would' | 'planned' | 'running'>;
  readonly why: string | null;
  /** How many `acting` entries there are. */
  readonly attempt: number;
  /** How often it failed in a row without a call that came through. */
  readonly failures: number;
  /** The call that an `acting` entry without outcome announced. */
  readonly pending: Ec2Order | null;
  readonly lastWrite: Instant | null;
  /** How many reads since, and when the last good one was. */
  readonly reads: number;
  readonly goodAt: Instant | null;
  /** Rules as the first live read found them, and as the last good one did: only from there can it be undone. */
  readonly found: readonly Rule[] | null;
  readonly left: readonly Rule[] | null;
  /** New rule ids by those they stand for. */
  readonly lineage: Readonly<Record<string, string>>;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** The last call that came through; of an action that is over also one that may have. */
  readonly last?: Ec2Order;
  /** A call of ours took what it should not have: this puts it back, before anything else. */
  readonly back?: { readonly order: Ec2Order; readonly why: string };
  /** A tag policy refused the tags of what is put back. */
  readonly untagged?: true;
  /** The decision only asked: these people said yes. */
  readonly approvedBy?: readonly string[];
  /** The action that it gives back. */
  readonly undoes?: string;
}

export type { Incident as IncidentRow, Violation as ViolationRow } from '../../core/plan/incident/episodes.ts';
export type { Expected as Expectation } from '../../core/plan/own/match-expectation.ts';

/** A short permission for just these rules. */
export interface Grant {
  readonly id: string;
  readonly site: Site;
  readonly group: string;
  readonly rules: readonly Rule[];
  readonly from: Instant;
  readonly until: Instant;
  readonly by: string;
  readonly reason: string;
  /** Ended early. */
  readonly ended: Instant | null;
  readonly version: number;
}

/** A question to people: do this? */
export interface AskRow {
  readonly hash: string;
  readonly intent: Intent;
  readonly image: readonly Rule[];
  readonly decision: string;
  readonly environment: string;
  readonly owner: string;
  /** Who did what it is about, so that they cannot approve it themselves. */
  readonly requester: string | null;
  readonly askedAt: Instant;
  readonly until: Instant;
  readonly approvedBy: readonly string[];
  readonly state: 'waiting' | 'approved' | 'denied' | 'expired';
  /** What is asked for is a permission: there is nothing to do then but to write it. */
  readonly grant?: Grant;
}

/** The newest seal: what has come since is news. */
export interface SealedRow {
  readonly at: Instant;
  readonly heads: readonly Head[];
  readonly erased: Instant | null;
}

/** A difference that a sweep saw and no record explains yet. */
export interface UnexplainedRow extends Unexplained {
  /** Id of the change that stands in for the missing record (`unattributedChange`). */
  readonly id: string;
  readonly site: Site;
  readonly group: string;
  /** The decision made about it once grace was over. */
  readonly decision: string | null;
  /** The change whose record explained it. */
  readonly claimedBy: string | null;
}

/** The name of a row. */
export function rowName<T extends keyof Tables>(
  table: T,
  ...key: readonly (string | Instant)[]
): RowName & { table: T } {
  return {
    table,
    key: key.map((part) => (typeof part === 'number' ? String(part).padStart(15, '0') : part)).join('/'),
  };
}

/** What a row holds, for reading only; `null` where there is none. `held`: it was parsed before (`RowMemo`). */
export function readRow<T extends keyof Tables>(
  _table: T,
  { value, held }: Pick<Row, 'value'> & { readonly held?: unknown },
): Tables[T] | null {
  return value === null ? null : ((held ?? JSON.parse(value)) as Tables[T]);
}
