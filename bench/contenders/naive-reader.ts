import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { listFiles } from './list-files.ts';

/** The reader that everybody writes first: inflate, parse all, filter by name. Returns event ids. */
export function readNaively(folder: string, calls: ReadonlySet<string>): string[] {
  const ids: string[] = [];
  for (const file of listFiles(folder)) {
    const log = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Log;
    for (const record of log.Records) if (calls.has(record.eventName)) ids.push(record.eventID);
  }
  return ids;
}

interface Log {
  readonly Records: readonly { readonly eventName: string; readonly eventID: string }[];
}
