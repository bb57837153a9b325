import type { Head } from '../../core/ledger/entry.ts';
import { readEntry, writeEntry } from '../../core/ledger/entry-line.ts';
import { startVerifying } from '../../core/ledger/verify.ts';
import { finding, type LedgerFinding } from '../../core/ledger/verify-finding.ts';
import { nativeDigest } from '../native-digest.ts';
import type { FileVerified } from '../verify-file.ts';
import { connect } from './connect.ts';
import { beginReading, entriesInOrder, plainEntry, rowsOf } from './kept-rows.ts';
import { inSchema } from './migrations.ts';
import { sayOutage } from './outage.ts';
import { readPostgresUrl } from './postgres-url.ts';
import { findSchema } from './prepare-schema.ts';

/**
 * Verifies a store in PostgreSQL without writing to it (a role that may only read will do), on one snapshot while others
 * go on writing; `tell` hears every finding.
 */
export async function verifyPostgres(
  url: string,
  anchors: readonly Head[],
  tell: (found: LedgerFinding) => void,
): Promise<FileVerified> {
  const place = readPostgresUrl(url);
  if (typeof place === 'string') return { kind: 'refused', why: place };
  const refused = (why: string): FileVerified => ({
    kind: 'refused',
    why: `expected a store that can be read at \`${place.said}\`: ${why}`,
  });
  const pool = connect(place, { url, connections: 1 });
  try {
    const found = await findSchema(pool, place.schema);
    if (found.kind === 'refused') return refused(found.why);
    const { shards } = found;
    const verifier = startVerifying({ anchors, shards, digest: nativeDigest });
    let wrong = 0;
    const client = await beginReading(pool);
    try {
      for await (const row of rowsOf(client, inSchema(entriesInOrder, place.schema))) {
        const entry = readEntry(writeEntry(plainEntry(row)));
        if (typeof entry !== 'string') for (const each of verifier.take(entry)) tell(each);
        else {
          wrong++;
          const { shard, n } = plainEntry(row).header;
          tell(finding('unreadable', Number(shard), Number(n), entry));
        }
      }
    } finally {
      client.release(true);
    }
    const { findings, verified } = verifier.finish();
    for (const each of findings) tell(each);
    return { kind: 'verified', as: 'store', verified: { ...verified, findings: verified.findings + wrong, shards } };
  } catch (error) {
    return refused(sayOutage(error));
  } finally {
    await pool.end();
  }
}
