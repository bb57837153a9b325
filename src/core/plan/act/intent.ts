import type { Rule, Tuple } from '../../group/rule.ts';
import type { Severity } from '../../policy/scale.ts';

/** Where something stands. */
export interface Site {
  readonly account: string;
  readonly region: string;
}

/**
 * What an action is to bring about, fixed when it was decided and stored with its task. It says what must hold in the
 * end, not which calls to make: those follow from a live read, each time anew.
 */
export interface Intent {
  /** `act_…`, derived from the decision and its step, so that a retry meets itself. */
  readonly action: string;
  /** Id of the decision, or of the order of a person, that it follows from. */
  readonly for: string;
  readonly do: 'revert' | 'restore' | 'undo' | 'expire';
  readonly site: Site;
  readonly on: { readonly kind: 'group' | 'list' | 'interface'; readonly id: string };
  readonly aims: readonly Aim[];
  readonly severity: Severity;
  /** Key of the actor whose change it answers; `null` when nobody is known. */
  readonly actor: string | null;
  /** Digest of the policy that asked for it. */
  readonly policy: string;
}

/** One thing that must hold in the end. Rules are as they were judged: id and content both count. */
export type Aim =
  /** This rule, with this content, must not stand. */
  | { readonly kind: 'close'; readonly rule: Rule }
  /**
   * A rule of this content must stand; `rule.id` is the id it had, which EC2 never gives again. `over`: what the rule of
   * that id may say by now, and stay so: it had stood as another rule before.
   */
  | { readonly kind: 'open'; readonly rule: Rule; readonly over?: Tuple }
  /**
   * The rule of this id must say `to` again, if it still says `from`. `lost`: a check misses what it said as well, so that
   * it comes back though the rule be gone, as with every `restore`.
   */
  | { readonly kind: 'rewrite'; readonly id: string; readonly from: Tuple; readonly to: Rule; readonly lost?: true }
  /** The list must hold these entries again, if it is still at this version. */
  | {
      readonly kind: 'entries';
      readonly version: number;
      readonly add: readonly ListEntryText[];
      readonly remove: readonly string[];
    }
  /** These groups must not be on the interface, and those must; what else is on it stays. */
  | { readonly kind: 'groups'; readonly add: readonly string[]; readonly remove: readonly string[] }
  /** A tag must say this again (`null`: be gone), if it still says `from`. */
  | { readonly kind: 'tag'; readonly key: string; readonly from: string | null; readonly to: string | null };

/** An aim that has a rule say again what it said. */
export type Rewrite = Extract<Aim, { readonly kind: 'rewrite' }>;

/** An entry of a prefix list, as it is put back. */
export interface ListEntryText {
  readonly cidr: string;
  readonly description: string | null;
}
