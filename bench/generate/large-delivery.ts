import { writeRecord } from './call-text.ts';
import { startCaller } from './caller.ts';
import { startSeeded } from './seeded.ts';
import { furnish } from './stage.ts';

/** A record that adds rules to a group in EventBridge's envelope, about 3 KB in all: what reach is computed for in real time. */
export function largeDelivery(): string {
  const chance = startSeeded(3000, 5);
  const stage = furnish('111122223333', 'eu-west-1', chance);
  const caller = startCaller(stage, '2026-01-05T08:00:00Z', chance);
  const rules = [22, 443, 3306, 5432, 6379].map((port) => ({
    port,
    cidr: `192.0.2.${port % 16}0/28`,
    id: `sgr-0${chance.hex(16)}`,
  }));
  const group = stage.groups[0]!;
  const permissions = rules.map(
    ({ port, cidr }) =>
      `{"ipProtocol":"tcp","fromPort":${port},"toPort":${port},"groups":{},"ipRanges":{"items":[{"cidrIp":"${cidr}","description":"opened for a test"}]},"ipv6Ranges":{},"prefixListIds":{}}`,
  );
  const made = rules.map(
    ({ port, cidr, id }) =>
      `{"groupOwnerId":"${stage.account}","groupId":"${group}","securityGroupRuleId":"${id}","description":"opened for a test","isEgress":false,"ipProtocol":"tcp","fromPort":${port},"toPort":${port},"cidrIpv4":"${cidr}"}`,
  );
  const call = {
    service: 'ec2',
    call: 'AuthorizeSecurityGroupIngress',
    readOnly: false,
    request: `{"groupId":"${group}","ipPermissions":{"items":[${permissions.join(',')}]}}`,
    response: `{"requestId":"${chance.uuid()}","_return":true,"securityGroupRuleSet":{"items":[${made.join(',')}]}}`,
  };
  const record = writeRecord(stage, caller, call, '2026-01-05T08:14:07Z', chance.uuid(), chance);
  return `{"version":"0","id":"${chance.uuid()}","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"${stage.account}","time":"2026-01-05T08:14:07Z","region":"${stage.region}","resources":[],"detail":${record}}`;
}
