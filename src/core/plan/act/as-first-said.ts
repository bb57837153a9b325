import type { Aim, Intent } from './intent.ts';

/**
 * A restore whose rules come back as today's judgement has them: one that was rewritten and then taken away by the same
 * hand was judged by itself first, and was to come back as it went; by net effect it comes back with what it said before
 * both. An id goes but once, so that two aims that put the same id back are about the same loss. `today`: intents of the
 * same thing as they would be made now.
 */
export function asFirstSaid(intent: Intent, today: readonly Intent[]): Intent {
  if (intent.do !== 'restore') return intent;
  const { site, on } = intent;
  const opens = today
    .filter(
      (other) => other.on.id === on.id && other.site.account === site.account && other.site.region === site.region,
    )
    .flatMap(({ aims }) => aims.filter(({ kind }) => kind === 'open'));
  const firstOf = (aim: Aim): Aim => opens.find((other) => putsBackSameId(aim, other)) ?? aim;
  return { ...intent, aims: [...new Set(intent.aims.map(firstOf))] };
}

function putsBackSameId(aim: Aim, other: Aim): boolean {
  return aim.kind === 'open' && other.kind === 'open' && aim.rule.id !== null && aim.rule.id === other.rule.id;
}
