import { type Luck, luckOf } from '../luck.ts';
import { type VariantName, variantNames } from '../world/policies.ts';

/** Something that somebody of the story does: at a time, or right after something of ours (`on`), so often seen before. */
export interface Act {
  readonly n: number;
  readonly actor: ActorName;
  readonly verb: string;
  /** Milliseconds after the beginning; for acts with `on` the earliest. */
  readonly at: number;
  readonly on: Moment | null;
  /** What the verb makes of them depends on what stands then. */
  readonly one: number;
  readonly two: number;
  readonly three: number;
}

/** Moments of ours into which others act: a call of ours was sent; we announced one; we decided. */
export type Moment = 'perform' | 'acting' | 'decided';

/** Who acts, and what each may do, as often as it stands here. */
const verbs = {
  operator: ['open', 'open', 'open', 'open-safe', 'open-safe', 'close', 'modify', 'describe', 'dry', 'again', 'wear'],
  attacker: [
    'door',
    'door',
    'store',
    'halves',
    'redirect',
    'untag',
    'off',
    'denied',
    'dry',
    'list',
    'list',
    'lose',
    'impostor',
    'wide',
  ],
  pipeline: ['replace', 'replace', 'apply', 'open-safe'],
  controller: ['insist', 'insist', 'insist'],
  rival: ['twist', 'twist', 'vanish', 'twin', 'same', 'list', 'list', 'raze'],
  person: ['allow', 'allow', 'extend', 'end', 'undo', 'undo', 'approve', 'deny', 'approve', 'approve'],
  switch: ['stop', 'reload', 'guard'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ActorName = keyof typeof verbs;

/** How much of a story a history tells: half an hour of many acts, or some minutes of few. */
export type Length = 'long' | 'brief';

/** How many acts there are, and in which span of time (milliseconds) they and then faults end. */
export interface Extent {
  readonly least: number;
  readonly more: number;
  readonly begun: number;
  readonly acts: number;
  readonly faults: number;
}

const minute = 60_000;

export const extents: Readonly<Record<Length, Extent>> = {
  long: { least: 30, more: 14, begun: 8 * minute, acts: 11 * minute, faults: 14 * minute },
  brief: { least: 11, more: 6, begun: 1.5 * minute, acts: 2.5 * minute, faults: 4 * minute },
};

/** What one history is made of, before anything happens. */
export interface Script {
  readonly seed: number;
  readonly length: Length;
  readonly variant: VariantName;
  readonly workers: number;
  /** How much goes wrong: nothing, now and then, often. */
  readonly climate: 'calm' | 'fair' | 'foul';
  readonly sqlite: boolean;
  readonly acts: readonly Act[];
}

/** The script of a seed. */
export function scriptOf(seed: number, length: Length = 'long'): Script {
  const { least, more, begun } = extents[length];
  const luck = luckOf(seed, 'script');
  const climate = luck.pick(['calm', 'calm', 'fair', 'fair', 'foul'] as const);
  const variant = luck.pick([...variantNames, 'plain' as const, 'tight' as const]);
  const cast = castOf(luck);
  const acts: Act[] = [];
  const count = least + luck.below(more);
  for (let n = 0; n < count; n += 1) {
    const actor = luck.pick(cast);
    const verb = luck.pick<string>(verbs[actor]);
    const on = actor === 'rival' ? 'perform' : actor === 'switch' && luck.hits(0.6) ? 'acting' : null;
    const at = Math.floor(luck.next() * begun);
    acts.push({ n, actor, verb, at, on, one: luck.below(1000), two: luck.below(1000), three: luck.below(1000) });
  }
  acts.sort((a, b) => a.at - b.at);
  return { seed, length, variant, workers: 1 + luck.below(3), climate, sqlite: seed % 10 === 0, acts };
}

/** The attacker and the operator always; some of the others. */
function castOf(luck: Luck): readonly ActorName[] {
  const cast: ActorName[] = ['operator', 'operator', 'attacker', 'attacker', 'attacker'];
  for (const actor of ['pipeline', 'controller', 'rival', 'rival', 'person', 'person', 'switch'] as const)
    if (luck.hits(0.55)) cast.push(actor);
  return cast;
}
