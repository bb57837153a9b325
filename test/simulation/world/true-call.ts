import type { Ec2Call } from '../../../src/aws/model/call.ts';
import type { Ec2State } from '../../../src/aws/model/state.ts';
import type { Instant } from '../../../src/core/leaf/instant.ts';
import type { Ec2Order } from '../../../src/core/plan/act/ec2-order.ts';

/** One call as it really happened: the judge's only source besides the ledger. */
export interface TrueCall {
  readonly n: number;
  readonly at: Instant;
  /** Who of the story made it; `us` only where our reverter did. */
  readonly by: string;
  /** The action of ours that it was made for, and the very order that it carries out. */
  readonly action: string | null;
  readonly order: Ec2Order | null;
  readonly call: Ec2Call;
  readonly code: string | null;
  readonly before: Ec2State;
  readonly after: Ec2State;
  readonly eventId: string;
  /** Whether its record was ever put on the way. */
  delivered: boolean;
}

/** Whether it changed anything. */
export function didChange({ before, after }: TrueCall): boolean {
  return before !== after;
}
