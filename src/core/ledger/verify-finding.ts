/**
 * Something that is wrong with a ledger, and where. `changed`: contents and hash do not agree; `missing`: a gap in a
 * shard; `second`: two entries for one place; `misplaced`: an entry where its shard has no place; `cut`: a shard ends
 * before what a seal or an anchor saw of it; `rewritten`: its chain is sound, but not the one that they saw; `shrunk`: a
 * seal knows less than the one before; `erased`: a body is gone and no seal says so; `unreadable`: no entry at all.
 */
export interface LedgerFinding {
  readonly kind:
    | 'changed'
    | 'missing'
    | 'second'
    | 'misplaced'
    | 'cut'
    | 'rewritten'
    | 'shrunk'
    | 'erased'
    | 'unreadable';
  readonly shard: number | null;
  readonly n: number | null;
  readonly say: string;
}

/** Makes a finding. */
export function finding(
  kind: LedgerFinding['kind'],
  shard: number | null,
  n: number | null,
  say: string,
): LedgerFinding {
  return { kind, shard, n, say };
}
