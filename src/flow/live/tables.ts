import type { Row, RowName } from '../../contracts/store.ts';
import type { Change } from '../../core/change/change.ts';
import type { Rule } from '../../core/group/rule.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { Evidence } from '../../core/ledger/evidence.ts';
import type { Ec2Order } from '../../core/plan/act/ec2-order.ts';
import type { Intent, Site } from '../../core/plan/act/intent.ts';
import type { ResponseStep } from '../../core/plan/decision.ts';
import type { Severity } from '../../core/policy/scale.ts';
import type { Ruling } from '../../core/verdict/verdict.ts';

/**
 * The tables of the live loop: projections of the ledger, each row JSON under a key that sorts. All can be made again
 * from the entries. Times in keys have fifteen digits.
 */
export interface Tables {
  /** `<account>/<region>/<subject>/<at>/<id>`: all that is known of one subject. */
  readonly evidence: Evidence;
  /** `<account>/<region>/<list>/<group>`: groups whose rules ever named a list. */
  readonly naming: { readonly group: string };
  /** `<account>/<region>/<group>/<interface>`: things that a group was ever on. */
  readonly wearing: { readonly interface: string };
  /** `<account>/<region>/<vpc or ->/<name>`: ids by name, for records that tell no id. */
  readonly named: { readonly id: string };
  /** `<digest of actor>/<at>/<record key>`: refused calls. */
  readonly attempt: { readonly change: Change };
  /** `<record key>`: digest of what a record said, by which a forged twin shows. */
  readonly record: { readonly digest: string };
  /** `<id>` */
  readonly decision: DecisionRow;
  /** `<action id>` */
  readonly action: ActionRow;
  /** `<account>/<region>/<on>/<tuple>/<at>/<action>`: what the breaker counts. */
  readonly acted: { readonly action: string; readonly at: Instant; readonly actor: string | null };
  /** `<session name>/<attempt>/<number of the call>` */
  readonly expect: Expectation;
  /** `<account>/<region>/<group>/<check>/<tuple>` */
  readonly violation: ViolationRow;
  /** `<id>` */
  readonly incident: IncidentRow;
  /** `<account>/<region>/<group>/<id>` */
  readonly grant: Grant;
  /** `<hash of the plan>` */
  readonly ask: AskRow;
  /** `stop`: all acting is off. */
  readonly switch: { readonly by: string; readonly reason: string; readonly at: Instant };
  /** `<source>`: a source that is lost or lags. */
  readonly gap: { readonly from: Instant };
  /** `<account>/<region>`: the last sweep that read everything. */
  readonly swept: { readonly started: Instant; readonly ended: Instant };
  /** `<account>/<region>/<id>`: what a sweep saw and no record explains yet. */
  readonly unexplained: UnexplainedRow;
  /** `<day>/<account>/<region>` */
  readonly tally: Tally;
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
}

/** A call of ours whose record is to come, once. */
export interface Expectation {
  readonly action: string;
  readonly role: string;
  readonly call: Ec2Order['call'];
  /** What the call is about, as text: rule ids or tuples, sorted. */
  readonly tuples: readonly string[];
  readonly on: string;
  readonly from: Instant;
  readonly until: Instant;
  /** The record that consumed it. */
  readonly record: string | null;
}

/** One check that objects to one tuple of one group; `tuple` is empty where no rule carries it. */
export interface ViolationRow {
  readonly site: Site;
  readonly group: string;
  readonly check: string;
  readonly tuple: string;
  readonly severity: Severity;
  readonly incident: string;
  readonly openedAt: Instant;
  /** `closing`: it no longer stands as far as known; two good reads are to come. */
  readonly state: 'open' | 'closing' | 'gone' | 'accepted' | 'group gone';
  readonly closedAt: Instant | null;
}

/** An episode of violations of one group. */
export interface IncidentRow {
  readonly id: string;
  readonly site: Site;
  readonly group: string;
  readonly family: 'opening' | 'loss' | 'tags' | 'attempts';
  readonly severity: Severity;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly decisions: readonly string[];
  /** An incident of the same violation before, if it came back. */
  readonly earlier: string | null;
}

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
}

/** A difference that a sweep saw and no record explains yet. */
export interface UnexplainedRow {
  readonly id: string;
  readonly site: Site;
  readonly group: string;
  readonly rule: Rule;
  readonly was: 'appeared' | 'vanished';
  readonly seenAt: Instant;
  /** The end of the last look that did not show it. */
  readonly since: Instant | null;
  /** The decision made about it once grace was over. */
  readonly decision: string | null;
  /** The change whose record explained it. */
  readonly claimedBy: string | null;
}

/** What happened on a day, for KPIs. Milliseconds are sums. */
export interface Tally {
  readonly records: number;
  readonly changes: number;
  readonly attempts: number;
  readonly breaches: Readonly<Record<Severity, number>>;
  readonly revised: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly detect: Span;
  readonly remediate: Span;
  readonly exposed: Span;
}

/** How many, and how long together and at most. */
export interface Span {
  readonly count: number;
  readonly total: number;
  readonly most: number;
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

/** What a row holds; `null` where there is none. */
export function readRow<T extends keyof Tables>(_table: T, { value }: Pick<Row, 'value'>): Tables[T] | null {
  return value === null ? null : (JSON.parse(value) as Tables[T]);
}
