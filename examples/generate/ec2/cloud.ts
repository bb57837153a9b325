import type { Site } from '../organisation.ts';
import type { Random } from '../seeded.ts';
import { allTraffic, cidr, type Peer, type Permission } from './permission.ts';

export type Direction = 'Ingress' | 'Egress';

/** One rule of a group as EC2 keeps it: one peer, one port range. A Modify changes it in place. */
export interface Rule {
  readonly id: string;
  readonly direction: Direction;
  protocol: Permission['protocol'];
  from: number;
  to: number;
  peer: Peer;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly site: Site;
  readonly vpc: string;
  readonly owner: string;
  readonly tags: Map<string, string>;
  readonly rules: Rule[];
}

export interface PrefixList {
  readonly id: string;
  readonly name: string;
  readonly site: Site;
  readonly maxEntries: number;
  readonly entries: Map<string, string>;
  version: number;
}

/** A network interface and what it belongs to. */
export interface Interface {
  readonly id: string;
  readonly site: Site;
  readonly vpc: string;
  readonly subnet: string;
  /** `i-…`, `rds:shop-orders`, `alb:shop`, `lambda:thumbnails`. */
  readonly of: string;
  readonly privateIp: string;
  readonly publicIp: string | null;
  readonly mac: string;
  groups: readonly Group[];
}

/** What EC2 remembers: enough to refuse what it refuses, to answer with rule ids, and to print a snapshot. */
export class Cloud {
  readonly groups: Group[] = [];
  readonly lists: PrefixList[] = [];
  readonly interfaces: Interface[] = [];
  readonly #hosts = new Map<string, number>();
  #public = 20;

  /** The group of a name at a site; names are unique among the groups of the story. */
  group(site: Site, name: string): Group {
    const found = this.groups.find((group) => group.site === site && group.name === name);
    if (found === undefined) throw new Error(`expected a group \`${name}\` at \`${site.key}\`, found none`);
    return found;
  }

  list(site: Site, name: string): PrefixList {
    const found = this.lists.find((list) => list.site === site && list.name === name);
    if (found === undefined) throw new Error(`expected a prefix list \`${name}\` at \`${site.key}\`, found none`);
    return found;
  }

  /** A group with the egress rule that EC2 gives it unasked. */
  addGroup(random: Random, site: Site, shape: GroupShape): Group {
    const { name, description, tags = {}, vpc = site.vpc } = shape;
    const owner = site.account.id;
    const id = random.resource('sg');
    const group: Group = { id, name, description, site, vpc, owner, tags: new Map(Object.entries(tags)), rules: [] };
    this.groups.push(group);
    this.addRules(random, group, 'Egress', [allTraffic(cidr('0.0.0.0/0'))]);
    return group;
  }

  removeGroup(group: Group): void {
    this.groups.splice(this.groups.indexOf(group), 1);
  }

  /** Tells whether EC2 would refuse to delete a group, because a rule names it or an interface has it. */
  isHeld(group: Group): boolean {
    const named = this.groups.some(
      (other) => other !== group && other.rules.some((rule) => rule.peer.value === group.id),
    );
    return named || this.interfaces.some((one) => one.groups.includes(group));
  }

  addRules(random: Random, group: Group, direction: Direction, permissions: readonly Permission[]): Rule[] {
    const added = spread(direction, permissions).map((rule): Rule => ({ id: random.resource('sgr'), ...rule }));
    group.rules.push(...added);
    return added;
  }

  addInterface(random: Random, site: Site, shape: InterfaceShape): Interface {
    const host = (this.#hosts.get(site.key) ?? 9) + 1;
    this.#hosts.set(site.key, host);
    const subnet = site.subnets[host % 2]!;
    const { of, groups, vpc = site.vpc } = shape;
    const privateIp = `${site.net}.${host % 2}.${host}`;
    const publicIp = shape.isPublic ? `192.0.2.${this.#public++}` : null;
    const mac = `00:00:5e:00:53:${(host % 256).toString(16).padStart(2, '0')}`;
    const one: Interface = { id: random.resource('eni'), site, vpc, subnet, of, privateIp, publicIp, mac, groups };
    this.interfaces.push(one);
    return one;
  }

  /** The interfaces of an instance, database, load balancer or function. */
  interfacesOf(of: string): readonly Interface[] {
    return this.interfaces.filter((one) => one.of === of);
  }
}

export interface GroupShape {
  readonly name: string;
  readonly description: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly vpc?: string;
}

export interface InterfaceShape {
  readonly of: string;
  readonly groups: readonly Group[];
  readonly isPublic?: boolean;
  readonly vpc?: string;
}

/** The rules that permissions stand for: one for each peer. */
export function spread(direction: Direction, permissions: readonly Permission[]): Omit<Rule, 'id'>[] {
  return permissions.flatMap(({ protocol, from, to, peers }) =>
    peers.map((peer) => ({ direction, protocol, from, to, peer })),
  );
}

/** What makes two rules of a group the same to EC2: everything but id and description. */
export function tuple({ direction, protocol, from, to, peer }: Omit<Rule, 'id'>): string {
  return [direction, protocol, from, to, peer.value].join(' ');
}
