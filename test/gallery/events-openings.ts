import { rule } from '../builders/world.ts';
import { authorizes, item, v4, v6 } from './calls.ts';
import type { EventCase } from './case.ts';
import { type Label, wholeIpv4, wholeIpv6 } from './labels.ts';

const anywhere = '0.0.0.0/0';
const inRange = 'A range of ports permits every port in it; SSH is TCP port 22.';
const allItems = 'A call makes a rule of every source of every item, and all of them or none.';
const everything: readonly Label[] = [
  ...wholeIpv4,
  ...(['rdp-open', 'database-exposed', 'all-traffic', 'tunnel-open', 'ping-open', 'dns-open'] as const),
];

/** Rules that come, in every shape that a call may have. */
export const openings: readonly EventCase[] = [
  {
    name: 'tcp 20-30',
    scenario: '4',
    act: ({ group }) => group.opens('tcp', [20, 30], anywhere),
    decides: inRange,
    source: 'IANA ports',
    others: 'Both the self-healing Lambda and cds-snc’s function ignore such ranges [run]',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'protocol "6" with port 22',
    scenario: '4',
    act: ({ group }) => group.opens('6', 22, anywhere),
    decides: 'Protocols may be given by number; 6 is TCP.',
    source: 'IANA protocols',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'every UDP port',
    scenario: '4',
    act: ({ group }) => group.opens('udp', [0, 65535], anywhere),
    decides: 'SSH runs over TCP; a rule for another protocol does not permit it. (RDP has UDP port 3389 too.)',
    source: 'RFC 4251',
    expected: { ruling: 'breach', breach: ['dns-open', 'rdp-open'] },
  },
  {
    name: 'an item without ports: all traffic',
    scenario: '13',
    act: (scene) =>
      authorizes(scene, { groupId: scene.group.id, ipPermissions: { items: [item(null, v4(anywhere), '-1')] } }, [
        { protocol: '-1', ports: [-1, -1], cidr: anywhere },
      ]),
    decides: '-1 stands for all protocols, and then for all ports. (No record tells what the group is on.)',
    source: 'EC2 IpPermission',
    others: 'cds-snc’s function crashes on an item without ports [run]',
    expected: { ruling: 'breach', breach: everything, maybe: ['rds-strangers'] },
  },
  {
    name: 'the record of the attack simulation: flat, with 208.236.235.254/0',
    scenario: '10',
    act: (scene) =>
      authorizes(
        scene,
        {
          groupId: scene.group.id,
          ipPermissions: {},
          ...{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '208.236.235.254/0' },
        },
        [{ cidr: '208.236.235.254/0' }],
      ),
    decides: 'A CIDR is taken in its canonical form: bits beyond the prefix do not count.',
    source: 'EC2 AuthorizeSecurityGroupIngress',
    others: 'Elastic’s ingress rule and Tailpipe’s "allow all" miss the flat form; cds-snc’s function crashes [run]',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'one item, IPv4 benign, IPv6 ::/0',
    scenario: '13, BM-6',
    act: (scene) =>
      authorizes(
        scene,
        {
          groupId: scene.group.id,
          ipPermissions: { items: [item([22, 22], { ...v4('10.0.0.0/8'), ...v6('::/0') })] },
        },
        [{ cidr: '10.0.0.0/8' }, { cidr: '::/0' }],
      ),
    decides: allItems,
    source: 'EC2 AuthorizeSecurityGroupIngress',
    others: 'Of an item with both families cds-snc’s function takes back one and mails success [run]',
    expected: { ruling: 'breach', breach: wholeIpv6 },
  },
  {
    name: 'two items, the second bad',
    scenario: '13, BM-1',
    act: (scene) =>
      authorizes(
        scene,
        {
          groupId: scene.group.id,
          ipPermissions: { items: [item([443, 443], v4('10.0.0.0/8')), item([22, 22], v4(anywhere))] },
        },
        [{ ports: [443, 443], cidr: '10.0.0.0/8' }, { cidr: anywhere }],
      ),
    decides: allItems,
    source: 'EC2 AuthorizeSecurityGroupIngress',
    others: 'The self-healing Lambda reads the first item only [run]',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'one item, the second range bad',
    scenario: '13, BM-1',
    act: (scene) =>
      authorizes(
        scene,
        { groupId: scene.group.id, ipPermissions: { items: [item([22, 22], v4('10.0.0.0/8', anywhere))] } },
        [{ cidr: '10.0.0.0/8' }, { cidr: anywhere }],
      ),
    decides: allItems,
    source: 'EC2 AuthorizeSecurityGroupIngress',
    others: 'The self-healing Lambda reads the first range only [run]',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'the group by its name only',
    scenario: '13',
    act: (scene) =>
      authorizes(scene, { groupName: scene.group.name, ipPermissions: { items: [item([22, 22], v4(anywhere))] } }, [
        { cidr: anywhere },
      ]),
    decides: 'In a default VPC a call may name the group by its name; the answer gives the id.',
    source: 'EC2 AuthorizeSecurityGroupIngress',
    others: 'c7n’s issue on it is open since 2018 (#2134); the self-healing Lambda calls it safe [run]',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'two hundred rules in one call, one of them bad',
    scenario: '14',
    act: ({ group }) =>
      group.does(
        'authorize',
        ...Array.from({ length: 199 }, (_, i) => rule('tcp', 443, `203.0.113.${i}/32`)),
        rule('tcp', 22, anywhere),
      ),
    decides: allItems,
    source: 'EC2 AuthorizeSecurityGroupIngress',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
];
