import type { Intaken } from '../../contracts/source.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { intakenOf } from './intaken-of.ts';

/** CloudTrail records have at most 256 KB, SQS and EventBridge messages 1 MB (AWS quotas); this leaves room. */
export const longestLine = 16 * 1024 ** 2;

/** The wanted records of one line of NDJSON; `null` stands for a line that was too long to be held. A blank line holds nothing. */
export function openText(
  text: string | null,
  {
    file,
    number,
    calls,
    receivedAt,
  }: {
    readonly file: string;
    readonly number: number | null;
    readonly calls: ReadonlySet<string>;
    readonly receivedAt: Instant | null;
  },
): readonly Intaken[] {
  if (text === null) {
    const reason = `expected lines of at most ${longestLine} bytes, found a longer one`;
    return [{ kind: 'unreadable', place: { file, number }, reason, eventId: null }];
  }
  if (text.trim() === '') return [];
  const { intaken, objects } = intakenOf(text, 'file', file, receivedAt);
  const found = intaken.filter(
    (each) => each.kind !== 'record' || calls.has(String((each.json as { eventName?: unknown }).eventName)),
  );
  if (objects.length > 0) {
    const reason = 'names s3 objects, not records: read them with `portcullis scan s3://…`, or let a queue bring them';
    found.push({ kind: 'unreadable', place: { file, number }, reason, eventId: null });
  }
  // Parts of one line stand at numbers of their own; a line with one record stands at its own number.
  return found.length === 1 && 'place' in found[0]! ? [{ ...found[0]!, place: { file, number } }] : found.map(apart);

  function apart(each: Intaken, at: number): Intaken {
    return 'place' in each ? { ...each, place: { file: `${file} line ${number ?? '?'}`, number: at + 1 } } : each;
  }
}
