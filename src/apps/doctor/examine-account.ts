import type { AwsClients } from '../../aws/client/aws-clients.ts';
import { awsGatherer, awsReverter } from '../../aws/client/live-edge.ts';
import { partitionOf } from '../../aws/client/role-arn.ts';
import type { OwnIdentity } from '../../aws/client/sts.ts';
import type { Wire } from '../../aws/client/wire.ts';
import { inspectTrails } from '../../aws/inspect/inspect-trails.ts';
import { tryLookup } from '../../aws/inspect/try-lookup.ts';
import { tryReads } from '../../aws/inspect/try-reads.ts';
import { findTrialThings, tryWrites } from '../../aws/inspect/try-writes.ts';
import type { Clock } from '../../contracts/live.ts';
import { type Diagnosis, ill, unclear, well } from '../../core/audit/diagnosis.ts';
import { joinPlaces } from '../../core/audit/join-places.ts';
import { judgePermissions, type TriedPermission } from '../../core/audit/judge-permission.ts';
import { judgeTrails, type TrailSeen } from '../../core/audit/judge-trails.ts';
import type { ServerAccount } from '../../settings/server-settings.ts';
import { atMost } from './at-most.ts';

/** How an account is looked at. */
export interface AccountAsked {
  readonly account: ServerAccount;
  readonly clients: AwsClients;
  readonly runner: OwnIdentity;
  readonly wire: Wire;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Whether anything may be done in AWS at all. */
  readonly acting: boolean;
  /** Whether records come by trails, and whether by Event history. */
  readonly needs: { readonly trails: boolean; readonly history: boolean };
  /** The group that dry runs of writes are tried on; `null`: the first that will do. */
  readonly group: string | null;
  /** How this program is called, for what one can type. */
  readonly command: string;
}

/** Regions that are looked at at once. */
const atOnce = 6;

/** Looks at an account: who reads there and may do what, its trails, and the roles that act. */
export async function examineAccount(asked: AccountAsked): Promise<readonly Diagnosis[]> {
  const { account, clients, command, runner } = asked;
  const about = `account ${account.account}`;
  const who = account.readRole === null ? `\`${runner.arn}\`` : `role \`${account.readRole}\``;
  const keys = await clients.readerKeys({ account: account.account, region: account.regions[0]! });
  if (keys !== null && 'kind' in keys)
    return [
      ill('reads', about, `to read as ${who}`, keys.message, `${command} doctor --iam roles,read   prints policies`),
    ];
  const regions = await atMost(atOnce, account.regions, async (region) => {
    const site = { account: account.account, region };
    const access = { region, keys, who, wire: asked.wire, clock: asked.clock };
    const reads = await tryReads(clients.sweeps, site);
    const history = asked.needs.history ? [await tryLookup(access)] : [];
    const { trails, tried } = await inspectTrails(access);
    return { region, reads, history, trails, tried };
  });
  const trial = (area: 'reads' | 'records', feature: string) => {
    return { area, about, who, iam: `${command} doctor --iam ${feature}` } as const;
  };
  return [
    ...forgiveOptional(
      judgePermissions(
        trial('reads', 'read'),
        regions.flatMap(({ reads }) => reads),
      ),
    ),
    ...judgePermissions(
      trial('records', 'lookup-events'),
      regions.flatMap(({ history }) => history),
    ),
    ...forgiven(
      judgePermissions(
        trial('records', 'doctor'),
        regions.flatMap(({ tried }) => tried),
      ),
    ),
    ...trailsOf(regions, asked.needs.trails, account.account),
    ...(await examineActing(asked)),
  ];
}

interface RegionTrails {
  readonly region: string;
  readonly trails: readonly TrailSeen[] | null;
}

function trailsOf(regions: readonly RegionTrails[], needed: boolean, account: string): readonly Diagnosis[] {
  return joinPlaces(
    regions.flatMap(({ region, trails }) =>
      trails === null ? [] : [{ place: `${account} ${region}`, diagnosis: judgeTrails({ region, needed }, trails) }],
    ),
  );
}

/** What only helps us to tell more is no fault when it is missing. */
function forgiven(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  return diagnoses.map((each) => (each.health === 'ill' ? { ...each, health: 'unclear' } : each));
}

/** Dry runs in the two roles; they have to be roles that are assumed: a session that acts is named after its action. */
async function examineActing(asked: AccountAsked): Promise<readonly Diagnosis[]> {
  const { account, clients, acting, command, runner } = asked;
  const { revokeRole, restoreRole } = account;
  const about = `roles in ${account.account}`;
  const expected = 'two roles that are assumed for each action, one to revoke, one to restore';
  if (revokeRole === null || restoreRole === null) {
    if (!acting) return [];
    const lines = ['revoke_role: PortcullisRevoke', 'restore_role: PortcullisRestore', `${command} doctor --iam`];
    return [unclear('acts', about, expected, 'none: it is only read', ...lines)];
  }
  const own = ownRole(runner, account.account);
  const worn = [revokeRole, restoreRole].find((role) => role.split('/').at(-1) === own);
  if (worn !== undefined || revokeRole === restoreRole)
    return [
      ill(
        'acts',
        about,
        expected,
        worn === undefined
          ? `one, \`${revokeRole}\`, for both`
          : `\`${worn}\`, which we run as: its sessions cannot be named after an action, so that records of ours would not be known`,
        `${command} doctor --iam revoke,restore-rules   prints what each needs`,
      ),
    ];
  const roles = { revoke: revokeRole, restore: restoreRole };
  const told: Diagnosis[] = [];
  for (const region of account.regions) {
    const site = { account: account.account, region };
    const things = await findTrialThings(awsGatherer(clients, asked.clock), site, asked.group);
    if (typeof things === 'string') {
      if (region === account.regions.at(-1))
        told.push(unclear('acts', about, 'a group to try dry runs on', things, `${command} doctor --group sg-…`));
      continue;
    }
    const tried = await tryWrites(awsReverter(clients, roles), site, things);
    for (const role of ['revoke', 'restore'] as const) {
      const who = `role \`${roles[role]}\``;
      const own: readonly TriedPermission[] = tried.filter((each) => each.role === role);
      const iam = `${command} doctor --iam ${role === 'revoke' ? 'revoke' : 'restore-rules,restore-tags,restore-lists,restore-interfaces'}`;
      told.push(...forgiveOptional(judgePermissions({ area: 'acts', about, who, iam }, own)));
    }
    break;
  }
  return told.length === 0 ? [well('acts', about, expected, 'nothing was tried')] : told;
}

/** What is used only where a policy asks for it, or only makes a verdict surer (`collectPublicAccess`). */
const optional =
  /ec2:(CreateTags|DeleteTags|ModifyManagedPrefixList|ModifyNetworkInterfaceAttribute|DescribeInternetGateways|DescribeVpcBlockPublicAccess\w+)/;

function forgiveOptional(diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  return diagnoses.flatMap((each) => (optional.test(each.expected) ? forgiven([each]) : [each]));
}

/** The name of the role that we run as in this account; `null` where we run as somebody else (IAM user guide, "IAM ARNs"). */
function ownRole({ account, arn }: OwnIdentity, of: string): string | null {
  if (account !== of) return null;
  return /:assumed-role\/([^/]+)\//.exec(arn)?.[1] ?? null;
}

/** The ARN of a role in every account, for policies. */
export function anywhere(role: string, region: string): string {
  return `arn:${partitionOf(region)}:iam::*:role/${role.replaceAll('{account}', '*').replaceAll('{region}', '*')}`;
}
