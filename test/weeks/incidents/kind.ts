import type { Caller } from '../../../examples/generate/caller.ts';
import { atCommandLine, inConsole, inScript } from '../../../examples/generate/people.ts';
import type { Scene, Step } from '../../../examples/generate/scene.ts';
import type { Random } from '../../../examples/generate/seeded.ts';
import type { Moment } from '../../../examples/generate/week.ts';
import type { Purpose, Shop, Target } from '../shop.ts';

/** What a kind of incident is planned with. */
export interface Plot {
  readonly shop: Shop;
  readonly random: Random;
  /** A production group of one of these purposes that no other incident of the week uses. */
  readonly draw: (...purposes: readonly Purpose[]) => Target;
  /** Notes a record as part of the incident; `decisive`: after this one somebody must have been told. */
  readonly mark: (scene: Scene, eventId: string, part?: 'leading' | 'decisive') => void;
}

/** An incident as planned: described by its effect alone. */
export interface Planned {
  readonly steps: readonly Step[];
  readonly target: Pick<Target, 'site' | 'name'>;
  /** `<least severity> gained|lost ingress|egress <services> <peers>`. */
  readonly expect: string;
}

/** A kind of incident. */
export interface Kind {
  readonly name: string;
  readonly title: string;
  readonly plan: (plot: Plot) => Planned;
}

/** A person with the means that person has: console, command line or a script. */
export function somebody({ shop, random }: Pick<Plot, 'shop' | 'random'>, site: Target['site']): Caller {
  const person = random.pick(shop.people.slice(1));
  const means = random.below(3);
  if (means === 0) return inConsole(person, site.account);
  if (means === 1) return atCommandLine(person, site.account, 'ec2.authorize-security-group-ingress');
  return inScript(person, site.account);
}

export type { Caller, Moment, Scene, Step };
