import { isObject, type Json } from '../core/leaf/canonical.ts';
import type { Head } from '../core/ledger/entry.ts';
import { startVerifying, type Verified, type Verifier } from '../core/ledger/verify.ts';
import { finding, type LedgerFinding } from '../core/ledger/verify-finding.ts';
import { exportSchema, readKept } from './kept-line.ts';
import { nativeDigest } from './native-digest.ts';

/** Verifies an export line by line; `tell` hears every finding. */
export async function verifyLines(
  lines: AsyncIterable<string>,
  anchors: readonly Head[],
  tell: (found: LedgerFinding) => void,
  signal?: AbortSignal,
): Promise<Verified & { readonly shards: number }> {
  let verifier: Verifier | null = null;
  let [shards, number, ended, wrong] = [0, 0, false, 0];
  const complain = (say: string): void => {
    wrong++;
    tell(finding('unreadable', null, null, `line ${number}: ${say}`));
  };
  for await (const line of lines) {
    signal?.throwIfAborted();
    if (line === '') continue;
    number++;
    const json = parse(line);
    if (verifier === null) {
      shards = readFirst(json) ?? 0;
      if (shards === 0) complain(`expected \`${exportSchema}\` with its shards in the first line`);
      verifier = startVerifying({ anchors, shards: shards || 4096, digest: nativeDigest });
      if (shards > 0) continue;
    }
    if (ended) complain('expected nothing after the last line of the export');
    if (isObject(json) && isObject(json.end)) {
      ended = true;
      if (json.end.lines !== number - 1) complain(`expected ${String(json.end.lines)} lines before this one`);
      continue;
    }
    const kept = json === undefined ? 'expected JSON' : readKept(json);
    if (typeof kept === 'string') complain(kept);
    else if (kept?.kind === 'entry') for (const found of verifier.take(kept.entry)) tell(found);
  }
  if (!ended) complain('the last line of the export is missing: it is cut');
  verifier ??= startVerifying({ anchors, shards: 4096, digest: nativeDigest });
  const { findings, verified } = verifier.finish();
  for (const found of findings) tell(found);
  return { ...verified, findings: verified.findings + wrong, shards };
}

function readFirst(json: Json | undefined): number | null {
  if (!isObject(json) || json.$schema !== exportSchema || typeof json.shards !== 'number') return null;
  return Number.isInteger(json.shards) && json.shards >= 1 && json.shards <= 4096 ? json.shards : null;
}

function parse(line: string): Json | undefined {
  try {
    return JSON.parse(line) as Json;
  } catch {
    return undefined;
  }
}
