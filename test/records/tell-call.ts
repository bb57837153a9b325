import type { Change, RuleEdit } from '../../src/core/change/change.ts';
import { readChanges } from '../../src/core/change/read.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import { readRecord } from '../../src/core/trail/read.ts';
import type { TrailRecord } from '../../src/core/trail/record.ts';

/** What one record told, and what of it could not be read. */
export interface Told {
  readonly record: TrailRecord;
  readonly changes: readonly Change[];
  readonly unreadable: readonly string[];
}

const place = { file: 'tests', number: 1 };

/** A record of a call by an IAM user of the account 111122223333, in eu-central-1, with these parameters. */
export function recordOf(call: string, request: Json, response: Json = null, more: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE0000000001',
      arn: 'arn:aws:iam::111122223333:user/alex',
      accountId: '111122223333',
      userName: 'alex',
    },
    eventTime: '2026-01-25T09:14:07Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: call,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'Boto3/1.40.1',
    requestParameters: request,
    responseElements: response,
    eventID: '0a1b2c3d-0000-4000-8000-000000000001',
    recipientAccountId: '111122223333',
    ...more,
  };
}

/** Reads a record that must be readable, and its changes. */
export function tell(json: Json): Told {
  const record = readRecord(json, place);
  if (record.kind === 'unreadable') throw new Error(record.reason);
  const { changes, unreadable } = readChanges(record, place);
  return { record, changes, unreadable: unreadable.map(({ reason }) => reason) };
}

/** What a call with these parameters tells. */
export function tellCall(call: string, request: Json, response: Json = null, more: JsonObject = {}): Told {
  return tell(recordOf(call, request, response, more));
}

/** The rules of all changes, one line each: `add ingress tcp 22..22 0.0.0.0/0 sgr-1 "office"`; `?` where nothing is told. */
export function ruleLines({ changes }: Pick<Told, 'changes'>): readonly string[] {
  return changes.flatMap((change) => ('rules' in change ? (change.rules as readonly RuleEdit[]).map(lineOf) : []));
}

function lineOf({ op, direction, protocol, ports, peer, id, description }: RuleEdit): string {
  const told = [op, direction ?? '?', protocol ?? '?', ports?.join('..') ?? '-', peer?.value ?? '?', id ?? ''];
  return `${told.filter(Boolean).join(' ')}${description === null ? '' : ` "${description}"`}`;
}

/** A permission of EC2's classic rendering: one item with its ranges. */
export function permission(ipProtocol: Json, ports: readonly Json[], more: JsonObject): JsonObject {
  const [fromPort, toPort = fromPort] = ports;
  const empty = { groups: {}, ipRanges: {}, ipv6Ranges: {}, prefixListIds: {} };
  return { ipProtocol, ...(fromPort !== undefined && { fromPort, toPort }), ...empty, ...more };
}

/** A list of EC2's classic rendering. */
export function items(...held: readonly Json[]): JsonObject {
  return { items: held };
}
