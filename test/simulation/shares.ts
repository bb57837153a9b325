import { entriesOf, ofKind } from './judge/ledger-view.ts';
import type { Run } from './run-one.ts';

/** How much was closed by us, by how much went wrong; and how often a person had to. */
export interface Shares {
  readonly calm: Share;
  readonly fair: Share;
  readonly foul: Share;
}

interface Share {
  histories: number;
  enforceable: number;
  closed: number;
  actions: number;
  /** Actions that ended with a person: failed, or only in part. */
  handed: number;
  /** Of these, those that EC2 itself refused. */
  refused: number;
}

export function noShares(): Shares {
  const none = () => ({ histories: 0, enforceable: 0, closed: 0, actions: 0, handed: 0, refused: 0 });
  return { calm: none(), fair: none(), foul: none() };
}

export function addShares(to: Shares, more: Shares): void {
  for (const climate of ['calm', 'fair', 'foul'] as const)
    for (const key of Object.keys(to[climate]) as (keyof Share)[]) to[climate][key] += more[climate][key];
}

/** What one history adds. */
export function countShares(to: Shares, { trial, judgement, script }: Run): void {
  const share = to[script.climate];
  share.histories += 1;
  share.enforceable += judgement.closed.enforceable;
  share.closed += judgement.closed.closed;
  const ended = ofKind(entriesOf(trial), 'outcome');
  const finals = [...new Map(ended.map((outcome) => [outcome.action, outcome])).values()];
  share.actions += finals.length;
  const handed = finals.filter(({ state }) => state === 'failed' || state === 'partly');
  share.handed += handed.length;
  const refused = new Set(
    trial.world.calls.flatMap(({ action, code }) => (action !== null && code !== null ? [action] : [])),
  );
  share.refused += handed.filter(({ action }) => refused.has(action)).length;
}

export function sayShares(shares: Shares): string {
  return (['calm', 'fair', 'foul'] as const)
    .map((climate) => {
      const { histories, enforceable, closed, actions, handed, refused } = shares[climate];
      const share = enforceable === 0 ? 100 : (closed / enforceable) * 100;
      const person = actions === 0 ? 0 : ((handed - refused) / actions) * 100;
      return `${climate}: ${histories} histories, ${closed} of ${enforceable} closed by us (${share.toFixed(1)} %), ${actions} actions, ${handed} left to a person, ${refused} of them refused by EC2 (${person.toFixed(1)} % otherwise)`;
    })
    .join('\n');
}
