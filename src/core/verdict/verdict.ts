import type { Respond, Severity } from '../policy/scale.ts';

/**
 * `clear`: no check objects. `permitted`: one does, and something excuses it. `breach`. `unknown`: what is known lets it
 * be either.
 */
export type Ruling = 'clear' | 'permitted' | 'breach' | 'unknown';

/** Something that is not known, or only of another time, and what knowing it could do. */
export interface Unknown {
  readonly what: string;
  readonly why: string;
  readonly could: 'raise' | 'lower' | 'either';
}

/** What one check came to. Only checks that object are listed. */
export interface CheckVerdict {
  readonly id: string;
  readonly ruling: Exclude<Ruling, 'clear'>;
  readonly say: string;
  /** The line that decided: `portcullis.yaml:24`. */
  readonly at: string;
  /** After adjustment. */
  readonly severity: Severity;
  readonly declared: Severity;
  readonly adjusted: readonly { readonly id: string; readonly by: number; readonly at: string }[];
  /** What permits it: `exception ex-14`, `unless actor pipeline`, `declared ex-20`, `grant grt_…`; `null` when nothing does. */
  readonly excusedBy: string | null;
  /** What the policy wants done in this environment. */
  readonly respond: readonly Respond[];
  readonly playbook: string | null;
  /** Set when what broke it was open only in between and is closed again. */
  readonly over?: true;
}

/** What a policy says of a change, or of what stands. */
export interface Verdict {
  readonly ruling: Ruling;
  /** The worst of the checks with this ruling; `none` when clear or permitted. */
  readonly severity: Severity;
  readonly unknowns: readonly Unknown[];
  /** Worst first. */
  readonly checks: readonly CheckVerdict[];
  readonly policy: string;
  readonly engine: string;
  /** Facts that were used: `asOf` is set when they are of another time than the change, `of` says which. */
  readonly facts: { readonly asOf: string | null; readonly of: readonly string[]; readonly digest: string };
}
