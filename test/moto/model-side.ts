import type { AskEc2 } from '../../src/aws/ask-ec2.ts';
import { addVpc } from '../../src/aws/model/calls/vpcs.ts';
import { Ec2Model } from '../../src/aws/model/model.ts';
import { emptyState, type HeldVpc } from '../../src/aws/model/state.ts';
import type { Site } from '../../src/core/plan/act/intent.ts';
import { start } from '../builders/any-history.ts';
import { alice } from '../model/any-calls.ts';
import type { Side } from './ask-both.ts';
import type { MotoAccount } from './moto-account.ts';

/** The model as one side: an account with a VPC and the default one, and a clock that each call moves by a minute. */
export function modelSide({ account, region }: Site): Side {
  const of = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, tags: {} };
  const [one] = addVpc(emptyState(account, region), { ...of, isDefault: false });
  const [two] = addVpc(one, { ...of, isDefault: true });
  const model = new Ec2Model({ account, region, state: two, throttles: false });
  const [plain, standard] = [...model.state.vpcs.values()] as [HeldVpc, HeldVpc];
  let at = start;
  const ask: AskEc2 = async (_, action, request) => {
    at += 60_000;
    return model.ask(action, request, alice, at).answer;
  };
  const born = [...model.state.groups.values()].find(({ vpc }) => vpc === standard.id)!;
  return { ask, ids: namesOf(plain, standard, born.id) };
}

/** Moto as the other side. */
export async function motoSide({ site, operator, plain, standard }: MotoAccount): Promise<Side> {
  const Filters = [{ Name: 'vpc-id', Values: [standard.id] }];
  const reply = await operator(site, 'DescribeSecurityGroups', { Filters });
  if (reply.kind !== 'answered') throw new Error(`expected the default group, found ${JSON.stringify(reply)}`);
  return { ask: operator, ids: namesOf(plain, standard, reply.result.SecurityGroups[0]!.GroupId) };
}

function namesOf(
  plain: { readonly id: string; readonly subnet: string },
  standard: { readonly id: string },
  born: string,
): Map<string, string> {
  return new Map([
    ['plain', plain.id],
    ['plain-subnet', plain.subnet],
    ['standard', standard.id],
    ['standard-default', born],
  ]);
}
