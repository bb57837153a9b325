import { readTried, type TriedPermission } from '../../core/audit/judge-permission.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import type { Ec2Action, Ec2Request } from '../model/call.ts';

type Read = Extract<Ec2Action, `Describe${string}` | `Get${string}`>;

/**
 * Dry runs of every read that sweeps make, in one account and region. Entries are only asked of a list that is there: which
 * of "not there" and "not allowed" EC2 says first is nowhere written.
 */
export async function tryReads(ask: AskEc2, site: Site): Promise<readonly TriedPermission[]> {
  const tried: TriedPermission[] = [];
  async function tryOne<A extends Read>(action: A, request: Ec2Request<A>): Promise<void> {
    const reply = await ask(site, action, { ...request, DryRun: true });
    tried.push({ permission: `ec2:${action}`, at: site.region, tried: readTried(reply) });
  }
  await tryOne('DescribeSecurityGroups', {});
  await tryOne('DescribeSecurityGroupRules', {});
  await tryOne('DescribeNetworkInterfaces', {});
  await tryOne('DescribeManagedPrefixLists', {});
  await tryOne('DescribeInternetGateways', {});
  await tryOne('DescribeVpcBlockPublicAccessOptions', {});
  await tryOne('DescribeVpcBlockPublicAccessExclusions', {});
  const lists = await ask(site, 'DescribeManagedPrefixLists', { MaxResults: 5 });
  const PrefixListId = lists.kind === 'answered' ? lists.result.PrefixLists[0]?.PrefixListId : undefined;
  if (PrefixListId !== undefined) await tryOne('GetManagedPrefixListEntries', { PrefixListId });
  return tried;
}
