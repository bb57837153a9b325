import { addVpc } from '../../src/aws/model/calls/vpcs.ts';
import { forbidBeyondRoles } from '../../src/aws/model/live/own-roles.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import { createWorld, type MadeCall, type World } from '../../src/aws/model/live/world.ts';
import { Ec2Model } from '../../src/aws/model/model.ts';
import { iamUser } from '../../src/aws/model/record/identity.ts';
import { emptyState } from '../../src/aws/model/state.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';

export const site = { account: '111122223333', region: 'eu-west-1' };

/** A call that somebody made, as far as one looks at it afterwards. */
export interface PersonsCall {
  readonly record: JsonObject;
  /** The rule that it brought, if everybody reaches SSH by it. */
  readonly breach: string | null;
}

/** People who change groups in an EC2 model: twenty calls to each group, two of which open SSH to everybody in every fourth. */
export interface People {
  readonly world: World;
  /** Makes the next call. */
  next(): PersonsCall;
}

/** Lets them begin; so many calls are to come. */
export function letPeopleWork(calls: number, hears: (made: MadeCall) => void): People {
  const { account, region } = site;
  const of = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, isDefault: false, tags: {} };
  const [state] = addVpc(emptyState(account, region), of);
  const count = Math.max(4, Math.ceil(calls / 20));
  const forbids = forbidBeyondRoles();
  const model = new Ec2Model({ account, region, state, forbids, throttles: false, quotas: { groups: count + 1 } });
  const world = createWorld({ models: [model], now: Date.now, chance: seededChance(1), routes: [], hears });
  const caller = { identity: iamUser(account, 'alice'), userAgent: 'aws-cli/2.31.0', from: '198.51.100.7' };
  const VpcId = [...model.state.vpcs.keys()][0]!;
  const [groups, fourth]: [string[], string[]] = [[], []];
  let number = 0;

  function create(place: number): PersonsCall {
    const request = { GroupName: `web-${place}`, Description: 'web', VpcId };
    const { answer, record } = world.ask(site, 'CreateSecurityGroup', request, caller)!;
    if (answer.kind === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    groups.push(answer.result.GroupId);
    return { record, breach: null };
  }

  function open(GroupId: string, port: number, CidrIp: string): PersonsCall & { readonly rule: string } {
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] }];
    const { answer, record } = world.ask(site, 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions }, caller)!;
    if (answer.kind === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    const rule = answer.result.SecurityGroupRules[0]!.SecurityGroupRuleId;
    return { record, rule, breach: port === 22 ? rule : null };
  }

  function close(place: number): PersonsCall {
    const request = { GroupId: groups[place]!, SecurityGroupRuleIds: [fourth[place]!] };
    const { answer, record } = world.ask(site, 'RevokeSecurityGroupIngress', request, caller)!;
    if (answer.kind === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    return { record, breach: null };
  }

  return {
    world,
    next: () => {
      const [round, place] = [Math.floor(number / count), number % count];
      number++;
      if (round === 0) return create(place);
      if (round === 15) return close(place);
      if (place % 4 === 0 && round === 5) return open(groups[place]!, 22, '0.0.0.0/1');
      if (place % 4 === 0 && round === 10) return open(groups[place]!, 22, '128.0.0.0/1');
      const opened = open(groups[place]!, 8000 + round, `10.${round}.0.0/16`);
      if (round === 4) fourth[place] = opened.rule;
      return opened;
    },
  };
}
