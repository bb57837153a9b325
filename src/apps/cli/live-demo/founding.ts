import { addVpc } from '../../../aws/model/calls/vpcs.ts';
import { takeId, takeIds } from '../../../aws/model/ids.ts';
import { type Ec2State, emptyState, type HeldRule, type Tags, withHeld } from '../../../aws/model/state.ts';

/** Where the story happens: documentation's account numbers (AWS, "Documentation example accounts"). */
export const places = {
  prod: { account: '111122223333', region: 'eu-west-1' },
  dev: { account: '444455556666', region: 'eu-west-1' },
} as const;

/** How many tasks of the batch service Terraform lets in, one rule each. */
export const workers = 40;

/** The address of a worker of the batch service. */
export function workerAddress(n: number): string {
  return `192.0.2.${n}/32`;
}

/** What stands before the story begins, one estate for each place. */
export function foundEstate(): readonly Ec2State[] {
  const batch = Array.from({ length: workers }, (_, n) => [8443, workerAddress(n + 1)] as const);
  return [
    withGroups(places.prod, [
      {
        name: 'prod-web',
        tags: tagsOf('prod', 'payments'),
        open: [
          [80, '0.0.0.0/0'],
          [22, '203.0.113.0/24'],
        ],
      },
      { name: 'prod-db', tags: { ...tagsOf('prod', 'payments'), data: 'pii' }, open: [[5432, '10.0.0.0/16']] },
      { name: 'prod-batch', tags: { ...tagsOf('prod', 'risk'), protected: 'yes' }, open: batch },
      { name: 'prod-api', tags: tagsOf('prod', 'payments'), open: [[443, '0.0.0.0/0']] },
      {
        name: 'prod-edge',
        tags: { ...tagsOf('prod', 'platform'), protected: 'yes' },
        open: [[9100, '203.0.113.200/32']],
      },
    ]),
    withGroups(places.dev, [
      { name: 'dev-tools', tags: tagsOf('dev', 'platform'), open: [[443, '203.0.113.0/24']] },
      { name: 'dev-lab', tags: tagsOf('dev', 'research'), open: [[443, '203.0.113.0/24']] },
    ]),
  ];
}

function tagsOf(env: string, owner: string): Tags {
  return { env, owner };
}

interface Founded {
  readonly name: string;
  readonly tags: Tags;
  /** Open TCP ports, each with whom it is open to. */
  readonly open: readonly (readonly [port: number, cidr: string])[];
}

function withGroups(
  place: { readonly account: string; readonly region: string },
  groups: readonly Founded[],
): Ec2State {
  const vpc = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, isDefault: false, tags: {} };
  const [founded, { id: vpcId }] = addVpc(emptyState(place.account, place.region), vpc);
  return groups.reduce((state, { name, tags, open }) => {
    const [id, one] = takeId(state, 'sg');
    const [ids, two] = takeIds(one, 'sgr', open.length);
    const rules = open.map(([port, value], at): HeldRule => {
      const peer = { kind: 'ipv4', value } as const;
      return {
        id: ids[at]!,
        direction: 'ingress',
        protocol: 'tcp',
        ports: [port, port],
        peer,
        description: null,
        tags: {},
      };
    });
    return withHeld(two, 'groups', { id, name, description: name, vpc: vpcId, tags, rules });
  }, founded);
}
