import { contentChunks } from './bytes/content-chunks.ts';
import { describeFailure } from './bytes/damage.ts';
import { peek } from './bytes/peek.ts';
import { sniff } from './bytes/sniff.ts';
import { readCsv } from './csv/read-csv.ts';
import type { Found } from './found.ts';
import { readJson } from './json/read-json.ts';
import type { ReadLimits } from './read-limits.ts';

const sniffed = 64 * 1024;

/** Parts of one file that are told one by one when they cannot be read; the others are counted. */
const maxTold = 1000;

/**
 * Reads any file, whatever its format and layout, in bounded memory; the reader of last resort, which understands everything.
 * `source` gives the stored bytes, afresh each time it can. `after` leaves out records up to that number. Never throws.
 */
export async function* readSlowly(
  source: () => AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  after = 0,
): AsyncGenerator<readonly Found[]> {
  let told = 0;
  let untold = 0;
  for await (const batch of readAny(source, limits, after)) {
    const kept = batch.filter((found) => found.kind === 'record' || ++told <= maxTold);
    untold += batch.length - kept.length;
    if (kept.length > 0) yield kept;
  }
  if (untold > 0)
    yield [
      {
        kind: 'unreadable',
        number: null,
        reason: `${untold} more parts of this file could not be read`,
        eventId: null,
      },
    ];
}

async function* readAny(
  source: () => AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  after: number,
): AsyncGenerator<readonly Found[]> {
  try {
    const { head, chunks, close } = await peek(
      contentChunks(source, limits.maxInflated),
      (bytes) => bytes.length >= sniffed,
    );
    const ended = head.length < sniffed;
    const what = sniff(head.subarray(0, sniffed), ended);
    switch (what.kind) {
      case 'json':
        return yield* readJson(chunks, limits, what.lines, after);
      case 'table':
        return yield* readCsv(chunks, limits, what.delimiter);
      case 'empty':
        // Draining tells an error that stood in the way of the first byte.
        for await (const _ of chunks);
        return;
      case 'other':
        if (ended) for await (const _ of chunks);
        else await close();
        yield [{ kind: 'unreadable', number: null, reason: what.reason, eventId: null }];
    }
  } catch (error) {
    yield [{ kind: 'unreadable', number: null, reason: describeFailure(error), eventId: null }];
  }
}
