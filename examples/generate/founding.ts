import type { Cloud, Group } from './ec2/cloud.ts';
import { allTraffic, cidr, type Permission, peerGroup, ping, tcp } from './ec2/permission.ts';
import { edgeRules } from './edge-ranges.ts';
import { type Site, siteOf, sites } from './organisation.ts';
import type { Random } from './seeded.ts';

/** The sites where most of the week happens. */
export const places = {
  prod: siteOf('prod', 'eu-west-1'),
  prodUs: siteOf('prod', 'us-east-1'),
  prodEu: siteOf('prod', 'eu-central-1'),
  prodIdle: siteOf('prod', 'ap-southeast-2'),
  stage: siteOf('stage', 'eu-west-1'),
  stageUs: siteOf('stage', 'us-east-1'),
  tools: siteOf('tools', 'eu-west-1'),
  toolsUs: siteOf('tools', 'us-east-1'),
} as const;

export const office = cidr('203.0.113.0/24', 'office');
const world = cidr('0.0.0.0/0');

interface Founded {
  readonly site: Site;
  readonly name: string;
  readonly about: string;
  readonly owner?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly ingress: readonly Permission[];
  /** In place of the open egress that EC2 gives. */
  readonly egress?: readonly Permission[];
}

/** Sets up what stood before the week began: groups, rules and interfaces that no record of the archive made. */
export function found(cloud: Cloud, random: Random): void {
  for (const site of sites) foundDefault(cloud, random, site);
  for (const one of [...production, ...elsewhere]) foundGroup(cloud, random, one);
  const web = cloud.group(places.prod, 'prod-web');
  const app = cloud.group(places.prod, 'prod-app');
  const postgres = cloud.group(places.prod, 'prod-db');
  cloud.addRules(random, app, 'Ingress', [tcp(8080, peerGroup(web, 'from web'))]);
  cloud.addRules(random, postgres, 'Ingress', [tcp(5432, peerGroup(app, 'application'))]);
  foundInterfaces(cloud, random);
}

const lan = (site: Site): string => `${site.net}.0.0/16`;

const production: readonly Founded[] = [
  {
    site: places.prod,
    name: 'prod-web',
    about: 'Web servers',
    owner: 'storefront',
    ingress: [tcp(443, world), tcp(80, world)],
  },
  {
    site: places.prod,
    name: 'prod-app',
    about: 'Application servers',
    owner: 'orders',
    ingress: [tcp(22, cidr('10.20.9.0/24'))],
  },
  {
    site: places.prod,
    name: 'prod-db',
    about: 'Orders database',
    owner: 'orders',
    tags: { data: 'pii' },
    ingress: [tcp(5432, cidr('10.20.8.0/24', 'reporting'))],
    egress: [tcp(443, cidr('10.20.0.0/16', 'VPC endpoints'))],
  },
  {
    site: places.prod,
    name: 'prod-api',
    about: 'Internal API',
    owner: 'orders',
    tags: { protected: 'yes' },
    ingress: [tcp(443, cidr('10.20.0.0/16', 'everything in the VPC')), tcp(9100, cidr('10.60.0.0/16', 'metrics'))],
  },
  { site: places.prod, name: 'prod-bastion', about: 'Jump hosts', owner: 'platform', ingress: [tcp(22, office)] },
  {
    site: places.prod,
    name: 'prod-batch',
    about: 'Nightly jobs',
    owner: 'finance',
    ingress: [tcp(22, cidr('10.20.9.0/24'))],
  },
  {
    site: places.prod,
    name: 'prod-worker',
    about: 'Queue workers',
    owner: 'orders',
    ingress: [tcp(9100, cidr('10.60.0.0/16', 'metrics'))],
  },
  { site: places.prod, name: 'edge-web', about: 'Edge proxies', owner: 'platform', ingress: edgeRules() },
  {
    site: places.prod,
    name: 'k8s-traffic-shop',
    about: '[k8s] Shared Backend SecurityGroup for LoadBalancer',
    ingress: [],
  },
  {
    site: places.prod,
    name: 'eks-nodes-shop',
    about: 'Nodes of the shop cluster',
    owner: 'platform',
    ingress: [tcp(10250, cidr('10.20.0.0/16'))],
  },
  {
    site: places.prod,
    name: 'old-partner-2019',
    about: 'temporary, remove after migration',
    ingress: [tcp([0, 65535], world)],
  },
  { site: places.prodUs, name: 'prod-web', about: 'Web servers', owner: 'storefront', ingress: [tcp(443, world)] },
  {
    site: places.prodUs,
    name: 'prod-windows',
    about: 'Reporting desktops',
    owner: 'finance',
    ingress: [tcp(3389, office)],
  },
  {
    site: places.prodEu,
    name: 'prod-replica',
    about: 'Read replica',
    owner: 'orders',
    ingress: [tcp(5432, cidr('10.20.0.0/16'))],
  },
];

const elsewhere: readonly Founded[] = [
  { site: places.stage, name: 'stage-web', about: 'Web servers', owner: 'storefront', ingress: [tcp(443, world)] },
  {
    site: places.stage,
    name: 'stage-app',
    about: 'Application servers',
    owner: 'orders',
    ingress: [tcp(8080, cidr(lan(places.stage)))],
  },
  {
    site: places.stage,
    name: 'stage-db',
    about: 'Databases',
    owner: 'orders',
    ingress: [tcp(5432, cidr(lan(places.stage)))],
  },
  { site: places.stage, name: 'stage-edge', about: 'Edge proxies', owner: 'platform', ingress: edgeRules() },
  {
    site: places.stage,
    name: 'k8s-traffic-stage',
    about: '[k8s] Shared Backend SecurityGroup for LoadBalancer',
    ingress: [],
  },
  { site: places.stage, name: 'eks-nodes-stage', about: 'Nodes of the stage cluster', owner: 'platform', ingress: [] },
  {
    site: places.stageUs,
    name: 'stage-loadtest',
    about: 'Load generators',
    owner: 'storefront',
    ingress: [ping(cidr('10.42.0.0/16'))],
  },
  { site: places.tools, name: 'tools-runner', about: 'Build runners', owner: 'platform', ingress: [tcp(22, office)] },
  { site: places.tools, name: 'tools-metrics', about: 'Metrics', owner: 'platform', ingress: [tcp(3000, office)] },
  {
    site: places.toolsUs,
    name: 'tools-mirror',
    about: 'Package mirror',
    owner: 'platform',
    ingress: [tcp(443, cidr('10.60.0.0/14'))],
  },
];

function foundDefault(cloud: Cloud, random: Random, site: Site): void {
  const group = cloud.addGroup(random, site, { name: 'default', description: 'default VPC security group' });
  cloud.addRules(random, group, 'Ingress', [allTraffic(peerGroup(group))]);
}

function foundGroup(cloud: Cloud, random: Random, one: Founded): void {
  const tags = one.owner === undefined ? {} : { env: one.site.account.environment, owner: one.owner, ...one.tags };
  const group = cloud.addGroup(random, one.site, { name: one.name, description: one.about, tags });
  cloud.addRules(random, group, 'Ingress', one.ingress);
  if (one.egress === undefined) return;
  group.rules.shift();
  cloud.addRules(random, group, 'Egress', one.egress);
}

function foundInterfaces(cloud: Cloud, random: Random): void {
  const put = (site: Site, of: string, names: readonly string[], isPublic = false): void => {
    const groups = names.map((name): Group => cloud.group(site, name));
    cloud.addInterface(random, site, { of, groups, isPublic });
  };
  const instance = (): string => random.resource('i');
  for (const _ of [1, 2, 3]) put(places.prod, instance(), ['prod-web'], true);
  for (const _ of [1, 2]) put(places.prod, instance(), ['prod-app']);
  put(places.prod, instance(), ['prod-bastion'], true);
  put(places.prod, instance(), ['prod-batch'], true);
  put(places.prod, instance(), ['prod-worker'], true);
  put(places.prod, instance(), ['edge-web'], true);
  put(places.prod, 'alb:shop', ['prod-web'], true);
  put(places.prod, 'rds:shop-orders', ['prod-db']);
  put(places.prod, 'lambda:thumbnails', ['default']);
  put(places.prod, 'lambda:prices', ['prod-api']);
  put(places.prodUs, instance(), ['prod-web'], true);
  put(places.prodUs, instance(), ['prod-windows'], true);
  put(places.stage, instance(), ['stage-web'], true);
  put(places.stage, instance(), ['stage-app']);
  put(places.stage, 'rds:stage-orders', ['stage-db']);
  put(places.stageUs, instance(), ['stage-loadtest'], true);
  put(places.tools, instance(), ['tools-runner']);
}
