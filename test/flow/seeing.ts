import type { Group } from '../../src/core/group/group.ts';
import type { Rule } from '../../src/core/group/rule.ts';
import type { Performing } from '../../src/flow/live/perform/performing.ts';

/** The same action, where every live read shows its group with just these rules. */
export function seeing(now: Performing, rules: readonly Rule[]): Performing {
  const { clock, gatherer } = now.parts;
  const { on, site } = now.row.intent;
  const found: Group = { id: on.id, name: 'web', vpc: 'vpc-1', ...site, tags: {}, rules };
  const group: typeof gatherer.group = async () => ({
    ...{ kind: 'looked', started: clock.now(), ended: clock.now(), found },
  });
  return { ...now, parts: { ...now.parts, gatherer: { ...gatherer, group } } };
}
