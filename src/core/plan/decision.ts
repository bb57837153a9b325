import type { Change, Subject } from '../change/change.ts';
import type { SeenRule } from '../group/rule.ts';
import type { Mode, Respond } from '../policy/scale.ts';
import type { ReachRow } from '../reach/rows.ts';
import type { Actor } from '../trail/actor.ts';
import type { Intake, Result } from '../trail/record.ts';
import type { CheckVerdict, Verdict } from '../verdict/verdict.ts';

/**
 * All that is told of one change, or of several with one net effect: the shape of every JSON output. Times are ISO 8601
 * in UTC; counts are text; `null` is "not known", an absent key "does not apply". Additive within major version 1.
 */
export interface Decision {
  readonly $schema: 'portcullis:decision:1';
  readonly id: string;
  readonly origin: 'record' | 'observed' | 'implied';
  /** The record came late or corrects an earlier one. */
  readonly late: boolean;
  readonly records: readonly RecordRow[];
  readonly at: string;
  readonly partition: string;
  readonly region: string;
  readonly account: { readonly id: string; readonly name: string | null; readonly ou: string | null };
  readonly on: OnRow;
  readonly call: CallRow;
  readonly kind: Change['kind'] | 'net';
  readonly actor: ActorRow;
  readonly rules: readonly RuleRow[];
  readonly basis: 'exact' | 'bounds' | 'unknown';
  readonly effects: readonly EffectRow[];
  /** The effect in one sentence for people. */
  readonly say: string;
  /** The effect for a line of a table. */
  readonly short: string;
  /** How exposed it left (or for a while left) the group, 0 to 100: an order, not a judgement. */
  readonly exposure: number;
  /** Ids of the changes behind a net one, in order. */
  readonly changes?: readonly string[];
  /** Tags that a tag change set and removed. */
  readonly tags?: { readonly set: Readonly<Record<string, string>>; readonly removed: readonly string[] };
  /** Entries that an edit of a prefix list added and removed; `null` when the record does not tell them. */
  readonly entries?: { readonly added: readonly string[]; readonly removed: readonly string[] } | null;
  /** Groups that were put on or taken off. `complete`: the whole new set. `latent`: at a later launch. */
  readonly groups?: { readonly names: readonly string[]; readonly complete: boolean; readonly latent: boolean };
  /** What the policy says of it; absent where no policy was asked. */
  readonly verdict?: Verdict;
  /**
   * The rules of this change that carry what a check objects to, by its id: `sgr-…`, or `ingress tcp/22 0.0.0.0/0`; none
   * where what carries it is no rule of this change. Absent where no check objects.
   */
  readonly carriers?: Readonly<Record<CheckVerdict['id'], readonly string[]>>;
  readonly response?: Response;
  /** The action of ours that it is (`act_…`): nothing follows from it. */
  readonly own?: string;
  /** The incident that it belongs to (`inc_…`). */
  readonly incident?: string;
}

/** What is done about it, or would be. */
export interface Response {
  readonly mode: Mode;
  readonly steps: readonly ResponseStep[];
}

/** One step of a response: on which rules (by id, else as `ingress tcp/22 0.0.0.0/0`), and what became of it. */
export interface ResponseStep {
  readonly id: string;
  readonly do: Respond;
  readonly rules: readonly string[];
  /** Reach that would go with those rules though nobody objects to it, as words. */
  readonly collateral: readonly string[];
  readonly state:
    | 'would'
    | 'planned'
    | 'waiting'
    | 'running'
    | 'verified'
    | 'partly'
    | 'failed'
    | 'refused'
    | 'superseded'
    | 'gone'
    | 'undone';
  readonly why: string | null;
  readonly approvedBy: readonly string[];
  readonly verifiedAt: string | null;
}

/** One CloudTrail record behind a decision. */
export interface RecordRow {
  readonly eventId: string;
  readonly sharedEventId: string | null;
  readonly source: Intake['source'];
  readonly at: string;
  readonly receivedAt: string | null;
}

/** What it happened to. `environment` and `owner` come with a policy; the group's tags are given as they are. */
export interface OnRow extends Subject {
  readonly environment: string | null;
  readonly owner: string | null;
  readonly tags: Readonly<Record<string, string>> | null;
}

/** The call; of a net change the first call's name, or all names where they differ. */
export interface CallRow {
  readonly service: string;
  readonly name: string;
  readonly result: Result;
  readonly error: { readonly code: string; readonly message: string | null } | null;
}

/** Who, as far as known. */
export type ActorRow = Pick<
  Actor,
  'type' | 'principal' | 'session' | 'identity' | 'person' | 'via' | 'sourceIp' | 'mfa'
>;

/** A rule that came, went or changed. */
export interface RuleRow extends SeenRule {
  readonly op: 'add' | 'remove' | 'before' | 'after';
}

/** What changed for one group, or for one interface with groups on it. */
export interface EffectRow {
  readonly group: { readonly id: string | null; readonly name: string | null } | null;
  readonly interface: string | null;
  readonly before: 'known' | 'partly' | 'unknown';
  /** Upper bounds. `lost: null`: something went whose content nobody tells. */
  readonly gained: readonly ReachRow[];
  readonly lost: readonly ReachRow[] | null;
  /** The lower bounds, where they differ. */
  readonly certain: { readonly gained: readonly ReachRow[]; readonly lost: readonly ReachRow[] } | null;
  /** Open in between, and closed again before the last change of a net one. */
  readonly passing?: {
    readonly gained: readonly ReachRow[];
    readonly from: string;
    readonly to: string;
    readonly seconds: number;
  };
  /** Rules added whose effect was already open. */
  readonly latent?: readonly string[];
}
