import type { Intaken } from '../../contracts/source.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { intakenOf } from '../live/intaken-of.ts';
import type { HistoryLine } from './lookup-calls.ts';

/** What a line of the Event history holds; nothing when its call is not wanted. */
export function openLine(
  { id, call, text }: HistoryLine,
  {
    file,
    calls,
    receivedAt,
  }: { readonly file: string; readonly calls: ReadonlySet<string>; readonly receivedAt: Instant | null },
): readonly Intaken[] {
  if (call !== null && !calls.has(call)) return [];
  const place = id === null ? file : `${file} ${id}`;
  const { intaken } = intakenOf({ CloudTrailEvent: text }, 'lookup', place, receivedAt);
  return intaken.filter(
    (each) => each.kind !== 'record' || calls.has(String((each.json as { eventName?: unknown }).eventName)),
  );
}
