import type { Asked } from '../../../aws/model/model.ts';
import type { DemoWorld } from '../../live/demo-world.ts';
import type { Cast } from './cast.ts';
import type { Stage } from './stage.ts';

/** Puts the cast into a world; `hears` is told of every call of theirs. */
export function setStage({ world, parts, clock }: DemoWorld, cast: Cast, hears: (asked: Asked) => void): Stage {
  const group: Stage['group'] = (name) => {
    for (const site of parts.settings.sites)
      for (const held of world.model(site)!.state.groups.values()) if (held.name === name) return { site, held };
    throw new Error(`expected a group of the story, got ${name}`);
  };
  return {
    ...{ cast, parts, group, now: clock.now },
    call: (who, name, action, request) => {
      const asked = world.ask(group(name).site, action, request, cast[who])!;
      hears(asked as Asked);
      return asked;
    },
    order: (ordering, what) => what(ordering),
  };
}
