import type { Json, JsonObject } from '../../leaf/canonical.ts';
import { readInstant, writeInstant } from '../../leaf/instant.ts';

/** Columns of the console's Event history download (2021 on, and the 2014-2019 header) and the record member each one is. */
const columns: Readonly<Record<string, string>> = {
  'event id': 'eventID',
  'event time': 'eventTime',
  'event source': 'eventSource',
  'event name': 'eventName',
  'aws region': 'awsRegion',
  'source ip address': 'sourceIPAddress',
  'user agent': 'userAgent',
  'error code': 'errorCode',
  'request id': 'requestID',
  'read-only': 'readOnly',
  'event type': 'eventType',
  'recipient account id': 'recipientAccountId',
  'event category': 'eventCategory',
};

/** Tells the header of an Event history download from other tables. */
export function isHistoryHeader(header: readonly string[]): boolean {
  const names = new Set(header.map((name) => name.trim().toLowerCase()));
  return names.has('event name') && names.has('event time');
}

/**
 * Rebuilds what an Event history row tells of its record: no parameters and no response are in it, so they are absent, and
 * `fromEventHistory` says why. Account ids that a spreadsheet turned into `5.28758E+11` are lost and left out.
 */
export function readHistoryRow(cells: JsonObject): JsonObject {
  const record: Record<string, Json> = {};
  const identity: Record<string, Json> = {};
  for (const [column, value] of Object.entries(cells)) {
    const key = column.trim().toLowerCase();
    if (typeof value !== 'string' || value === '') continue;
    const name = columns[key];
    if (name !== undefined) record[name] = value;
    else if (key === 'user name') identity.userName = value;
    else if (key === 'aws access key') identity.accessKeyId = value;
    else if (key === 'resources') record.resources = readResources(value);
  }
  const account = record.recipientAccountId;
  if (typeof account === 'string' && !/^\d{12}$/.test(account)) delete record.recipientAccountId;
  if (typeof record.eventTime === 'string') record.eventTime = readTime(record.eventTime);
  if (typeof record.readOnly === 'string') record.readOnly = record.readOnly.toLowerCase() === 'true';
  return { ...record, ...(Object.keys(identity).length > 0 && { userIdentity: identity }), fromEventHistory: true };
}

function readResources(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** `2021-03-04T05:06:07Z` and, in the old header, `2016-12-13, 05:06:07 PM`. */
function readTime(text: string): string {
  const old = /^(\d{4}-\d\d-\d\d), (\d\d):(\d\d):(\d\d) ([AP])M$/.exec(text);
  if (old === null) return text;
  const hour = (Number(old[2]) % 12) + (old[5] === 'P' ? 12 : 0);
  const at = readInstant(`${old[1]}T${String(hour).padStart(2, '0')}:${old[3]}:${old[4]}Z`);
  return at === null ? text : writeInstant(at);
}
