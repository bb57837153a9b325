import type { Decision } from '../../src/core/plan/decision.ts';
import { startTelling } from '../../src/core/plan/quiet/tell.ts';
import type { Message, Telling } from '../../src/core/plan/quiet/telling.ts';
import type { Route } from '../../src/core/policy/policy.ts';
import { attempts, lost } from './policy.ts';
import { daily } from './told-decision.ts';

/** The checks that decisions for telling name, beside those that ask about gains. */
export const heardChecks: Telling['checks'] = [
  { id: 'probing', when: attempts(3, 600) },
  { id: 'protected', when: lost() },
];

/** What is told of decisions by these routes and a daily digest of everything. */
export function heard(decisions: readonly Decision[], ...routes: readonly Route[]) {
  const teller = startTelling({ routes: [...routes, daily], checks: heardChecks });
  for (const decision of decisions) teller.take(decision);
  const { messages, fates } = teller.end();
  return {
    alerts: messages.filter(({ kind }) => kind !== 'digest'),
    digests: messages.filter(({ kind }) => kind === 'digest'),
    fates: Object.fromEntries(fates),
  };
}

/** Seconds after the start at which a message goes out. */
export function secondsOf({ at }: Message): number {
  return (at - Date.UTC(2026, 2, 2)) / 1000;
}
