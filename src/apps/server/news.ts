import type { Entry } from '../../core/ledger/entry.ts';
import type { EntryBody } from '../../core/ledger/entry-body.ts';

/** Something that a server tells of: to its log, its figures, and whoever watches. */
export type Happened =
  /** It wrote an entry into the ledger. */
  | { readonly kind: 'entry'; readonly entry: Entry; readonly body: EntryBody }
  /** It has people told. */
  | {
      readonly kind: 'tell';
      readonly about: string;
      readonly why: string;
      readonly detail: Readonly<Record<string, string>>;
    }
  /** The store cannot be reached, and (`null`) can be again. */
  | { readonly kind: 'store'; readonly why: string | null }
  /** What keeps a source from its work, and (`null`) does not any more. */
  | { readonly kind: 'source'; readonly source: string; readonly why: string | null }
  /** Our clock is off by so many milliseconds, and (`null`) is right again. */
  | { readonly kind: 'clock'; readonly off: number | null }
  /** The policy in force is another one; or one was refused, with what is wrong with it. */
  | {
      readonly kind: 'policy';
      readonly digest: string;
      readonly from: string | null;
      readonly differences: readonly string[];
    }
  | { readonly kind: 'policy-refused'; readonly errors: readonly string[] }
  /** A fault of ours that cost nothing but time. */
  | { readonly kind: 'fault'; readonly where: string; readonly why: string }
  | { readonly kind: 'started' | 'stopping' | 'stopped'; readonly said: string };

/** Where a server tells what happens. */
export interface News {
  tell(happened: Happened): void;
  /** Hears all that is told from now on. */
  listen(hear: (happened: Happened) => void): void;
}

/** Starts without anybody who listens. */
export function startNews(): News {
  const listeners: ((happened: Happened) => void)[] = [];
  return {
    tell: (happened) => {
      for (const hear of listeners) hear(happened);
    },
    listen: (hear) => void listeners.push(hear),
  };
}
