import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { run } from '../../src/apps/cli/program.ts';
import type { Terminal } from '../../src/apps/cli/screen.ts';

/** A CloudTrail record as plain JSON. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** What a record of a small archive may have that is not usual. */
export interface Odd {
  readonly at?: string;
  readonly user?: string;
  readonly error?: string;
  readonly eventId?: string;
  readonly account?: string;
  readonly agent?: string;
}

let serial = 0;

/** A record of an EC2 call by an IAM user of account 111122223333. */
export function record(call: string, request: unknown, response: unknown, odd: Odd = {}): RawRecord {
  const {
    at = '2026-03-02T09:00:00Z',
    user = 'alice',
    error,
    account = '111122223333',
    agent = 'aws-cli/2.15.0',
  } = odd;
  serial++;
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/${user}`, accountId: account, userName: user },
    eventTime: at,
    eventSource: 'ec2.amazonaws.com',
    eventName: call,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: agent,
    ...(error === undefined ? {} : { errorCode: error, errorMessage: 'You are not authorized' }),
    requestParameters: request,
    responseElements: error === undefined ? response : null,
    eventID: odd.eventId ?? `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    recipientAccountId: account,
  };
}

/** One rule of the new answers of EC2. */
export function rule(group: string, id: string, port: number, cidr: string, egress = false) {
  return {
    ...{ groupOwnerId: '111122223333', groupId: group, securityGroupRuleId: id, isEgress: egress, ipProtocol: 'tcp' },
    ...{ fromPort: port, toPort: port, ...(cidr.includes(':') ? { cidrIpv6: cidr } : { cidrIpv4: cidr }) },
  };
}

/** A call that opens a port. */
export function authorize(group: string, id: string, port: number, cidr: string, odd: Odd = {}): RawRecord {
  const range = cidr.includes(':')
    ? { ipv6Ranges: { items: [{ cidrIpv6: cidr }] } }
    : { ipRanges: { items: [{ cidrIp: cidr }] } };
  const request = {
    groupId: group,
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, groups: {}, prefixListIds: {}, ...range }],
    },
  };
  return record(
    'AuthorizeSecurityGroupIngress',
    request,
    { _return: true, securityGroupRuleSet: { items: [rule(group, id, port, cidr)] } },
    odd,
  );
}

/** A call that closes a rule by its id. */
export function revoke(group: string, id: string, port: number, cidr: string, odd: Odd = {}): RawRecord {
  const request = { groupId: group, securityGroupRuleIds: { items: [{ securityGroupRuleId: id }] } };
  const gone = rule(group, id, port, cidr);
  return record(
    'RevokeSecurityGroupIngress',
    request,
    { _return: true, revokedSecurityGroupRuleSet: { items: [gone] } },
    odd,
  );
}

/** A call that makes a group. */
export function create(group: string, name: string, odd: Odd = {}): RawRecord {
  return record(
    'CreateSecurityGroup',
    { groupName: name, groupDescription: name, vpcId: 'vpc-0a1b2c3d' },
    { _return: true, groupId: group },
    odd,
  );
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Writes records as one log file into a new folder, and names the folder. */
export function writeArchive(records: readonly RawRecord[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-archive-'));
  folders.push(folder);
  writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: records }));
  return folder;
}

/** What a run of the command line came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, without colour, 100 columns wide, on 9 March 2026. */
export async function portcullis(args: readonly string[], odd: Partial<Terminal> = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ...{ columns: 100, colour: false, watched: false, env: {}, command: 'portcullis' },
    now: () => Date.parse('2026-03-09T00:00:00Z'),
    ...odd,
  };
  return { code: await run(args, terminal), out, err };
}
