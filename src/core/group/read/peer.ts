import type { Json } from '../../leaf/canonical.ts';
import type { Peer } from '../rule.ts';
import { accountId, text } from './field.ts';

/**
 * Names a group as the peer of a rule of `owner`'s group: bare when it is the same account's or not told, else with its
 * account in front. Classic load balancers and nameless records have their own forms (see `Peer`).
 */
export function groupPeer(named: Json, owner: string | null): Peer | null {
  const id = text(named, 'groupId');
  const name = text(named, 'groupName');
  const user = accountId(text(named, 'userId'));
  if (id === null && name === null) return null;
  if (user !== null && !/^\d{12}$/.test(user)) return { kind: 'group', value: `${user}/${name ?? id}` };
  const own = id ?? `name:${name}`;
  return { kind: 'group', value: user === null || user === owner ? own : `${user}/${own}` };
}
