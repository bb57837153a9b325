import type { Cloud } from '../../examples/generate/ec2/cloud.ts';
import { allTraffic, cidr, type Permission, peerGroup, peerList, tcp } from '../../examples/generate/ec2/permission.ts';
import { type Site, sites } from '../../examples/generate/organisation.ts';
import type { Random } from '../../examples/generate/seeded.ts';
import { publicAddress, publicNetwork, type Shop, type Target } from './shop.ts';

export const world = cidr('0.0.0.0/0');

/** The shared load-balancer group and the node group of each cluster, by site. */
export const clusterGroups = { traffic: 'k8s-traffic-main', nodes: 'eks-nodes-main' } as const;

/** Groups that nobody remembers: the first is wide open, and on nothing. */
export const forgotten = { open: 'migration-2019', narrow: 'launch-wizard-3' } as const;

export const partners = 'partners';

/** Ranges of a delivery network. */
export type Ranges = readonly string[];

/** Sets up what stands before the week begins. */
export function foundShop(shop: Shop, ranges: Ranges, cloud: Cloud, random: Random): void {
  for (const site of sites) {
    const group = cloud.addGroup(random, site, { name: 'default', description: 'default VPC security group' });
    cloud.addRules(random, group, 'Ingress', [allTraffic(peerGroup(group))]);
  }
  foundLists(shop, cloud, random);
  for (const target of shop.targets) foundTarget(shop, target, ranges, cloud, random);
  for (const site of [shop.sites.prod, shop.sites.stage]) foundCluster(shop, site, cloud, random);
  foundForgotten(shop, cloud, random);
}

/** The ranges of the delivery network in front of this organisation. */
export function makeRanges(random: Random): Ranges {
  return Array.from({ length: random.between(6, 14) }, () => [
    `${publicAddress(random).split('.').slice(0, 3).join('.')}.0/24`,
    publicNetwork(random),
  ]).flat();
}

/** The rules of an edge group: every range on two ports. */
function edgeRules(ranges: Ranges): readonly Permission[] {
  return ranges.flatMap((range) => [tcp(80, cidr(range)), tcp(443, cidr(range))]);
}

const lan = (site: Site): string => `${site.net}.0.0/16`;

function foundTarget(shop: Shop, target: Target, ranges: Ranges, cloud: Cloud, random: Random): void {
  const { site, name, purpose } = target;
  const environment =
    site === shop.sites.stage ? 'stage' : site === shop.sites.dev ? 'dev' : ('prod' as keyof Shop['environments']);
  const guarded = purpose === 'api' ? { protected: 'yes' } : {};
  const tags = { [shop.tag]: shop.environments[environment], owner: random.pick(['payments', 'core', 'data']) };
  const group = cloud.addGroup(random, site, {
    name,
    description: `${purpose} of ${name}`,
    tags: { ...tags, ...guarded },
  });
  cloud.addRules(random, group, 'Ingress', ingressOf(shop, target, ranges, cloud));
  if (purpose === 'db') {
    group.rules.splice(0, 1);
    cloud.addRules(random, group, 'Egress', [tcp(443, cidr(lan(site), 'endpoints'))]);
  }
  const of = purpose === 'db' ? `rds:${name}` : purpose === 'api' ? `lambda:${name}` : random.resource('i');
  cloud.addInterface(random, site, { of, groups: [group], isPublic: ['web', 'bastion', 'edge'].includes(purpose) });
  if (purpose === 'web') cloud.addInterface(random, site, { of: `alb:${name}`, groups: [group], isPublic: true });
}

function ingressOf(shop: Shop, { site, name, purpose }: Target, ranges: Ranges, cloud: Cloud): readonly Permission[] {
  const inside = cidr(lan(site), 'inside');
  switch (purpose) {
    case 'web':
      return [tcp(443, world), tcp(80, world)];
    case 'app':
      return [tcp(8080, inside), tcp(22, cidr(`${site.net}.9.0/24`, 'jump hosts'))];
    case 'db':
      return [tcp(shop.ports.get(name)!, cidr(`${site.net}.8.0/24`, 'application'))];
    case 'api':
      return [tcp(443, inside), tcp(9100, cidr('10.60.0.0/16', 'metrics'))];
    case 'bastion':
      return [tcp(22, cidr(shop.office, 'office')), ...named(shop, site, cloud)];
    case 'worker':
      return [tcp(9100, cidr('10.60.0.0/16', 'metrics')), tcp(3389, cidr(`${site.net}.9.0/24`, 'jump hosts'))];
    case 'edge':
      return edgeRules(ranges);
    case 'sandbox':
      return [tcp(22, cidr(shop.office, 'office'))];
  }
}

function named(shop: Shop, site: Site, cloud: Cloud): readonly Permission[] {
  return site === shop.sites.prod ? [tcp(22, peerList(cloud.list(site, partners), 'partners'))] : [];
}

function foundLists({ sites: { prod } }: Shop, cloud: Cloud, random: Random): void {
  const entries = new Map([1, 2, 3].map((at) => [`${publicAddress(random)}/32`, `partner ${at}`]));
  cloud.lists.push({ id: random.resource('pl'), name: partners, site: prod, maxEntries: 30, entries, version: 1 });
}

function foundCluster(shop: Shop, site: Site, cloud: Cloud, random: Random): void {
  const environment = site === shop.sites.stage ? shop.environments.stage : shop.environments.prod;
  const tags = { [shop.tag]: environment, owner: 'core' };
  const description = '[k8s] Shared Backend SecurityGroup for LoadBalancer';
  cloud.addGroup(random, site, { name: clusterGroups.traffic, description, tags });
  const nodes = cloud.addGroup(random, site, { name: clusterGroups.nodes, description: 'Nodes of the cluster', tags });
  cloud.addRules(random, nodes, 'Ingress', [tcp(10250, cidr(lan(site)))]);
  cloud.addInterface(random, site, { of: random.resource('i'), groups: [nodes] });
}

function foundForgotten({ sites: { prod } }: Shop, cloud: Cloud, random: Random): void {
  const open = cloud.addGroup(random, prod, { name: forgotten.open, description: 'remove after migration' });
  cloud.addRules(random, open, 'Ingress', [tcp([0, 65535], world)]);
  const narrow = cloud.addGroup(random, prod, { name: forgotten.narrow, description: 'launch-wizard-3' });
  cloud.addRules(random, narrow, 'Ingress', [tcp(22, cidr('10.0.0.0/8'))]);
}
