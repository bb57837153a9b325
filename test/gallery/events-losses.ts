import { rule } from '../builders/world.ts';
import type { EventCase } from './case.ts';
import { wholeIpv4 } from './labels.ts';

const anywhere = '0.0.0.0/0';
const day = 86_400;
const onlyPermit = 'Rules only permit: what another rule permits still, is not lost.';
const inPlace = 'The call replaces protocol, ports and source of the rule; its record holds the new values only.';

/** Rules that go or are rewritten. */
export const losses: readonly EventCase[] = [
  {
    name: 'a narrow rule goes from under a wide one',
    scenario: '5',
    group: { tags: { protected: 'yes' } },
    before: ({ group }) => group.does('authorize', rule('tcp', 443, '10.0.0.0/8'), rule('tcp', 443, '10.20.0.0/16')),
    act: ({ group }) => group.closes('tcp', 443, '10.20.0.0/16'),
    decides: onlyPermit,
    source: 'VPC security group rules',
    expected: { ruling: 'clear' },
  },
  {
    name: 'the wide rule goes, the narrow one stays',
    scenario: '5, R20',
    group: { tags: { protected: 'yes' } },
    before: ({ group }) => group.does('authorize', rule('tcp', 443, '10.0.0.0/8'), rule('tcp', 443, '10.20.0.0/16')),
    act: ({ group }) => group.closes('tcp', 443, '10.0.0.0/8'),
    decides: 'All of 10.0.0.0/8 but 10.20.0.0/16 can no longer come in.',
    source: 'EC2 RevokeSecurityGroupIngress',
    others: 'Only Firewall Manager’s common policy brings back rules that were removed; c7n’s patch does in part',
    expected: { ruling: 'breach', breach: ['protected-lost'], severity: 'high' },
  },
  {
    name: 'the same in a group that is not protected',
    scenario: 'R20',
    before: ({ group }) => group.opens('tcp', 443, '10.0.0.0/8'),
    act: ({ group }) => group.closes('tcp', 443, '10.0.0.0/8'),
    decides: 'The check asks about groups tagged as protected.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a protected group is deleted',
    scenario: 'R20',
    group: { tags: { protected: 'yes' } },
    before: ({ group }) => group.opens('tcp', 443, '10.0.0.0/8'),
    act: ({ group }) => group.ends(),
    decides: 'With the group all of its rules go.',
    source: 'VPC security groups',
    expected: { ruling: 'breach', breach: ['protected-lost'] },
  },
  {
    name: 'a protected rule goes by its id',
    scenario: 'R20',
    group: { tags: { protected: 'yes' } },
    before: ({ group }) => group.opens('tcp', 443, '10.0.0.0/8'),
    act: ({ group }, [id]) => group.closesById('ingress', id!),
    decides: 'A call may name the rules that it removes by their ids.',
    source: 'EC2 RevokeSecurityGroupIngress',
    expected: { ruling: 'breach', breach: ['protected-lost'] },
  },
  {
    name: 'one rule goes and another brings the same in the same second',
    scenario: 'R20, BM-13',
    group: { tags: { protected: 'yes' } },
    net: true,
    before: ({ world, group }) => {
      group.opens('tcp', 443, '10.0.0.0/8');
      world.wait(day);
    },
    act: ({ world, group }) => {
      world.pace = 0;
      group.closes('tcp', 443, '10.0.0.0/8');
      group.opens('tcp', [443, 444], '10.0.0.0/8');
    },
    decides: onlyPermit,
    source: 'VPC security group rules',
    others: 'Terraform once revoked and authorized all rules of a group for one change (provider #4726)',
    expected: { ruling: 'clear' },
  },
  {
    name: 'only a description changes, in a frozen and protected group',
    scenario: '17, BM-15',
    group: { tags: { frozen: 'yes', protected: 'yes' } },
    before: ({ group }) => group.opens('tcp', 443, '10.0.0.0/8'),
    act: ({ group }) => group.does('describe', { ...rule('tcp', 443, '10.0.0.0/8'), description: 'from inside' }),
    decides: 'The call replaces the description of a rule and nothing else.',
    source: 'EC2 UpdateSecurityGroupRuleDescriptions',
    others: 'A description on a baseline rule switches the aws-config-rules sample off',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a rule is rewritten from 10.0.0.0/8 to 0.0.0.0/0',
    scenario: '11, BM-7',
    before: ({ group }) => group.opens('tcp', 22, '10.0.0.0/8'),
    act: ({ group }, [id]) => group.rewrites(id!, 'tcp', 22, anywhere),
    decides: inPlace,
    source: 'EC2 ModifySecurityGroupRules',
    others: 'Panther, Sigma, Datadog and Splunk content never mentions the call; c7n’s example has it since 2024',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'only the port is rewritten, from 443 to 22',
    scenario: '11',
    before: ({ group }) => group.opens('tcp', 443, anywhere),
    act: ({ group }, [id]) => group.rewrites(id!, 'tcp', 22, anywhere),
    decides: inPlace,
    source: 'EC2 ModifySecurityGroupRules',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'a protected rule is rewritten narrower',
    scenario: '11, R20',
    group: { tags: { protected: 'yes' } },
    before: ({ group }) => group.opens('tcp', 443, '10.0.0.0/8'),
    act: ({ group }, [id]) => group.rewrites(id!, 'tcp', 443, '10.1.0.0/16'),
    decides: inPlace,
    source: 'EC2 ModifySecurityGroupRules',
    expected: { ruling: 'breach', breach: ['protected-lost'] },
  },
  {
    name: 'a protected rule is rewritten wider',
    scenario: '11',
    group: { tags: { protected: 'yes' } },
    before: ({ group }) => group.opens('tcp', 443, '10.1.0.0/16'),
    act: ({ group }, [id]) => group.rewrites(id!, 'tcp', 443, '10.0.0.0/8'),
    decides: 'The new range holds the old one: nothing is lost.',
    source: 'EC2 ModifySecurityGroupRules',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a protected group loses egress',
    scenario: 'R20',
    group: { tags: { protected: 'yes' } },
    before: () => undefined,
    act: ({ group }) => group.closes('-1', null, anywhere, 'egress'),
    decides: 'What a group may talk to is reach as well.',
    source: 'VPC security groups',
    expected: { ruling: 'breach', breach: ['protected-lost'] },
  },
];
