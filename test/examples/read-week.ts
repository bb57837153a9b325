import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const examples = join(import.meta.dirname, '../../examples');

/** The members of a record that these tests look at. */
export interface WeekRecord {
  readonly eventID: string;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly recipientAccountId: string;
  readonly errorCode?: string;
  readonly sharedEventID?: string;
  readonly addendum?: { readonly reason: string; readonly originalEventID?: string };
  readonly userIdentity: { readonly type: string; readonly accessKeyId?: string };
  readonly requestParameters: Record<string, unknown>;
  readonly responseElements: Record<string, unknown> | null;
}

export interface WeekFile {
  /** Key below `week/`, as in the bucket. */
  readonly key: string;
  readonly text: string;
  readonly records: readonly WeekRecord[];
}

/** Reads every log file of an example folder, by key. */
export function readWeek(folder: string): readonly WeekFile[] {
  const root = join(folder, 'week');
  const keys = globSync('**/*.json.gz', { cwd: root }).map((key) => key.replaceAll('\\', '/'));
  return keys.sort().map((key) => {
    const text = gunzipSync(readFileSync(join(root, key))).toString();
    return { key, text, records: (JSON.parse(text) as { Records: WeekRecord[] }).Records };
  });
}

/** The records without their copies, by time; the order of copies and files is gone. */
export function distinctRecords(files: readonly WeekFile[]): readonly WeekRecord[] {
  const byId = new Map(files.flatMap(({ records }) => records).map((record) => [record.eventID, record]));
  return [...byId.values()].sort((a, b) => (a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : 0));
}
