import type { Head } from '../../core/ledger/entry.ts';
import { readEntry, writeEntry } from '../../core/ledger/entry-line.ts';
import { startVerifying } from '../../core/ledger/verify.ts';
import { finding, type LedgerFinding } from '../../core/ledger/verify-finding.ts';
import { nativeDigest } from '../native-digest.ts';
import type { FileVerified } from '../verify-file.ts';
import { plainEntry } from './backup.ts';
import { connectToRead } from './connect.ts';

/**
 * Verifies a store's file without writing to it, on one snapshot while others may go on writing. Nothing in the file is
 * trusted to have the type that its table declares.
 */
export function verifySqlite(
  path: string,
  anchors: readonly Head[],
  tell: (found: LedgerFinding) => void,
): FileVerified {
  const connection = connectToRead(path);
  if (connection.kind === 'refused') return connection;
  const { db, shards } = connection;
  const verifier = startVerifying({ anchors, shards, digest: nativeDigest });
  let wrong = 0;
  try {
    for (const found of db.prepare('select * from entry order by shard, n').iterate()) {
      const entry = readEntry(writeEntry(plainEntry(found)));
      if (typeof entry !== 'string') for (const each of verifier.take(entry)) tell(each);
      else {
        wrong++;
        const { shard, n } = plainEntry(found).header;
        tell(finding('unreadable', Number(shard), Number(n), entry));
      }
    }
    const { findings, verified } = verifier.finish();
    for (const each of findings) tell(each);
    return { kind: 'verified', as: 'store', verified: { ...verified, findings: verified.findings + wrong, shards } };
  } catch (error) {
    return { kind: 'refused', why: `expected a store that can be read at \`${path}\`: ${(error as Error).message}` };
  } finally {
    db.close();
  }
}
