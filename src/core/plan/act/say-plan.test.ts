import { describe, expect, test } from 'vitest';
import { close, intentOf, liveGroup, open, rewrite, ruleOf, site } from '../../../../test/builders/acting.ts';
import { byHand, commandsOf } from './by-hand.ts';
import type { Ec2Order } from './ec2-order.ts';
import { importCommands } from './import-commands.ts';
import type { Aim } from './intent.ts';
import type { Live } from './live.ts';
import { planHash } from './plan-hash.ts';
import { sayAim } from './say-aim.ts';
import { sayOrder } from './say-order.ts';
import { sayPlan } from './say-plan.ts';
import { standsAsMeant } from './stands-as-meant.ts';
import { stillReachable } from './still-reachable.ts';
import { sameTuple, tupleText } from './tuple-text.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const was = ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-1', { description: "ops' own" });
const https = ruleOf('ingress tcp/443 192.0.2.0/24', 'sgr-2', { description: 'office', tags: { Name: 'web', a: 'b' } });
const entries: Aim = {
  kind: 'entries',
  version: 4,
  add: [{ cidr: '192.0.2.0/24', description: 'x' }],
  remove: ['0.0.0.0/0'],
};
const groups: Aim = { kind: 'groups', add: ['sg-b'], remove: ['sg-a'] };
const list: Live = { kind: 'list', list: { id: 'pl-1', name: null, version: 4, entries: ['0.0.0.0/0'] } };
const head = { action: 'act_1', site } as const;

describe('a plan in words', () => {
  test('says what would be done to what, and by which hash it is approved', () => {
    const intent = intentOf([close(ssh), open(https)]);
    expect(sayPlan(intent, liveGroup([ssh]), { image: [https] })).toEqual([
      `revert on sg-web (111122223333 eu-west-1), plan ${planHash(intent)}`,
      '  - revoke sgr-1 ingress tcp/22 0.0.0.0/0',
      '  + authorize ingress tcp/443 192.0.2.0/24 "office"',
    ]);
  });

  test('says why nothing would be done', () => {
    const last = (live: Live) => sayPlan(intentOf([close(ssh)]), live, { image: [] }).slice(1);
    expect(last(liveGroup([]))).toEqual(['  nothing to do: all of it holds']);
    expect(last({ kind: 'group', group: null })).toEqual(['  nothing to do: sg-web is gone']);
    expect(last(liveGroup([was]))).toEqual([
      '  not ours any more: `ingress tcp/22 0.0.0.0/0`: sgr-1 says `ingress tcp/22 10.0.0.0/8` now',
    ]);
    expect(sayPlan(intentOf([open(https)]), liveGroup([]), { image: [] })[1]).toMatch(
      /^ {2}refused: `ingress tcp\/443/,
    );
  });

  test('each call has its words', () => {
    const said = (order: object) => sayOrder({ ...head, ...order } as Ec2Order, [ssh]);
    expect(said({ call: 'revoke', ids: ['sgr-1', 'sgr-9'] })).toEqual([
      '- revoke sgr-1 ingress tcp/22 0.0.0.0/0',
      '- revoke sgr-9',
    ]);
    expect(said({ call: 'authorize', rules: [{ ...https, description: null }] })).toEqual([
      '+ authorize ingress tcp/443 192.0.2.0/24',
    ]);
    expect(said({ call: 'rewrite', rules: [was] })).toEqual([
      '~ rewrite sgr-1 ingress tcp/22 0.0.0.0/0 as ingress tcp/22 10.0.0.0/8 "ops\' own"',
    ]);
    expect(said({ call: 'edit-list', list: 'pl-1', add: [{ cidr: '192.0.2.0/24' }], remove: ['0.0.0.0/0'] })).toEqual([
      '+ entry 192.0.2.0/24 in pl-1',
      '- entry 0.0.0.0/0 in pl-1',
    ]);
    expect(said({ call: 'set-groups', interface: 'eni-1', groups: ['sg-a', 'sg-b'] })).toEqual([
      '~ groups of eni-1: sg-a, sg-b',
    ]);
    expect(said({ call: 'set-tags', resource: 'sg-web', set: { env: 'prod' }, remove: ['x'] })).toEqual([
      '~ tag env=prod on sg-web',
      '- tag x on sg-web',
    ]);
  });

  test('so has each aim', () => {
    expect(sayAim(close(ssh))).toBe('no ingress tcp/22 0.0.0.0/0 (sgr-1)');
    expect(sayAim(close({ ...ssh, id: null }))).toBe('no ingress tcp/22 0.0.0.0/0');
    expect(sayAim(open(https))).toBe('ingress tcp/443 192.0.2.0/24');
    expect(sayAim(rewrite('sgr-1', ssh, was))).toBe(
      'ingress tcp/22 10.0.0.0/8 in place of ingress tcp/22 0.0.0.0/0 (sgr-1)',
    );
    expect(sayAim(entries)).toBe('entry 192.0.2.0/24, no entry 0.0.0.0/0');
    expect(sayAim(groups)).toBe('group sg-b, no group sg-a');
    expect(sayAim({ kind: 'tag', key: 'env', from: 'dev', to: 'prod' })).toBe('tag env=prod');
    expect(sayAim({ kind: 'tag', key: 'env', from: 'dev', to: null })).toBe('no tag env');
  });
});

describe('BM-5: what a read shows', () => {
  test('all that was meant, or what of it is left', () => {
    const intent = intentOf([close(ssh), open(https)]);
    expect(standsAsMeant(intent, liveGroup([https]))).toEqual({ met: true, left: [] });
    expect(standsAsMeant(intent, liveGroup([ssh]))).toEqual({
      met: false,
      left: ['no ingress tcp/22 0.0.0.0/0 (sgr-1)', 'ingress tcp/443 192.0.2.0/24'],
    });
    expect(standsAsMeant(intent, liveGroup([{ ...ssh, id: 'sgr-9' }, https]))).toEqual({
      met: false,
      left: ['no ingress tcp/22 0.0.0.0/0 (sgr-1) (`ingress tcp/22 0.0.0.0/0`: stands again as sgr-9)'],
    });
    expect(standsAsMeant(intent, { kind: 'group', group: null })).toEqual({ met: false, left: ['sg-web is gone'] });
  });

  test('what other rules permit all the same is said, with their ids', () => {
    const wide = ruleOf('ingress all 192.0.2.0/24', 'sgr-5');
    const other = ruleOf('ingress tcp/23 0.0.0.0/0', 'sgr-6');
    const out = ruleOf('egress tcp/22 0.0.0.0/0', 'sgr-7');
    const live = liveGroup([wide, other, out, { ...wide, id: null, protocol: 'tcp', ports: [20, 22] }]);
    expect(stillReachable(intentOf([close(ssh)]), live, {})).toEqual([
      'sgr-5 ingress all 192.0.2.0/24',
      'a rule without id ingress tcp/20-22 192.0.2.0/24',
    ]);
    expect(stillReachable(intentOf([rewrite('sgr-5', ssh, wide)]), liveGroup([wide]), {})).toEqual([]);
    expect(stillReachable(intentOf([rewrite('sgr-1', ssh, was)]), liveGroup([was, wide]), {})).toEqual([
      'sgr-5 ingress all 192.0.2.0/24',
    ]);
    expect(stillReachable(intentOf([open(ssh)]), live, {})).toEqual([]);
    expect(stillReachable(intentOf([close(ssh)]), list, {})).toEqual([]);
  });
});

describe('what a person types instead', () => {
  test('a rewrite back to a group of the same account names just that group', () => {
    const to = ruleOf('ingress tcp/22 sg-0aaa', 'sgr-1');
    const order = { ...head, call: 'rewrite', role: 'restore', group: 'sg-web', rules: [to], image: [to] } as const;
    expect(commandsOf(order)[0]).toContain('"ReferencedGroupId":"sg-0aaa"');
  });

  const typed = (order: object) => commandsOf({ ...head, group: 'sg-web', ...order } as Ec2Order);
  const authorize = (text: string, more: object = {}) =>
    typed({ call: 'authorize', direction: 'ingress', rules: [ruleOf(text)], ...more })[0]!.replace(
      /^.*--ip-permissions /,
      '',
    );

  test('each call of what is left, by what stands now', () => {
    const out = ruleOf('egress all 0.0.0.0/0', 'sgr-3');
    expect(
      byHand(intentOf([close(ssh), close(out), rewrite('sgr-4', https, was)]), liveGroup([ssh, out]), { image: [] }),
    ).toEqual([
      'aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-web --security-group-rule-ids sgr-1',
      'aws ec2 revoke-security-group-egress --region eu-west-1 --group-id sg-web --security-group-rule-ids sgr-3',
    ]);
    expect(byHand(intentOf([close(ssh)]), { kind: 'group', group: null }, { image: [] })).toEqual([]);
  });

  test('a rule is put back with its description and tags, one call for each', () => {
    const lines = typed({ call: 'authorize', direction: 'ingress', rules: [https, { ...was, tags: {} }] });
    expect(lines).toEqual([
      'aws ec2 authorize-security-group-ingress --region eu-west-1 --group-id sg-web --ip-permissions ' +
        `'[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"192.0.2.0/24","Description":"office"}]}]'` +
        ` --tag-specifications '[{"ResourceType":"security-group-rule","Tags":[{"Key":"Name","Value":"web"},{"Key":"a","Value":"b"}]}]'`,
      'aws ec2 authorize-security-group-ingress --region eu-west-1 --group-id sg-web --ip-permissions ' +
        `'[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8","Description":"ops'\\''` +
        ` own"}]}]'`,
    ]);
    const untagged = typed({ call: 'authorize', direction: 'egress', rules: [https], untagged: true })[0]!;
    expect(untagged).toMatch(/^aws ec2 authorize-security-group-egress .*"office"}]}]'$/);
  });

  test.each([
    ['ingress all ::/0', '[{"IpProtocol":"-1","Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]'],
    ['ingress tcp/22 sg-a', '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"UserIdGroupPairs":[{"GroupId":"sg-a"}]}]'],
    [
      'ingress tcp/22 222233334444/sg-a',
      '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"UserIdGroupPairs":[{"GroupId":"sg-a","UserId":"222233334444"}]}]',
    ],
    [
      'ingress tcp/22 ?/sg-a',
      '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"UserIdGroupPairs":[{"GroupId":"sg-a"}]}]',
    ],
    [
      'ingress udp/53-54 pl-1',
      '[{"IpProtocol":"udp","FromPort":53,"ToPort":54,"PrefixListIds":[{"PrefixListId":"pl-1"}]}]',
    ],
  ])('%s', (text, expected) => {
    expect(authorize(text)).toBe(`'${expected}'`);
  });

  test('a group that is known by name only is named', () => {
    const rule = { ...ruleOf('ingress all sg-x'), peer: { kind: 'group', value: 'name:web' } };
    expect(authorize('ingress all sg-x', { rules: [rule] })).toBe(
      `'[{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupName":"web"}]}]'`,
    );
  });

  test('a rewrite gives the whole rule', () => {
    const rules = [
      was,
      ruleOf('ingress all 222233334444/sg-a', 'sgr-2'),
      ruleOf('ingress all pl-1', 'sgr-3'),
      ruleOf('ingress all ::/0', 'sgr-4'),
    ];
    expect(typed({ call: 'rewrite', rules: rules.slice(1) })).toEqual([
      'aws ec2 modify-security-group-rules --region eu-west-1 --group-id sg-web --security-group-rules ' +
        `'[{"SecurityGroupRuleId":"sgr-2","SecurityGroupRule":{"IpProtocol":"-1","ReferencedGroupId":"sg-a"}},` +
        `{"SecurityGroupRuleId":"sgr-3","SecurityGroupRule":{"IpProtocol":"-1","PrefixListId":"pl-1"}},` +
        `{"SecurityGroupRuleId":"sgr-4","SecurityGroupRule":{"IpProtocol":"-1","CidrIpv6":"::/0"}}]'`,
    ]);
    expect(typed({ call: 'rewrite', rules: [{ ...was, description: 'x' }] })[0]).toContain(
      '{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv4":"10.0.0.0/8","Description":"x"}',
    );
  });

  test('lists, interfaces and tags', () => {
    const edit = { call: 'edit-list', list: 'pl-1', version: 4, add: [], remove: [] };
    const start = 'aws ec2 modify-managed-prefix-list --region eu-west-1 --prefix-list-id pl-1 --current-version 4';
    expect(
      typed({
        ...edit,
        add: [
          { cidr: '192.0.2.0/24', description: 'x' },
          { cidr: '198.51.100.0/24', description: null },
        ],
      }),
    ).toEqual([`${start} --add-entries '[{"Cidr":"192.0.2.0/24","Description":"x"},{"Cidr":"198.51.100.0/24"}]'`]);
    expect(typed({ ...edit, remove: ['0.0.0.0/0'] })).toEqual([`${start} --remove-entries '[{"Cidr":"0.0.0.0/0"}]'`]);
    expect(typed({ call: 'set-groups', interface: 'eni-1', groups: ['sg-a', 'sg-b'] })).toEqual([
      'aws ec2 modify-network-interface-attribute --region eu-west-1 --network-interface-id eni-1 --groups sg-a sg-b',
    ]);
    const tags = { call: 'set-tags', resource: 'sg-web', set: {}, remove: [] };
    expect(typed({ ...tags, set: { env: 'prod' } })).toEqual([
      `aws ec2 create-tags --region eu-west-1 --resources sg-web --tags '[{"Key":"env","Value":"prod"}]'`,
    ]);
    expect(typed({ ...tags, remove: ['x'] })).toEqual([
      `aws ec2 delete-tags --region eu-west-1 --resources sg-web --tags '[{"Key":"x"}]'`,
    ]);
  });

  test('R92 scenario 24: what ends the drift in Terraform, for each new rule that stands', () => {
    const rules = [ruleOf('ingress tcp/22 ::/0', 'sgr-new'), ruleOf('egress tcp/22 ::/0', 'sgr-out')];
    expect(importCommands({ 'sgr-1': 'sgr-new', 'sgr-2': 'sgr-out', 'sgr-3': 'sgr-gone' }, rules)).toEqual([
      "terraform state rm 'aws_vpc_security_group_ingress_rule.<name of sgr-1>'",
      "terraform import 'aws_vpc_security_group_ingress_rule.<name of sgr-1>' sgr-new",
      "terraform state rm 'aws_vpc_security_group_egress_rule.<name of sgr-2>'",
      "terraform import 'aws_vpc_security_group_egress_rule.<name of sgr-2>' sgr-out",
    ]);
  });
});

describe('what a rule permits, as text', () => {
  test.each([
    ['ingress tcp/22 0.0.0.0/0', ssh],
    ['egress all ::/0', ruleOf('egress all ::/0')],
    ['ingress icmp/8/* sg-a', { ...ruleOf('ingress all sg-a'), protocol: 'icmp', ports: [8, -1] as const }],
    ['ingress proto/47 pl-1', { ...ruleOf('ingress all pl-1'), protocol: '47' }],
  ])('%s', (text, rule) => {
    expect(tupleText(rule)).toBe(text);
  });

  test('neither id nor description counts; everything else does', () => {
    expect(sameTuple(ssh, ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-9', { description: 'x' }))).toBe(true);
    expect(sameTuple(ruleOf('egress all ::/0'), ruleOf('egress all ::/0'))).toBe(true);
    const others = [
      'egress tcp/22 0.0.0.0/0',
      'ingress udp/22 0.0.0.0/0',
      'ingress tcp/21-22 0.0.0.0/0',
      'ingress tcp/22-23 0.0.0.0/0',
      'ingress tcp/22 0.0.0.0/1',
      'ingress tcp 0.0.0.0/0',
    ];
    for (const other of others) expect(sameTuple(ssh, ruleOf(other)), other).toBe(false);
    expect(sameTuple(ssh, { ...ssh, peer: { kind: 'group', value: ssh.peer.value } })).toBe(false);
  });
});
