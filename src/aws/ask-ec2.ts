import type { Site } from '../core/plan/act/intent.ts';
import type { Ec2Action, Ec2Request, Ec2Result } from './model/call.ts';

/**
 * What came of a call, whatever the service: an answer, a refusal with AWS's own code, or nothing. `sent: false`: it never
 * left, so that it cannot have happened.
 */
export type Reply<R> =
  | { readonly kind: 'answered'; readonly result: R }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      readonly status: number;
      /** Our clock is too far off; the next call allows for it. */
      readonly clock?: true;
    }
  | { readonly kind: 'unanswered'; readonly sent: boolean; readonly why: string };

/** What came of a call to EC2. */
export type Ec2Reply<A extends Ec2Action = Ec2Action> = Reply<Ec2Result<A>>;

/** How long a call may take, in milliseconds, and what calls it off. */
export interface Patience {
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes one call to EC2 as somebody: the model in memory and a real client alike. Never rejects, never repeats a call by
 * itself, and ends by its timeout at the latest, then unanswered.
 */
export type AskEc2 = <A extends Ec2Action>(
  site: Site,
  action: A,
  request: Ec2Request<A>,
  patience?: Patience,
) => Promise<Ec2Reply<A>>;
