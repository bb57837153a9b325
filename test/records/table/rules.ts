import { group, ids, rule, ruleId, rules, type Table } from '../expected.ts';

const web = group(ids.web);
const old = group(ids.old);
const unknown = rule('add ingress');

/** Calls that add rules. */
const added: Table = {
  AuthorizeSecurityGroupIngress: {
    changes: [rules('rules-added', web, rule('add ingress tcp 22..22 203.0.113.10/32', ruleId(1)))],
  },
  'AuthorizeSecurityGroupIngress.2014': {
    changes: [rules('rules-added', group(null, 'windows'), rule('add ingress tcp 3389..3389 0.0.0.0/0'))],
  },
  'AuthorizeSecurityGroupIngress.2017-load-balancer': {
    changes: [rules('rules-added', old, rule('add ingress tcp 8080..8080 amazon-elb/amazon-elb-sg'))],
  },
  'AuthorizeSecurityGroupIngress.2021': {
    changes: [rules('rules-added', web, rule('add ingress tcp 443..443 192.0.2.0/24', ruleId(2), 'office'))],
  },
  'AuthorizeSecurityGroupIngress.flat': {
    changes: [rules('rules-added', web, rule('add ingress tcp 22..22 0.0.0.0/0', ruleId(3)))],
  },
  'AuthorizeSecurityGroupIngress.flat-group': {
    changes: [
      rules(
        'rules-added',
        group(null, 'worker'),
        rule('add ingress icmp -1..-1 444455556666/name:bastion'),
        rule('add ingress tcp 0..65535 444455556666/name:bastion'),
        rule('add ingress udp 0..65535 444455556666/name:bastion'),
      ),
    ],
  },
  'AuthorizeSecurityGroupIngress.mixed': {
    changes: [
      rules(
        'rules-added',
        web,
        rule('add ingress icmp 8..-1 198.51.100.0/24', ruleId(15)),
        rule('add ingress tcp 22..22 192.0.2.0/24', ruleId(10)),
        rule('add ingress tcp 22..22 0.0.0.0/0', ruleId(11)),
        rule('add ingress tcp 22..22 ::/0', ruleId(12)),
        rule(`add ingress tcp 5432..5432 ${ids.app}`, ruleId(13)),
        rule(`add ingress tcp 5432..5432 444455556666/${ids.db}`, ruleId(16)),
        rule(`add ingress tcp 5432..5432 ${ids.list}`, ruleId(14), 'partners'),
      ),
    ],
  },
  'AuthorizeSecurityGroupIngress.mixed-2019': {
    changes: [
      rules(
        'rules-added',
        old,
        rule('add ingress tcp 22..22 192.0.2.0/24'),
        rule('add ingress tcp 22..22 0.0.0.0/0', null, 'temporary'),
        rule('add ingress tcp 22..22 2001:db8::/32'),
        rule(`add ingress tcp 443..443 ${ids.list}`),
        rule('add ingress tcp 443..443 name:proxy'),
        rule(`add ingress -1 - ${ids.old}`),
      ),
    ],
  },
  'AuthorizeSecurityGroupIngress.other-account': {
    changes: [rules('rules-added', web, rule(`add ingress tcp 8443..8443 444455556666/${ids.app}`, ruleId(20)))],
  },
  'AuthorizeSecurityGroupIngress.shared-group': {
    changes: [rules('rules-added', web, rule(`add ingress tcp 443..443 111122223333/${ids.app}`, ruleId(21)))],
  },
  'AuthorizeSecurityGroupIngress.denied': {
    result: 'failed',
    changes: [rules('rules-added', web, rule('add ingress tcp 22..22 0.0.0.0/0'))],
  },
  'AuthorizeSecurityGroupIngress.denied-null': { result: 'failed', changes: [rules('rules-added', group(null))] },
  'AuthorizeSecurityGroupIngress.dry-run': {
    result: 'dry-run',
    changes: [rules('rules-added', web, rule('add ingress tcp 22..22 203.0.113.0/24'))],
  },
  'AuthorizeSecurityGroupIngress.duplicate': {
    result: 'failed',
    changes: [rules('rules-added', web, rule('add ingress tcp 443..443 0.0.0.0/0'))],
  },
  'AuthorizeSecurityGroupIngress.cut': {
    changes: [rules('rules-added', web, unknown)],
    unreadable: [
      'AuthorizeSecurityGroupIngress: content lost: its parameters are `{"groupId":"sg-0a1b2c3d4e5f60001","ipPe…`; read the group itself',
    ],
  },
  'AuthorizeSecurityGroupIngress.cut-request': {
    changes: [rules('rules-added', web, rule('add ingress tcp 443..443 192.0.2.1/32', ruleId(22)))],
  },
  'AuthorizeSecurityGroupIngress.arrays': {
    changes: [
      rules(
        'rules-added',
        web,
        rule('add ingress tcp 443..443 0.0.0.0/0'),
        rule('add ingress tcp 443..443 ::/0'),
        rule(`add ingress tcp 443..443 ${ids.app}`),
      ),
    ],
  },
  AuthorizeSecurityGroupEgress: {
    changes: [
      rules(
        'rules-added',
        web,
        rule('add egress -1 - 0.0.0.0/0', ruleId(30)),
        rule('add egress -1 - ::/0', ruleId(31)),
      ),
    ],
  },
  'AuthorizeSecurityGroupEgress.2019': {
    changes: [rules('rules-added', old, rule('add egress -1 - 0.0.0.0/0'))],
  },
};

/** Calls that remove rules. */
const removed: Table = {
  RevokeSecurityGroupIngress: {
    changes: [rules('rules-removed', web, rule('remove ingress tcp 22..22 0.0.0.0/0', ruleId(3)))],
  },
  'RevokeSecurityGroupIngress.2019': {
    changes: [
      rules(
        'rules-removed',
        old,
        rule('remove ingress udp 53..53 192.0.2.53/32'),
        rule('remove ingress udp 53..53 2001:db8::35/128'),
      ),
    ],
  },
  'RevokeSecurityGroupIngress.flat': {
    changes: [rules('rules-removed', web, rule('remove ingress tcp 22..22 0.0.0.0/0'))],
  },
  'RevokeSecurityGroupIngress.by-id': {
    changes: [rules('rules-removed', web, rule('remove ingress', ruleId(1)), rule('remove ingress', ruleId(2)))],
  },
  'RevokeSecurityGroupIngress.by-id-2026': {
    changes: [rules('rules-removed', web, rule(`remove ingress tcp 5432..5432 ${ids.app}`, ruleId(13)))],
  },
  'RevokeSecurityGroupIngress.unknown': {
    changes: [rules('rules-removed', old, rule('remove ingress tcp 22..22 192.0.2.0/24'))],
  },
  RevokeSecurityGroupEgress: {
    changes: [rules('rules-removed', web, rule('remove egress -1 - 0.0.0.0/0', ruleId(30)))],
  },
  'RevokeSecurityGroupEgress.not-found': {
    result: 'failed',
    changes: [rules('rules-removed', web, rule('remove egress -1 - ::/0'))],
  },
};

/** Calls that rewrite or describe rules. */
const rewritten: Table = {
  ModifySecurityGroupRules: {
    changes: [rules('rules-modified', web, rule('after ? tcp 22..22 0.0.0.0/0', ruleId(1)))],
  },
  'ModifySecurityGroupRules.several': {
    changes: [
      rules(
        'rules-modified',
        web,
        rule('after ? tcp 22..22 192.0.2.0/25', ruleId(10), 'half'),
        rule('after ? tcp 22..23 2001:db8::/32', ruleId(12)),
        rule(`after ? tcp 5432..5432 ${ids.list}`, ruleId(14)),
        rule(`after ? -1 - ${ids.app}`, ruleId(13)),
      ),
    ],
  },
  'ModifySecurityGroupRules.typed': {
    changes: [rules('rules-modified', web, rule('after ? tcp 443..443 192.0.2.0/24', ruleId(2), '12345'))],
  },
  'ModifySecurityGroupRules.duplicate': {
    result: 'failed',
    changes: [rules('rules-modified', web, rule('after ? tcp 443..443 192.0.2.0/24', ruleId(1)))],
  },
  'ModifySecurityGroupRules.empty': {
    changes: [rules('rules-modified', group(null), rule('after ?'))],
    unreadable: ['ModifySecurityGroupRules: content lost: its parameters name no rule; read the group itself'],
  },
  UpdateSecurityGroupRuleDescriptionsIngress: {
    changes: [rules('described', web, rule('after ingress tcp 443..443 192.0.2.0/24', null, 'head office'))],
  },
  'UpdateSecurityGroupRuleDescriptionsIngress.by-id': {
    changes: [rules('described', web, rule('after ingress', ruleId(2), 'head office'))],
  },
  UpdateSecurityGroupRuleDescriptionsEgress: {
    changes: [
      rules('described', web, rule('after egress', ruleId(30), 'all out'), rule('after egress', ruleId(31), 'true')),
    ],
  },
  'UpdateSecurityGroupRuleDescriptionsEgress.by-content': {
    changes: [
      rules(
        'described',
        web,
        rule('after egress -1 - 0.0.0.0/0', null, 'v4 out'),
        rule('after egress -1 - ::/0', null, 'v6 out'),
      ),
    ],
  },
};

/** What the records of rules must tell. */
export const ruleRecords: Table = { ...added, ...removed, ...rewritten };
