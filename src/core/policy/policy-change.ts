import type { Instant } from '../leaf/instant.ts';
import { compareWanted } from './change/compare-baselines.ts';
import { compareChecks } from './change/compare-checks.ts';
import { compareSets } from './change/compare-sets.ts';
import { compareContexts, compareDirectories, compareSafety } from './change/compare-settings.ts';
import { compareById, difference, type PolicyDifference, type Sentence } from './change/difference.ts';
import type { Policy } from './policy.ts';
import { newNaming } from './say/naming.ts';
import { sayAdjustment, sayBaseline, sayException, sayRoute, sayTest } from './say/say-parts.ts';

/** That a policy took the place of another: by whom, when, and what differs. `from: null`: there was none before. */
export interface PolicyChange {
  readonly from: string | null;
  readonly to: string;
  readonly author: string | null;
  readonly at: Instant;
  /** Section by section, sorted by id: `check no-admin: severity in prod: critical → high`. */
  readonly differences: readonly PolicyDifference[];
}

/** Says in words how a policy differs from the one before it. The same for the same two policies. */
export function policyChange(
  old: Policy | null,
  next: Policy,
  who: { readonly author: string | null; readonly at: Instant },
): PolicyChange {
  const isSame = old !== null && old.digest === next.digest;
  const told = isSame ? [] : compare(old, next);
  const differences = isSame || told.length > 0 ? told : [unused];
  return { from: old?.digest ?? null, to: next.digest, ...who, differences };
}

const unused = difference('policy', null, 'changed', 'something that nothing in it uses');

function compare(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  const byId = <T extends { readonly id: string }>(
    section: string,
    pick: (policy: Policy) => readonly T[],
    say: (one: T, policy: Policy) => string,
  ) => {
    const told = (policy: Policy | null): readonly Sentence[] =>
      policy === null ? [] : pick(policy).map((one) => ({ id: one.id, text: say(one, policy) }));
    return compareById(section, told(old), told(next));
  };
  return [
    ...compareContexts(old, next),
    ...compareDirectories(old, next),
    ...compareSets(old, next),
    ...compareChecks(old, next),
    ...byId(
      'adjust',
      (policy) => policy.adjust,
      (one, policy) => sayAdjustment(one, newNaming(policy)),
    ),
    ...byId('baseline', (policy) => policy.baselines, sayBaseline),
    ...byId('exception', (policy) => policy.exceptions, sayException),
    ...compareWanted(old, next),
    ...compareSafety(old, next),
    ...byId('notify', (policy) => policy.notify, sayRoute),
    ...byId('test', (policy) => policy.tests, sayTest),
  ];
}
