import type { ReachRow } from '../reach/rows.ts';
import type { CheckVerdict, Verdict } from '../verdict/verdict.ts';
import type { Decision, EffectRow, OnRow } from './decision.ts';

/**
 * What a policy says of a group as it stands, or as a file declares it: the decision's shape without call, actor and
 * records, which do not apply. `kind`: `standing` = as looked at, `declared` = as a file wants it (then `effects` tells
 * what that would change, where the file says what stood before).
 */
export interface StandingDecision {
  readonly $schema: 'portcullis:decision:1';
  readonly id: string;
  readonly origin: 'file' | 'observed';
  readonly kind: 'standing' | 'declared';
  /** Where in which file: `plan.json`, `module.edge.aws_security_group.web`. */
  readonly place: { readonly file: string; readonly address: string };
  readonly at: string | null;
  readonly region: string | null;
  readonly account: { readonly id: string | null; readonly name: string | null; readonly ou: string | null };
  readonly on: OnRow;
  readonly basis: Decision['basis'];
  readonly effects: readonly EffectRow[];
  /** What is open, or would be. */
  readonly stands: readonly ReachRow[];
  readonly say: string;
  readonly short: string;
  readonly exposure: number;
  readonly verdict: Verdict;
  /** The rules that carry what a check objects to, by its id: `sgr-…`, or `ingress tcp/22 0.0.0.0/0`. */
  readonly carriers: Readonly<Record<CheckVerdict['id'], readonly string[]>>;
  /** Checks that object to what a plan changes; the others object to what stands anyhow. Absent where no plan is told. */
  readonly byPlan?: readonly CheckVerdict['id'][];
}
