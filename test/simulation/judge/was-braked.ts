import { liveSettings } from '../live-settings.ts';
import type { Trial } from '../trial.ts';
import { intentsOf } from './judge-ledger.ts';
import { entriesOf, ofKind } from './ledger-view.ts';
import { lineAgainst } from './line-against.ts';
import type { Shift } from './story.ts';

/**
 * Whether we had acted on the same so often in a short time that it was left to people, who were told: it is a loop. What
 * somebody made in one call together with the rule of a loop is left to them with it: an action is refused whole.
 */
export function wasBraked(
  trial: Trial,
  shifts: readonly Shift[],
  { group, line, since }: { readonly group: string; readonly line: string; readonly since: number },
): boolean {
  const { count, per } = liveSettings.breaker;
  const intents = intentsOf(trial);
  // A call of ours may have found the rule rewritten under its id, and have taken that: it was an act on this one.
  const isOften = (of: string, at: number): boolean => {
    const takes = shifts.filter(
      ({ call, group: where }) =>
        where === group &&
        call.at <= at &&
        call.at > at - per &&
        intents.get(call.action ?? '')?.aims.some((aim) => lineAgainst(aim) === of),
    );
    return new Set(takes.map(({ call }) => call.action)).size >= count;
  };
  return ofKind(entriesOf(trial), 'outcome').some(({ state, action, at }) => {
    const intent = intents.get(action);
    if (state !== 'refused' || at < since || intent?.on.id !== group) return false;
    const lines = intent.aims.map(lineAgainst);
    const beside = lines.includes(line) ? lines : [];
    return [line, ...beside].some((each) => each !== null && isOften(each, at));
  });
}
