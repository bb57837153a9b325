import type { Gatherer, Performed, Reverter } from '../../contracts/live.ts';
import { readTried, type TriedPermission } from '../../core/audit/judge-permission.ts';
import type { Group, Interface, PrefixList } from '../../core/group/group.ts';
import type { Ec2Order } from '../../core/plan/act/ec2-order.ts';
import type { Site } from '../../core/plan/act/intent.ts';

/** What dry runs of writes are tried on. Nothing of it is changed. */
export interface TrialThings {
  readonly group: Group;
  readonly list: PrefixList | null;
  readonly interface: Interface | null;
}

/** The session name of dry runs ends in this. */
const action = 'doctor';

const timeout = 20_000;

/** A tag that nothing bears. */
const trialTag = 'portcullis:doctor';

/**
 * Dry runs of every write that our roles are for, each in the session of its role, on a group (and list and interface) as it
 * stands. `perform` sends each with `DryRun`, upon which EC2 does nothing whatever the answer is.
 */
export async function tryWrites(
  reverter: Pick<Reverter, 'perform'>,
  site: Site,
  things: TrialThings,
): Promise<readonly (TriedPermission & { readonly role: 'revoke' | 'restore' })[]> {
  const tried: (TriedPermission & { readonly role: 'revoke' | 'restore' })[] = [];
  for (const { permission, on, order } of ordersFor(site, things)) {
    const outcome = readTried(replyOf(await reverter.perform(order, { dry: true, timeout })));
    tried.push({ permission, at: `${site.region} on ${on}`, tried: outcome, role: order.role });
  }
  return tried;
}

interface TrialOrder {
  readonly permission: string;
  readonly on: string;
  readonly order: Ec2Order;
}

function ordersFor(site: Site, { group, list, interface: at }: TrialThings): readonly TrialOrder[] {
  const orders: TrialOrder[] = [];
  const add = (permission: string, on: string, order: Ec2Order) => orders.push({ permission, on, order });
  for (const direction of ['ingress', 'egress'] as const) {
    const side = direction === 'ingress' ? 'Ingress' : 'Egress';
    const rule = group.rules.find((each) => each.direction === direction && each.id !== null);
    if (rule === undefined) continue;
    const about = { action, site, group: group.id } as const;
    const ids = [rule.id!];
    add(`ec2:RevokeSecurityGroup${side}`, group.id, { ...about, call: 'revoke', role: 'revoke', direction, ids });
    const kept = { rules: [rule], image: [rule] };
    add(`ec2:AuthorizeSecurityGroup${side}`, group.id, {
      ...{ ...about, call: 'authorize', role: 'restore', direction },
      ...kept,
    });
  }
  const [rule] = group.rules.filter(({ id }) => id !== null);
  if (rule !== undefined)
    add('ec2:ModifySecurityGroupRules', group.id, {
      ...{ action, site, call: 'rewrite', role: 'restore', group: group.id, rules: [rule], image: [rule] },
    });
  const tagging = { action, site, call: 'set-tags', role: 'restore', resource: group.id } as const;
  add('ec2:CreateTags', group.id, { ...tagging, set: { [trialTag]: 'dry run' }, remove: [] });
  add('ec2:DeleteTags', group.id, { ...tagging, set: {}, remove: [trialTag] });
  if (at !== null)
    add('ec2:ModifyNetworkInterfaceAttribute', at.id, {
      ...{ action, site, call: 'set-groups', role: 'restore', interface: at.id, groups: at.groups },
    });
  const [entry] = list?.entries ?? [];
  if (list?.version != null && entry !== undefined)
    add('ec2:ModifyManagedPrefixList', list.id, {
      ...{ action, site, call: 'edit-list', role: 'restore', list: list.id, version: list.version },
      ...{ add: [{ cidr: entry, description: null }], remove: [] },
    });
  return orders;
}

function replyOf(performed: Performed) {
  switch (performed.kind) {
    case 'done':
    case 'would':
      return { kind: 'answered' } as const;
    case 'failed': {
      const { code, message, failure } = performed;
      if (code === null) return { kind: 'unanswered', why: message } as const;
      return { kind: 'refused', code: failure === 'denied' ? 'UnauthorizedOperation' : code, message } as const;
    }
  }
}

/** A group, list and interface to try dry runs on: those that were asked for, or the first that will do. */
export async function findTrialThings(
  gatherer: Pick<Gatherer, 'group' | 'perimeter'>,
  site: Site,
  asked: string | null,
): Promise<TrialThings | string> {
  const looked = await gatherer.perimeter(site);
  if (looked.kind === 'failed') return looked.message;
  const { groups, lists, interfaces } = looked.found;
  const withRule = (group: Group): boolean => group.rules.some(({ direction }) => direction === 'ingress');
  const group =
    asked === null
      ? (groups.find(withRule) ?? groups.find(({ rules }) => rules.length > 0))
      : groups.find(({ id }) => id === asked);
  if (group === undefined)
    return asked === null ? 'there is no group with a rule to try it on' : `there is no group \`${asked}\``;
  const own = lists.find(
    ({ name, version, entries }) =>
      version !== null && (entries?.length ?? 0) > 0 && !name?.startsWith('com.amazonaws.'),
  );
  return { group, list: own ?? null, interface: interfaces.find(({ groups: on }) => on.length > 0) ?? null };
}
