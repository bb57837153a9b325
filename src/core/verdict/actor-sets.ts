import type { GroupFacts } from '../facts/facts.ts';
import { fitsAny, fitsGlob } from '../policy/glob.ts';
import type { ActorSet, Directory } from '../policy/policy.ts';
import type { Actor } from '../trail/actor.ts';
import { type Answer, answer, any, maybe, no } from './answer.ts';

/** Whose accounts are one's own: the group's, and those of the directory. */
export interface Own {
  readonly group: Pick<GroupFacts, 'account'>;
  readonly directory: Directory;
}

/** Whether an actor is in a set, by what AWS asserts of it; session names, user agents and channels count for nothing. */
export function actorIn(actor: Actor, set: ActorSet, own: Own): Answer {
  return any([
    any(set.roles.map((pattern) => byArn(pattern, actor, 'role', own))),
    any(set.users.map((pattern) => byArn(pattern, actor, 'user', own))),
    bySourceIdentity(set.sourceIdentities, actor, own),
    byPermissionSet(set.permissionSets, actor, own),
    byService(set.services, actor, own),
  ]);
}

/**
 * An IAM role (of a session: the issuing one, with its path) or user by its ARN, part by part: a path may hold colons,
 * so a pattern that was matched as one text could be met in a stranger's account.
 * Source: IAM user guide, "IAM identifiers" (ARNs, paths).
 */
function byArn(pattern: string, actor: Actor, kind: 'role' | 'user', own: Own): Answer {
  if (actor.type !== (kind === 'role' ? 'AssumedRole' : 'IAMUser')) return no;
  const [wanted, seen] = [readArn(pattern), readArn(actor.principal)];
  if (wanted === null || seen === null || !seen.rest.startsWith(`${kind}/`)) return no;
  if (!fitsGlob(wanted.partition, seen.partition) || !fitsGlob(wanted.rest, seen.rest)) return no;
  if (!/[*?]/.test(wanted.account)) return answer(wanted.account === seen.account);
  return fitsGlob(wanted.account, seen.account) ? isOwn(seen.account, own) : no;
}

function bySourceIdentity(patterns: readonly string[], actor: Actor, own: Own): Answer {
  if (patterns.length === 0 || actor.sourceIdentity === null) return no;
  if (!fitsAny(patterns, actor.sourceIdentity)) return no;
  return isOwn(readArn(actor.principal)?.account ?? actor.account, own);
}

/**
 * Roles of Identity Center are `AWSReservedSSO_<permission set>_<hash>` below a path that only AWS writes to.
 * Source: IAM Identity Center user guide, "Referencing permission sets in resource policies".
 */
function byPermissionSet(patterns: readonly string[], actor: Actor, own: Own): Answer {
  const role = reservedRole(actor, 'aws-reserved/sso.amazonaws.com');
  const name = role === null ? null : /(?:^|\/)AWSReservedSSO_([^/]+)_[0-9a-f]{16}$/.exec(role.name);
  if (role === null || name === null || !fitsAny(patterns, name[1]!)) return no;
  return isOwn(role.account, own);
}

/**
 * A service that acts by itself: as AWS, or by the role that only it can assume, below `/aws-service-role/<service>/`.
 * Source: IAM user guide, "Service-linked roles".
 */
function byService(patterns: readonly string[], actor: Actor, own: Own): Answer {
  if (patterns.length === 0) return no;
  if (actor.type === 'AWSService') {
    const service = actor.invokedBy ?? actor.principal;
    return answer(service !== null && fitsAny(patterns, service));
  }
  const role = reservedRole(actor, 'aws-service-role');
  const service = role?.name.split('/')[0];
  if (role === null || service === undefined || !fitsAny(patterns, service)) return no;
  return isOwn(role.account, own);
}

function reservedRole(actor: Actor, path: string): { readonly name: string; readonly account: string } | null {
  const seen = actor.type === 'AssumedRole' ? readArn(actor.principal) : null;
  if (seen === null || !seen.rest.startsWith(`role/${path}/`)) return null;
  return { name: seen.rest.slice(`role/${path}/`.length), account: seen.account };
}

function isOwn(account: string | null, { group, directory }: Own): Answer {
  if (account === null) return maybe('actor', "the caller's account is not known");
  if (account === group.account || directory.accounts.has(account)) return answer(true);
  return group.account === null ? maybe('account', "the group's account is not known") : no;
}

interface Arn {
  readonly partition: string;
  readonly account: string;
  readonly rest: string;
}

function readArn(text: string | null): Arn | null {
  const parts = /^arn:([^:]+):iam::([^:]*):(.+)$/s.exec(text ?? '');
  return parts === null ? null : { partition: parts[1]!, account: parts[2]!, rest: parts[3]! };
}

/** Whether an actor is in any of the sets. `null`: nobody is known to have done it. */
export function actorInAny(actor: Actor | null, sets: readonly ActorSet[], own: Own): Answer {
  if (actor === null) return maybe('actor', 'nobody is known to have done it');
  return any(sets.map((set) => actorIn(actor, set, own)));
}
