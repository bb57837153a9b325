import { addVpc } from '../../src/aws/model/calls/vpcs.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import { createWorld, type World } from '../../src/aws/model/live/world.ts';
import { Ec2Model } from '../../src/aws/model/model.ts';
import { iamUser } from '../../src/aws/model/record/identity.ts';
import { emptyState } from '../../src/aws/model/state.ts';
import { benchSite } from '../ledger/fill-ledger.ts';

/** Records of a model as CloudTrail would write them, one after another. */
export interface RecordFeed {
  readonly world: World;
  /** The time of the last call; a second passes with each. */
  readonly now: () => number;
  /** Makes the next call and tells its record as JSON text. */
  readonly next: () => string;
}

/**
 * Ten calls to every group, its creation among them; every third rule is SSH from a place of its own. Of more than `most`
 * groups the oldest is deleted, so that what the model holds does not count as memory of ours.
 */
export function openRecordFeed(most: number): RecordFeed {
  let [at, number, group] = [Date.UTC(2026, 0, 1), 0, ''];
  const standing: string[] = [];
  const { account, region } = benchSite;
  const of = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, isDefault: false, tags: {} };
  const [state] = addVpc(emptyState(account, region), of);
  const model = new Ec2Model({ account, region, state, throttles: false, quotas: { groups: most + 10 } });
  const world = createWorld({ models: [model], now: () => at, chance: seededChance(1), routes: [] });
  const caller = { identity: iamUser(account, 'alice'), userAgent: 'aws-cli/2.31.0', from: '198.51.100.7' };
  const VpcId = [...model.state.vpcs.keys()][0]!;
  const make = () => {
    if (standing.length > most)
      return world.ask(benchSite, 'DeleteSecurityGroup', { GroupId: standing.shift()! }, caller)!;
    const place = number++;
    if (place % 10 !== 0) {
      const request = { GroupId: group, IpPermissions: [permission(place)] };
      return world.ask(benchSite, 'AuthorizeSecurityGroupIngress', request, caller)!;
    }
    const request = { GroupName: `web-${place}`, Description: 'web', VpcId };
    return world.ask(benchSite, 'CreateSecurityGroup', request, caller)!;
  };
  return {
    world,
    now: () => at,
    next: () => {
      at += 1000;
      const { answer, record } = make();
      if (answer.kind === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
      if ('SecurityGroupArn' in answer.result) {
        group = answer.result.GroupId;
        standing.push(group);
      }
      return JSON.stringify(record);
    },
  };
}

function permission(number: number) {
  const port = number % 3 === 0 ? 22 : 8000 + (number % 10);
  const CidrIp = number % 2 === 0 ? `10.${number % 10}.0.0/16` : `198.51.100.${number % 200}/32`;
  return { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] };
}
