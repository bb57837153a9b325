import type { Condition } from '../policy/policy.ts';
import { meets } from '../reach/algebra.ts';
import { peersCover } from '../reach/peer-set.ts';
import { peersOfCidrs, type Reach } from '../reach/reach.ts';
import { actorInAny } from './actor-sets.ts';
import { type Answer, all, answer, maybe, no } from './answer.ts';
import type { GroupContext, Knowing } from './contexts.ts';
import type { Matter } from './matter.ts';
import { matchesWhere } from './where.ts';

/** What a condition may be asked of: the act, one of its groups, and the reach that a check objects to. */
export interface Occasion {
  readonly matter: Matter;
  readonly scene: GroupContext;
  readonly reach: Reach;
  readonly policy: Knowing;
}

/** Whether a condition of `unless` or `adjust` holds: every part of it must. Nobody did what merely stands, and it has no past. */
export function holds(condition: Condition, occasion: Occasion): Answer {
  return all(partsOf(condition, occasion));
}

function* partsOf(condition: Condition, occasion: Occasion): Iterable<Answer> {
  const { scene, matter, policy } = occasion;
  const isAct = matter.kinds.length > 0 || matter.result !== 'applied';
  const { actor } = matter;
  const whenKnown = <T>(value: T | null | undefined, what: string, test: (value: T) => boolean): Answer => {
    if (!isAct) return no;
    if (value === null || value === undefined) return maybe(what, said[what] ?? 'it is not known');
    return answer(test(value));
  };
  yield matchesWhere(condition, scene);
  if (condition.actor !== undefined) {
    const own = { group: scene.group, directory: policy.directory };
    yield isAct ? actorInAny(actor, condition.actor, own) : no;
  }
  const { source, via, mfa, exposed, recurred, unfamiliar } = condition;
  if (source !== undefined) yield whenKnown(actor?.sourceIp, 'source', (from) => isFrom(from, source));
  if (via !== undefined) yield whenKnown(actor?.via, 'actor', (one) => via.includes(one.value));
  if (mfa !== undefined) yield whenKnown(actor?.mfa, 'mfa', (used) => mfa.includes(used));
  if (recurred !== undefined) yield isAct ? cameBack(recurred.within, occasion) : no;
  if (unfamiliar !== undefined) yield isAct ? isUnfamiliar(unfamiliar.within, matter) : no;
  if (exposed !== undefined) yield isExposed(exposed, scene.group);
}

/** What is on a thing that the Internet reaches is exposed, whatever else is known; else its VPC may tell that it is not. */
function isExposed(wanted: readonly boolean[], { attached, isolatedAt }: GroupContext['group']): Answer {
  const told = attached?.exposed === false && attached.partly === true ? null : (attached?.exposed ?? null);
  if (told === null && isolatedAt !== undefined) return { ...answer(wanted.includes(false)), uses: ['vpc'] };
  const one = told === null ? maybe('exposed', said.exposed!) : answer(wanted.includes(told));
  return { ...one, uses: ['attachments'] };
}

const said: Readonly<Record<string, string>> = {
  source: 'where the call came from is not known',
  actor: 'nobody is known to have done it',
  mfa: 'whether it was done with MFA is not known',
  exposed: 'whether the group is on anything that the Internet can reach is not known',
};

/** An address, as AWS saw it; a service is named by its DNS name instead, which is no address of anybody's. */
function isFrom(from: string, source: NonNullable<Condition['source']>): boolean {
  const isAddress = /^[0-9.]+$|^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(from);
  return isAddress && peersCover(source, peersOfCidrs([`${from}/${from.includes(':') ? 128 : 32}`]));
}

function cameBack(within: number, { matter, reach }: Occasion): Answer {
  const { closed, since } = matter.past;
  const isBack = closed.some(({ reach: was, at }) => at <= matter.at && matter.at - at <= within && meets(was, reach));
  if (isBack) return answer(true);
  return isKnownFor(within, matter.at, since) ? no : maybe('past', 'whether it was closed before is not known');
}

function isUnfamiliar(within: number, { at, past }: Matter): Answer {
  if (past.lastByActor !== null) return answer(at - past.lastByActor > within);
  if (isKnownFor(within, at, past.since)) return answer(true);
  return maybe('past', 'whether the actor changed this group before is not known');
}

function isKnownFor(within: number, at: number, since: number | null): boolean {
  return since !== null && since <= at - within;
}
