import type { AskEc2 } from '../../src/aws/ask-ec2.ts';
import type { Ec2Action, Ec2Request, Ec2Result } from '../../src/aws/model/call.ts';
import type { IpPermission } from '../../src/aws/model/shape.ts';
import type { Gatherer, Looked, Performed, Reverter } from '../../src/contracts/live.ts';
import type { Group } from '../../src/core/group/group.ts';
import type { Rule } from '../../src/core/group/rule.ts';
import type { Site } from '../../src/core/plan/act/intent.ts';

/** A VPC and its one subnet. */
export interface BenchVpc {
  readonly id: string;
  readonly subnet: string;
}

/**
 * An account and region to try the contracts of EC2 on: the model, a stand-in, or AWS itself. `operator` may do anything
 * there and is not us.
 */
export interface Ec2Bench {
  readonly site: Site;
  readonly operator: AskEc2;
  readonly gatherer: Gatherer;
  readonly reverter: Reverter;
  readonly plain: BenchVpc;
  readonly standard: BenchVpc;
  /** Ends when what was asked for has come into force and can be read: at once, or after a while. */
  readonly settled: () => Promise<void>;
  /** From now on reads are answered by replicas so many writes behind. */
  readonly lag: (writes: number) => void;
  /** What becomes of the next call of ours: it never leaves, or happens and its answer is lost. */
  readonly lose: (how: 'unsent' | 'lost') => void;
}

/** What a bench can bring about; each is tried only where it can. */
export interface Abilities {
  /** Stale replicas at will. */
  readonly lag: boolean;
  /** Lost answers at will. */
  readonly lose: boolean;
  /** The roles of ours with just what they may. */
  readonly roles: boolean;
  /** Rules may name a group of any other account, peered or not. */
  readonly foreign: boolean;
  /** Quotas beyond what an account may have. */
  readonly roomy: boolean;
  /** What does not hold here, because this is not quite EC2: titles of tests, and what it does instead. */
  readonly wrong?: Readonly<Record<string, string>>;
}

export type MakeBench = (wanted?: { readonly roomy?: boolean }) => Promise<Ec2Bench>;

/** Makes an operator's call that must be granted. */
export async function does<A extends Ec2Action>(
  { operator, site, settled }: Ec2Bench,
  action: A,
  request: Ec2Request<A>,
): Promise<Ec2Result<A>> {
  const reply = await operator(site, action, request);
  if (reply.kind !== 'answered') throw new Error(`${action}: ${JSON.stringify(reply)}`);
  await settled();
  return reply.result;
}

/** The id of a new group. */
export async function newGroup(bench: Ec2Bench, name: string, vpc: BenchVpc = bench.plain): Promise<string> {
  const request = { GroupName: name, Description: 'of a contract', VpcId: vpc.id };
  return (await does(bench, 'CreateSecurityGroup', request)).GroupId;
}

/** Opens ingress; the ids of the new rules, in the order asked. */
export async function opens(
  bench: Ec2Bench,
  GroupId: string,
  ...IpPermissions: readonly IpPermission[]
): Promise<readonly string[]> {
  const { SecurityGroupRules } = await does(bench, 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
  return SecurityGroupRules.map((rule) => rule.SecurityGroupRuleId);
}

/** A TCP port from CIDRs. */
export function tcp(port: number, ...cidrs: readonly string[]): IpPermission {
  const [v6, v4] = [cidrs.filter((cidr) => cidr.includes(':')), cidrs.filter((cidr) => !cidr.includes(':'))];
  return {
    ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port },
    ...(v4.length === 0 ? {} : { IpRanges: v4.map((CidrIp) => ({ CidrIp })) }),
    ...(v6.length === 0 ? {} : { Ipv6Ranges: v6.map((CidrIpv6) => ({ CidrIpv6 })) }),
  };
}

/** What a read found; a failure is one of the test. */
export function found<T>(looked: Looked<T>): T {
  if (looked.kind === 'failed') throw new Error(`expected a look, found ${JSON.stringify(looked)}`);
  return looked.found;
}

/** A group as it stands. */
export async function standing({ gatherer, site }: Ec2Bench, id: string): Promise<Group> {
  const group = found(await gatherer.group(site, id));
  if (group === null) throw new Error(`expected ${id} to stand`);
  return group;
}

/** The rules of a group's ingress as it stands. */
export async function ingress(bench: Ec2Bench, id: string): Promise<readonly Rule[]> {
  return (await standing(bench, id)).rules.filter(({ direction }) => direction === 'ingress');
}

/** The one rule of a group's ingress. */
export async function onlyRule(bench: Ec2Bench, id: string): Promise<Rule> {
  const rules = await ingress(bench, id);
  if (rules.length !== 1) throw new Error(`expected one rule, found ${rules.length}`);
  return rules[0]!;
}

/** The answer to an order that must have come through. */
export function answered(performed: Performed) {
  if (performed.kind !== 'done') throw new Error(`expected an answer, found ${JSON.stringify(performed)}`);
  return performed.answer;
}

/** A client whose next call never leaves, or happens without an answer, when it is told so. */
export function loses(ask: AskEc2, fate: () => 'fine' | 'unsent' | 'lost'): AskEc2 {
  return async (site, action, request, patience) => {
    const destiny = fate();
    if (destiny === 'unsent') return { kind: 'unanswered', sent: false, why: `\`${action}\` could not be sent` };
    const reply = await ask(site, action, request, patience);
    return destiny === 'fine' ? reply : { kind: 'unanswered', sent: true, why: `no answer to \`${action}\` came` };
  };
}
