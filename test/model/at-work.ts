import type { Ec2Action, Ec2Request, Ec2Result } from '../../src/aws/model/call.ts';
import type { Caller } from '../../src/aws/model/caller.ts';
import { Ec2Model, type ModelParts } from '../../src/aws/model/model.ts';
import type { IpPermission } from '../../src/aws/model/shape.ts';
import type { HeldVpc } from '../../src/aws/model/state.ts';
import { start } from '../builders/any-history.ts';
import { account, alice, region, threeVpcs } from './any-calls.ts';

/** The model with three VPCs (one plain, one with IPv6, the default one), and a clock that each call moves by a second. */
export class AtWork {
  readonly model: Ec2Model;
  readonly plain: HeldVpc;
  readonly dual: HeldVpc;
  readonly standard: HeldVpc;
  at = start;
  caller: Caller = alice;

  constructor(parts: Partial<ModelParts> = {}) {
    this.model = new Ec2Model({ account, region, state: threeVpcs(), ...parts });
    [this.plain, this.dual, this.standard] = [...this.model.state.vpcs.values()] as [HeldVpc, HeldVpc, HeldVpc];
  }

  /** The answer to a call that must be granted. */
  does<A extends Ec2Action>(action: A, request: Ec2Request<A>): Ec2Result<A> {
    const { answer } = this.ask(action, request);
    if (answer.kind === 'refused') throw new Error(`${action}: ${answer.code}: ${answer.message}`);
    return answer.result;
  }

  /** The code of a call that must be refused, and changes nothing. */
  refuses<A extends Ec2Action>(action: A, request: Ec2Request<A>): string {
    const before = this.model.state;
    const { answer, state } = this.ask(action, request);
    if (answer.kind === 'answered') throw new Error(`${action} was granted`);
    if (state !== before) throw new Error(`${action} was refused and changed something`);
    return answer.code;
  }

  ask<A extends Ec2Action>(action: A, request: Ec2Request<A>) {
    this.at += 1000;
    return this.model.ask(action, request, this.caller, this.at);
  }

  group(name: string, vpc: HeldVpc = this.plain): string {
    return this.does('CreateSecurityGroup', { GroupName: name, Description: name, VpcId: vpc.id }).GroupId;
  }

  /** The id of a new ingress rule. */
  opens(GroupId: string, ...IpPermissions: readonly IpPermission[]): readonly string[] {
    const { SecurityGroupRules } = this.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
    return SecurityGroupRules.map((rule) => rule.SecurityGroupRuleId);
  }

  /** A group's ingress in short: `tcp 22..22 0.0.0.0/0`. */
  ingress(group: string): readonly string[] {
    const rules = this.model.state.groups.get(group)!.rules.filter(({ direction }) => direction === 'ingress');
    return rules.map(({ protocol, ports, peer }) => `${protocol} ${ports?.join('..') ?? '*'} ${peer.value}`);
  }
}

/** A TCP port from CIDRs of IPv4. */
export function tcp(port: number, ...cidrs: readonly string[]): IpPermission {
  return { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: cidrs.map((CidrIp) => ({ CidrIp })) };
}
