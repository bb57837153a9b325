import type { Check } from '../policy.ts';
import { membersOf, textsOf, valueAt } from '../read/plain-value.ts';
import type { Written } from '../read/read-checks.ts';
import { forEnvironment, type Respond } from '../scale.ts';
import { type Tell, within } from '../tell.ts';
import type { AsWritten } from './as-written.ts';

/** Responses that the question of their check leaves nothing to do for. */
export function findRespondMistakes({ checks }: AsWritten, tell: Tell): void {
  for (const written of checks) {
    for (const key of ['respond', 'standing'] as const) findIn(written, key, tell);
  }
}

function findIn({ said, made }: Written<Check>, key: 'respond' | 'standing', tell: Tell): void {
  for (const [environment, value] of membersOf(valueAt(said.value, key))) {
    const wanted = textsOf(value);
    const acts = wanted.filter((word) => word !== 'none');
    const spot = within(said, key, environment);
    if (wanted.includes('none') && acts.length > 0) {
      tell('error', spot, `\`none\` stands beside ${acts.join(', ')}: keep \`none\` alone, or what is to be done`);
    }
    const asked = made.when.kind;
    if (key === 'standing' && acts.length > 0 && !canStand(made)) {
      const what = asked === 'tags' ? 'a change of tags' : asked === 'lost' ? 'what is gone' : 'refused calls';
      tell('error', spot, `\`standing\` is for what stands, and this check asks of ${what}: leave it out`);
      continue;
    }
    wanted.forEach((word, i) => {
      const why = Object.hasOwn(senseless[asked], word) ? senseless[asked][word as Respond] : undefined;
      if (why !== undefined) tell('error', within(spot, i), `\`${word}\` ${why}`);
    });
    const does = acts.filter((word) => word !== 'ask');
    if (does.length > 0 && forEnvironment(made.severity, environment) === 'none') {
      const where = environment === 'else' ? 'elsewhere' : `in ${environment}`;
      tell(
        'error',
        spot,
        `severity is none ${where}, so \`${does.join(', ')}\` never happens: raise the one or drop the other`,
      );
    }
  }
}

function canStand({ when }: Check): boolean {
  return when.kind === 'gained' || (when.kind === 'tags' && when.missing.length > 0);
}

const nothing = 'does something about a rule, and refused calls changed none: tell somebody by `notify`';
const senseless: Readonly<Record<Check['when']['kind'], Partial<Readonly<Record<Respond, string>>>>> = {
  gained: { restore: 'brings back what was removed, and this check asks of what was opened: write `revert`' },
  lost: {
    revert: 'takes back what was added, and this check asks of what was closed: write `restore`',
    expire: 'ends what was opened, and this check asks of what was closed: write `restore` or `ask`',
  },
  tags: { expire: 'ends what was opened, and this check asks of tags: write `restore` or `ask`' },
  attempts: { expire: nothing, revert: nothing, restore: nothing },
};
