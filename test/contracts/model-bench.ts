import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import { forbidBeyondRoles } from '../../src/aws/model/live/own-roles.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import { createWorld } from '../../src/aws/model/live/world.ts';
import { Ec2Model } from '../../src/aws/model/model.ts';
import { start } from '../builders/any-history.ts';
import { account, alice, region, threeVpcs } from '../model/any-calls.ts';
import type { Abilities, MakeBench } from './ec2-bench.ts';

/** The EC2 model as a bench: it can do all. */
export const modelAbilities: Abilities = { lag: true, lose: true, roles: true, foreign: true, roomy: true };

export const makeModelBench: MakeBench = async ({ roomy = false } = {}) => {
  let behind = 0;
  let fate: 'fine' | 'unsent' | 'lost' = 'fine';
  const quotas = roomy ? { rulesPerDirection: 5000, groups: 5000 } : {};
  const model = new Ec2Model({
    ...{ account, region, state: threeVpcs(), quotas, throttles: !roomy },
    ...{ forbids: forbidBeyondRoles(), lag: () => behind },
  });
  const clock = { now: () => start };
  const world = createWorld({
    ...{ models: [model], now: clock.now, chance: seededChance(1), routes: [] },
    fate: (_, caller) => {
      if (caller === alice) return 'fine';
      const now = fate;
      fate = 'fine';
      return now;
    },
  });
  const [plain, , standard] = [...model.state.vpcs.values()];
  return {
    site: { account, region },
    operator: world.client(() => alice),
    gatherer: modelGatherer(world, clock),
    reverter: modelReverter(world, clock),
    plain: plain!,
    standard: standard!,
    settled: async () => {},
    lag: (writes) => {
      behind = writes;
    },
    lose: (how) => {
      fate = how;
    },
  };
};
