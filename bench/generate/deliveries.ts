import type { Group } from '../../src/core/group/group.ts';
import type { Rule } from '../../src/core/group/rule.ts';
import { writeRecord } from './call-text.ts';
import { startCaller } from './caller.ts';
import { type Seeded, startSeeded } from './seeded.ts';
import { furnish, type Stage } from './stage.ts';

/** A group and what happens to it, record by record, each in EventBridge's envelope as it is delivered. */
export interface Deliveries {
  readonly group: Group;
  /** When the group stood so: before the first record. */
  readonly since: number;
  readonly texts: readonly string[];
}

const start = Date.UTC(2026, 0, 5, 8, 0, 0);
const ports = [22, 80, 443, 3306, 3389, 5432, 6379, 8080, 8443, 9200];

/**
 * A group of so many rules, and records that in turn add `each` rules to it and take them off again by their ids, a
 * minute apart, so that it stays of that size.
 */
export function deliveriesTo(rules: number, count: number, each: number): Deliveries {
  const chance = startSeeded(rules, count);
  const stage = furnish('111122223333', 'eu-west-1', chance);
  const id = stage.groups[0]!;
  const texts: string[] = [];
  let made: readonly Rule[] = [];
  for (let n = 0; n < count; n++) {
    const adds = n % 2 === 0;
    if (adds) made = Array.from({ length: each }, () => ruleOf(chance));
    texts.push(deliver(stage, chance, { n, id, adds, rules: made }));
  }
  const group: Group = {
    ...{ id, name: 'shop-web', vpc: 'vpc-0123456789abcdef0', account: stage.account, region: stage.region },
    tags: { env: 'prod', owner: 'payments' },
    rules: Array.from({ length: rules }, () => ruleOf(chance)),
  };
  return { group, since: start, texts };
}

interface Act {
  readonly n: number;
  readonly id: string;
  readonly adds: boolean;
  readonly rules: readonly Rule[];
}

function deliver(stage: Stage, chance: Seeded, { n, id, adds, rules }: Act): string {
  const at = new Date(start + (n + 1) * 60_000).toISOString().replace('.000Z', 'Z');
  const caller = startCaller(stage, '2026-01-05T08:00:00Z', chance);
  const items = rules.map((rule) => made(rule, id, stage));
  const asked = adds
    ? `"ipPermissions":{"items":[${rules.map(permission).join(',')}]}`
    : `"ipPermissions":{},"securityGroupRuleIds":{"items":[${rules.map((rule) => `{"securityGroupRuleId":"${rule.id}"}`).join(',')}]}`;
  const answer = `"${adds ? 'securityGroupRuleSet' : 'revokedSecurityGroupRuleSet'}":{"items":[${items.join(',')}]}`;
  const call = {
    service: 'ec2',
    call: adds ? 'AuthorizeSecurityGroupIngress' : 'RevokeSecurityGroupIngress',
    readOnly: false,
    request: `{"groupId":"${id}",${asked}}`,
    response: `{"requestId":"${chance.uuid()}","_return":true,${answer}}`,
  };
  const record = writeRecord(stage, caller, call, at, chance.uuid(), chance);
  return `{"version":"0","id":"${chance.uuid()}","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"${stage.account}","time":"${at}","region":"${stage.region}","resources":[],"detail":${record}}`;
}

function ruleOf(chance: Seeded): Rule {
  const port = chance.pick(ports);
  const from = chance.chance(0.05) ? '11' : chance.pick(['10', '10', '172.16', '192.168']);
  const parts = from.split('.');
  while (parts.length < 4) parts.push(String(parts.length === 3 ? chance.upTo(16) * 16 : chance.upTo(256)));
  return {
    ...{ id: `sgr-0${chance.hex(16)}`, direction: 'ingress', protocol: 'tcp' },
    ports: [port, chance.chance(0.2) ? port + chance.upTo(100) : port],
    peer: { kind: 'ipv4', value: `${parts.join('.')}/28` },
    description: 'opened for a test',
  };
}

function permission({ ports: range, peer }: Rule): string {
  return `{"ipProtocol":"tcp","fromPort":${range![0]},"toPort":${range![1]},"groups":{},"ipRanges":{"items":[{"cidrIp":"${peer.value}","description":"opened for a test"}]},"ipv6Ranges":{},"prefixListIds":{}}`;
}

function made({ id, ports: range, peer }: Rule, group: string, { account }: Stage): string {
  return `{"groupOwnerId":"${account}","groupId":"${group}","securityGroupRuleId":"${id}","description":"opened for a test","isEgress":false,"ipProtocol":"tcp","fromPort":${range![0]},"toPort":${range![1]},"cidrIpv4":"${peer.value}"}`;
}
