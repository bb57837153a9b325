import { digestName } from '../leaf/digest.ts';
import type { Decision } from './decision.ts';
import { nameRule } from './name-rule.ts';

/**
 * The decision on what a change opened that other rules hid when it came (or that it put back in the place of what had
 * just come): a decision of its own, by who made the change and of its time, named by the change and the rules in question,
 * so that it is made once for these. `said`: the change judged as if what is gone by now had not stood.
 */
export function uncoveredDecision(said: Decision, { putBack }: { readonly putBack: boolean }): Decision {
  const names = said.rules.map(nameRule).sort();
  return {
    ...said,
    id: `std_${digestName(JSON.stringify(['uncovered', said.id, names]))}`,
    origin: 'observed',
    late: false,
    changes: [said.id],
    say: `${said.say}; ${putBack ? 'it is in the place of what had stood for less than a day' : 'it was hidden by what is gone now'}`,
  };
}
