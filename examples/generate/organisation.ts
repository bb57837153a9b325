import { Random } from './seeded.ts';

/** The AWS organisation that owns the trail, as it stands in the S3 keys. */
export const organisation = 'o-exampleorg';

export interface Account {
  readonly id: string;
  readonly name: 'shop-prod' | 'shop-stage' | 'shop-tools';
  readonly environment: 'prod' | 'stage' | 'tools';
}

/** The accounts of the shop; their ids are those of the AWS documentation. */
export const accounts = {
  prod: { id: '111122223333', name: 'shop-prod', environment: 'prod' },
  stage: { id: '222233334444', name: 'shop-stage', environment: 'stage' },
  tools: { id: '333344445555', name: 'shop-tools', environment: 'tools' },
} as const satisfies Record<string, Account>;

export const regions = ['eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2'] as const;
export type Region = (typeof regions)[number];

/** One account in one region, with its only VPC: where a log file comes from. */
export interface Site {
  readonly key: string;
  readonly account: Account;
  readonly region: Region;
  readonly vpc: string;
  /** First two numbers of the VPC's /16. */
  readonly net: string;
  readonly subnets: readonly string[];
}

const nets = { prod: 20, stage: 40, tools: 60 } as const;

/** All twelve sites, account by account. */
export const sites: readonly Site[] = Object.values(accounts).flatMap((account) =>
  regions.map((region) => makeSite(account, region)),
);

export function siteOf(account: keyof typeof accounts, region: Region): Site {
  const found = sites.find((site) => site.account.environment === account && site.region === region);
  if (found === undefined) throw new Error(`expected a site of the shop, found \`${account}/${region}\``);
  return found;
}

function makeSite(account: Account, region: Region): Site {
  const key = `${account.environment}/${region}`;
  const random = new Random(`site ${key}`);
  const net = `10.${nets[account.environment] + regions.indexOf(region)}`;
  return {
    key,
    account,
    region,
    vpc: random.resource('vpc'),
    net,
    subnets: [random.resource('subnet'), random.resource('subnet')],
  };
}
