import type { CheckVerdict } from '../../core/verdict/verdict.ts';

/** What a report tells beside the decisions: what was read, by which policy and program, and how to make it again. */
export interface About {
  readonly title: string;
  readonly version: string;
  readonly policy: {
    readonly digest: string;
    readonly files: readonly string[];
    /** Every check of it in one sentence. */
    readonly checks: readonly { readonly id: CheckVerdict['id']; readonly at: string; readonly sentence: string }[];
  };
  readonly read: {
    readonly files: number;
    readonly records: number;
    readonly copies: number;
    readonly unreadable: number;
  };
  /** The first of what could not be read. */
  readonly unreadable: readonly { readonly file: string; readonly record: number | null; readonly reason: string }[];
  readonly snapshot: { readonly file: string; readonly takenAt: string; readonly digest: string } | null;
  /** How to make it again. */
  readonly command: string;
}
