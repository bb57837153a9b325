import type { Drilled, DrillParts } from '../../../flow/drill/drill-parts.ts';
import type { NotDrilled } from '../../../flow/drill/run-drill.ts';
import type { Options } from '../options.ts';
import type { Terminal } from '../screen.ts';

/** A drill that is ready to be run. */
export interface OpenedDrill {
  /** Where, in words. */
  readonly place: string;
  /** Digest of the policy in force. */
  readonly policy: string;
  /** The ledger as it may be shown; `null`: it is gone afterwards. */
  readonly ledger: string | null;
  run(how: Required<Pick<DrillParts, 'hears' | 'signal'>>): Promise<Drilled | NotDrilled>;
  close(): Promise<void>;
}

/** Opens one. */
export type OpenDrill = (args: readonly string[], options: Options, terminal: Terminal) => Promise<OpenedDrill>;
