import { addVpc } from '../../../src/aws/model/calls/vpcs.ts';
import { takeId, takeIds } from '../../../src/aws/model/ids.ts';
import { type Ec2State, emptyState, type HeldRule, type Tags, withHeld } from '../../../src/aws/model/state.ts';
import type { Tuple } from '../../../src/core/group/rule.ts';

export const account = '111122223333';
export const region = 'eu-west-1';
export const site = { account, region };

/** What stands when a history begins, by the names that its story uses. */
export interface Estate {
  readonly state: Ec2State;
  readonly groups: Readonly<Record<'web' | 'data' | 'old' | 'dev', string>>;
  readonly list: string;
  readonly interface: string;
}

/** A rule by its parts: `tcp/443`, `icmp/8`, `-1`, and where from. */
export function tupleOf(service: string, peer: string): Tuple {
  const [protocol = '-1', range] = service.split('/');
  const [from, to = from] = (range ?? '').split('-').map(Number);
  const kind = peer.startsWith('sg-')
    ? 'group'
    : peer.startsWith('pl-')
      ? 'list'
      : peer.includes(':')
        ? 'ipv6'
        : 'ipv4';
  const ports = range === undefined ? null : protocol === 'icmp' ? ([from!, -1] as const) : ([from!, to!] as const);
  return { direction: 'ingress', protocol, ports, peer: { kind, value: peer } };
}

/** A production VPC with two groups, a default VPC with an old one, a group for development, a list, an interface. */
export function startingEstate(): Estate {
  let state = emptyState(account, region);
  const of = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: true, tags: {} };
  const [one, vpc] = addVpc(state, { ...of, isDefault: false });
  const [two, plain] = addVpc(one, { ...of, isDefault: true });
  state = two;
  const [list, three] = takeId(state, 'pl');
  state = withHeld(three, 'lists', {
    ...{ id: list, name: 'partners', family: 'IPv4' as const, maxEntries: 5, doing: 'create' as const, settlesAt: 0 },
    ...{ versions: [[{ cidr: '192.0.2.0/24', description: 'partner' }]], versionBefore: 0, failure: null, tags: {} },
  });
  const make = (name: string, inside: string, tags: Tags, rules: readonly Tuple[]): string => {
    const [id, next] = takeId(state, 'sg');
    const [ids, after] = takeIds(next, 'sgr', rules.length);
    const held = rules.map((rule, n): HeldRule => ({ id: ids[n]!, ...rule, description: `rule ${n}`, tags: {} }));
    state = withHeld(after, 'groups', { id, name, description: name, vpc: inside, tags, rules: held });
    return id;
  };
  const prod = { env: 'prod', owner: 'shop' };
  const web = make('web', vpc.id, prod, [tupleOf('tcp/443', '203.0.113.0/28'), tupleOf('tcp/80', '0.0.0.0/0')]);
  const data = make('data', vpc.id, prod, [tupleOf('tcp/5432', web), tupleOf('tcp/3306', list)]);
  const old = make('old', plain.id, prod, [tupleOf('tcp/443', '203.0.113.0/28'), tupleOf('icmp/8', '10.1.0.0/16')]);
  const dev = make('dev', vpc.id, { env: 'dev', owner: 'lab' }, [tupleOf('tcp/8080', '10.1.0.0/16')]);
  const [eni, last] = takeId(state, 'eni');
  state = withHeld(last, 'interfaces', {
    ...{ id: eni, subnet: vpc.subnet, vpc: vpc.id, description: 'of the shop', groups: [web], address: '10.0.0.9' },
    ...{ publicAddress: null, instance: null, requester: account, sourceDestCheck: true, tags: {} },
  });
  return { state, groups: { web, data, old, dev }, list, interface: eni };
}
