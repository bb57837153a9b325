/**
 * Members that a CloudTrail record may start with. Envelopes under the same `Records` start otherwise (`messageId`, `EventSource`);
 * S3's notifications start like a record and are told by their `eventName`.
 */
const firstMembers = new Set(
  `eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestParameters
  responseElements additionalEventData requestID eventID eventType apiVersion managementEvent readOnly resources recipientAccountId
  serviceEventDetails sharedEventID vpcEndpointId eventCategory addendum`.split(/\s+/),
);

/** Bytes that surely hold the head of a log file. */
export const headSize = 256;

/**
 * Tells whether content starts as CloudTrail's log files do, `{"Records":[{"<member of a record>"`, or holds an empty list: the
 * offset behind the `[`, else `null`. An array that starts with a CloudTrail record is taken to hold nothing but such records.
 */
export function readLogHead(bytes: Buffer, base: number, end: number): number | null {
  const text = bytes.toString('latin1', base, Math.min(end, base + headSize));
  const head =
    /^[ \t\r\n]*\{[ \t\r\n]*"Records"[ \t\r\n]*:[ \t\r\n]*\[(?=[ \t\r\n]*(?:\][ \t\r\n]*\}|\{[ \t\r\n]*"(\w+)"))/.exec(
      text,
    );
  return head === null || (head[1] !== undefined && !firstMembers.has(head[1])) ? null : base + head[0].length;
}

/** Tells whether content ends as a log file does, with `]}` and blanks. */
export function hasLogTail(bytes: Buffer, base: number, end: number): boolean {
  let at = skipBack(bytes, base, end);
  if (at < base || bytes[at] !== 0x7d) return false;
  at = skipBack(bytes, base, at);
  return at >= base && bytes[at] === 0x5d;
}

/** Behind the list of records: one `}` and blanks, nothing else. */
export function isLogTail(bytes: Buffer, from: number, end: number): boolean {
  return /^[ \t\r\n]*\}[ \t\r\n]*$/.test(bytes.toString('latin1', from, end));
}

function skipBack(bytes: Buffer, base: number, before: number): number {
  let at = before - 1;
  while (at >= base && (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)) at--;
  return at;
}
