import { expect, test } from 'vitest';
import { actors, gained, judgingBy } from '../../test/builders/policy.ts';
import { tell } from '../../test/builders/read-records.ts';
import { rule, World } from '../../test/builders/world.ts';
import { reachOf } from '../core/reach/reach.ts';

const ssh = ['tcp', 22, '192.0.2.1/32'] as const;

/** Severities of what opened SSH, where alice may and mallory may not, and the baseline wants it open. */
async function severitiesOf(world: World): Promise<readonly (string | undefined)[]> {
  const alice = actors('alice', { users: ['arn:aws:iam::*:user/alice'] });
  const wanted = [rule(...ssh)];
  const group = { id: null, name: 'web', vpc: null, account: null, rules: [], reach: reachOf(wanted) };
  const drift = { extra: null, widened: null, missing: { else: 'medium' } } as const;
  const judging = judgingBy({
    checks: {
      ssh: {
        when: gained({ peers: ['any'], ports: ['tcp/22'] }),
        unless: [{ actor: [alice] }],
        severity: { else: 'low' },
      },
    },
    adjust: { returned: { when: { recurred: { within: 30 * 86_400_000 } }, by: 1 } },
    baselines: { edge: { where: {}, from: 'edge.json', groups: [group], drift } },
  });
  const { decisions } = await tell(world.records, { snapshot: null, judging });
  return decisions.filter((each) => each.kind === 'rules-added').map((each) => each.verdict?.severity);
}

test('R19: what was missing from a baseline did not break policy while it was open, so it does not come back', async () => {
  const world = new World().as('alice');
  const web = world.group('web');
  for (let n = 0; n < 2; n++) {
    web.opens(...ssh);
    world.wait(3600);
    web.closes(...ssh);
    world.wait(3600);
  }
  world.as('mallory');
  web.opens(...ssh);
  expect(await severitiesOf(world)).toEqual(['none', 'none', 'low']);
});

test('R19: what broke policy while it was open, and was closed, comes back', async () => {
  const world = new World().as('mallory');
  const web = world.group('web');
  web.opens(...ssh);
  world.wait(3600);
  web.closes(...ssh);
  world.wait(3600);
  web.opens(...ssh);
  expect(await severitiesOf(world)).toEqual(['low', 'medium']);
});
