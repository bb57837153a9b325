import { assumedRole, type Caller, iamUser, linkedService, throughStack } from '../../examples/generate/caller.ts';
import { type Account, accounts, regions, type Site, siteOf } from '../../examples/generate/organisation.ts';
import { cliAgent, inConsole, type Person } from '../../examples/generate/people.ts';
import type { Random } from '../../examples/generate/seeded.ts';

/** What a group is for: incidents and habits ask for groups by it. */
export type Purpose = 'web' | 'app' | 'db' | 'api' | 'bastion' | 'worker' | 'edge' | 'sandbox';

/** A group by where it is and what it is called. */
export interface Target {
  readonly site: Site;
  readonly name: string;
  readonly purpose: Purpose;
}

/** An organisation as one seed makes it: names, places, people and roles differ from week to week. */
export interface Shop {
  readonly sites: {
    readonly prod: Site;
    readonly second: Site;
    /** A region of the production account where nothing runs. */
    readonly idle: Site;
    readonly stage: Site;
    readonly dev: Site;
  };
  /** The key that holds the environment, and its values. */
  readonly tag: string;
  readonly environments: { readonly prod: string; readonly stage: string; readonly dev: string };
  readonly office: string;
  readonly roles: { readonly pipeline: string; readonly controller: string };
  readonly people: readonly Person[];
  readonly targets: readonly Target[];
  /** The port of each database group. */
  readonly ports: ReadonlyMap<string, number>;
}

/** Stores of records by their well-known ports. */
export const storePorts = [1433, 1521, 3306, 5432, 6379, 9200, 27017] as const;

/** Ports of administration: ssh, telnet, SMB, remote desktop, WinRM. */
export const adminPorts = [22, 22, 23, 445, 3389, 3389, 5985, 5986] as const;

/** Makes an organisation from a seed. */
export function makeShop(random: Random): Shop {
  const [first, second, third] = random.shuffle(regions);
  const sites = {
    prod: siteOf('prod', first!),
    second: siteOf('prod', second!),
    idle: siteOf('prod', third!),
    stage: siteOf('stage', first!),
    dev: siteOf('tools', first!),
  };
  const office = `${publicAddress(random).split('.').slice(0, 3).join('.')}.0/24`;
  const targets = makeTargets(random, sites);
  return {
    sites,
    tag: random.pick(['env', 'environment', 'Environment']),
    environments: { prod: random.pick(['prod', 'production']), stage: random.pick(['stage', 'staging']), dev: 'dev' },
    office,
    roles: {
      pipeline: random.pick(['tf-deploy', 'infra-pipeline', 'ci-terraform', 'platform-apply']),
      controller: random.pick(['eks-lb-controller', 'cluster-ingress', 'k8s-balancer']),
    },
    people: makePeople(random, office),
    targets,
    ports: new Map(
      targets.filter(({ purpose }) => purpose === 'db').map(({ name }) => [name, random.pick(storePorts)]),
    ),
  };
}

/** A single address of the Internet: from blocks in which no registry sets anything apart. */
export function publicAddress(random: Random): string {
  const block = random.pick([45, 62, 77, 81, 93, 134, 155, 178, 212]);
  return `${block}.${random.below(256)}.${random.below(256)}.${random.between(1, 254)}`;
}

/** A /48 of the Internet. */
export function publicNetwork(random: Random): string {
  return `26${random.hex(2)}:${random.between(1, 9)}${random.hex(3)}:${random.between(1, 9)}${random.hex(3)}::/48`;
}

/** The pipeline: Terraform with a role for each account. */
export function pipelineOf({ roles }: Shop, account: Account, run: number): Caller {
  return assumedRole(account, {
    role: roles.pipeline,
    session: `gha-${run}`,
    sourceIp: '192.0.2.240',
    userAgent: terraformAgent,
    federation: 'token.actions.githubusercontent.com',
  });
}

export const terraformAgent =
  'APN/1.0 HashiCorp/1.0 Terraform/1.14.5 terraform-provider-aws/6.33.0 aws-sdk-go-v2/1.41.1';

/** A cluster's controller, which keeps its groups in step with what is deployed. */
export function controllerOf({ roles }: Shop, account: Account, cluster: string): Caller {
  return assumedRole(account, {
    role: roles.controller,
    session: `17724${cluster.length}8000000000000`,
    sourceIp: '192.0.2.10',
    userAgent: 'elbv2.k8s.aws/v2.17.0 aws-sdk-go-v2/1.41.0',
    federation: `oidc.eks.eu-west-1.amazonaws.com/id/${cluster}`,
  });
}

/** A stack of one of the people. */
export function stackOf(person: Person, account: Account): Caller {
  return throughStack(inConsole(person, account));
}

export function scalerOf(account: Account): Caller {
  return linkedService(account, 'autoscaling', 'AWSServiceRoleForAutoScaling', 'AutoScaling');
}

/** An IAM user whose long-lived key somebody else uses. */
export function leakedKeyOf(name: string, sourceIp: string, command: string): Caller {
  return iamUser(accounts.prod, name, { sourceIp, userAgent: cliAgent(command) });
}

/** The targets of a purpose. */
export function targetsOf(shop: Shop, purpose: Purpose, ...sites: readonly Site[]): readonly Target[] {
  return shop.targets.filter((each) => each.purpose === purpose && (sites.length === 0 || sites.includes(each.site)));
}

const themes = ['orders', 'billing', 'search', 'ledger', 'mail', 'media', 'stock', 'login', 'fares', 'reports'];

function makeTargets(random: Random, { prod, second, stage, dev }: Shop['sites']): readonly Target[] {
  const make = (site: Site, prefix: string, purpose: Purpose, count: number): Target[] =>
    random
      .shuffle(themes)
      .slice(0, count)
      .map((theme) => ({ site, name: `${prefix}${theme}-${purpose}`, purpose }));
  const counts = { web: 3, app: 5, db: 4, api: 4, bastion: 1, worker: 4, edge: 1 } as const;
  const purposes = Object.keys(counts) as (keyof typeof counts)[];
  return [
    ...purposes.flatMap((purpose) => make(prod, random.chance(0.5) ? 'prod-' : '', purpose, counts[purpose])),
    ...(['web', 'app', 'db', 'db', 'bastion'] as const).flatMap((purpose, at) => make(second, `${at}-`, purpose, 1)),
    ...(['web', 'app', 'app', 'db', 'edge'] as const).flatMap((purpose, at) => make(stage, `stage${at}-`, purpose, 1)),
    ...make(dev, '', 'sandbox', 5),
    ...make(dev, '', 'app', 2),
  ];
}

const names = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fay', 'gus', 'hana', 'ivo', 'jana'];

function makePeople(random: Random, office: string): readonly Person[] {
  const net = office.split('.').slice(0, 3).join('.');
  const chosen = random.shuffle(names).slice(0, 6);
  return chosen.map((name, at) => ({
    name: `${name}@example.com`,
    permissionSet: at === 0 ? 'Platform' : random.pick(['Developer', 'PowerUser']),
    sourceIp: `${net}.${10 + at * 7}`,
  }));
}
