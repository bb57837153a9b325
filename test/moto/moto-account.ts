import { CreateSubnetCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import type { AskEc2 } from '../../src/aws/ask-ec2.ts';
import { type AwsClients, createAwsClients } from '../../src/aws/client/aws-clients.ts';
import type { Site } from '../../src/core/plan/act/intent.ts';
import type { BenchVpc } from '../contracts/ec2-bench.ts';
import { operatorCommands } from './operator-commands.ts';
import { type Moto, ownIdentity } from './start-moto.ts';

/** An account of moto that nothing has been done in, with a VPC of its own beside the default one. */
export interface MotoAccount {
  readonly site: Site;
  /** A person who may do anything. */
  readonly operator: AskEc2;
  /** The product's own clients. */
  readonly clients: AwsClients;
  readonly plain: BenchVpc;
  readonly standard: BenchVpc;
  readonly close: () => void;
}

/** The roles of ours in moto, which lets any role be assumed in any account. */
export const motoRoles = { read: 'PortcullisRead', revoke: 'PortcullisRevoke', restore: 'PortcullisRestore' };

/** Tests wait for no turns, but for those that are about turns. */
const allOfIt = 1000;

let accounts = 0;

/** Where the SDK looks for AWS and for credentials. */
export function useMoto({ endpoint }: Pick<Moto, 'endpoint'>): void {
  Object.assign(process.env, ownIdentity, { AWS_ENDPOINT_URL: endpoint });
}

/** Opens an account that this process has not used yet. */
export async function openAccount(moto: Pick<Moto, 'endpoint'>): Promise<MotoAccount> {
  useMoto(moto);
  accounts += 1;
  const site = { account: String(222200000000 + accounts), region: 'eu-west-1' };
  const parts = { home: site.region, share: allOfIt, clock: systemClock };
  const clients = createAwsClients({ ...parts, roles: motoRoles });
  const person = createAwsClients({ ...parts, roles: { ...motoRoles, read: 'Operator' }, commands: operatorCommands });
  const operator = person.reads;
  const made = await must(operator(site, 'CreateVpc', { CidrBlock: '10.0.0.0/16' }));
  const all = await must(operator(site, 'DescribeVpcs', {}));
  const standard = all.Vpcs.find(({ IsDefault }) => IsDefault)!;
  return {
    ...{ site, operator, clients },
    plain: { id: made.Vpc.VpcId, subnet: await newSubnet(site, made.Vpc.VpcId, '10.0.0.0/24') },
    standard: { id: standard.VpcId, subnet: await newSubnet(site, standard.VpcId, '172.31.240.0/24') },
    close: () => {
      clients.close();
      person.close();
    },
  };
}

async function newSubnet({ account, region }: Site, VpcId: string, CidrBlock: string): Promise<string> {
  const sts = new STSClient({ region });
  const ask = { RoleArn: `arn:aws:iam::${account}:role/Operator`, RoleSessionName: 'operator' };
  const { Credentials: keys } = await sts.send(new AssumeRoleCommand(ask));
  const credentials = {
    ...{ accessKeyId: keys!.AccessKeyId!, secretAccessKey: keys!.SecretAccessKey! },
    sessionToken: keys!.SessionToken!,
  };
  const made = await new EC2Client({ region, credentials }).send(new CreateSubnetCommand({ VpcId, CidrBlock }));
  return made.Subnet!.SubnetId!;
}

async function must<R>(
  asked: Promise<{ readonly kind: 'answered'; readonly result: R } | { readonly kind: string }>,
): Promise<R> {
  const reply = await asked;
  if ('result' in reply) return reply.result;
  throw new Error(`expected an answer, found ${JSON.stringify(reply)}`);
}
