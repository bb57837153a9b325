import type { Actor } from '../../core/trail/actor.ts';

type Named = Pick<Actor, 'type' | 'principal' | 'session' | 'person' | 'via'>;

/** The person, or the nearest thing to one that the record tells. */
export function sayName(actor: Named): string {
  return actor.person ?? actor.session ?? lastPart(actor.principal) ?? actor.type;
}

/** Who and through what, for a column: `alice (console)`. */
export function sayWho(actor: Named): string {
  const via = actor.via.value;
  return via === 'unknown' ? sayName(actor) : `${sayName(actor)} (${via})`;
}

/** Who and through what in a column: shorter ways to say it where the column is narrow. */
export function whoCell(actor: Named): { readonly text: string; readonly shorter: readonly string[] } {
  const name = sayName(actor);
  const local = name.replace(/(?<=.)@[^@]*$/, '');
  return { text: sayWho(actor), shorter: [`${local} (${actor.via.value})`, name, local] };
}

function lastPart(arn: string | null): string | null {
  return arn === null ? null : (arn.split('/').at(-1)?.split(':').at(-1) ?? null);
}
