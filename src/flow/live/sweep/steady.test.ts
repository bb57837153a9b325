import { expect, test } from 'vitest';
import { gained, judgingBy } from '../../../../test/builders/policy.ts';
import { remembered } from '../../../../test/builders/remembered.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { site } from '../../../../test/flow/watch-stage.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import { everything } from '../../../core/reach/reach.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { type SteadyBy, steadyDigest } from './steady.ts';

const ssh = { when: gained({ ports: ['tcp/22'] }), severity: { else: 'high' } } as const;
const week = 604_800_000;
const violation: Violation = {
  ...{ site, group: 'sg-1', check: 'ssh', tuple: '', severity: 'high', incident: 'inc_1', openedAt: 0 },
  ...{ state: 'open', closedAt: null },
};

test('a group with something open that stands as it stood is judged once, not by every sweep', async () => {
  const stage = new SweepStage();
  stage.judging = judgingBy({ checks: { ssh } });
  const web = stage.group();
  stage.opens(web, 22);
  await stage.hears();
  for (let sweeps = 0; sweeps < 3; sweeps++) await stage.sweeps();
  expect(await stage.rows('violation')).toMatchObject([{ group: web, state: 'open' }]);
  const before = await stage.rows('steady');
  expect(before).not.toEqual([]);
  for (let sweeps = 0; sweeps < 3; sweeps++) await stage.sweeps();
  expect(await stage.rows('steady')).toEqual(before);
  stage.opens(web, 22, '198.51.100.0/24');
  await stage.hears();
  await stage.sweeps();
  expect(await stage.rows('steady')).not.toEqual(before);
});

test('the name of what a sweep makes of a group is another one with all that could alter it', async () => {
  const memory = await remembered(createMemoryStore(1), 'sg-1');
  const judging = judgingBy({ checks: { ssh } });
  const steady: SteadyBy = {
    ...{ backlog: null, episodes: { violations: [violation], incidents: [], versions: new Map([['a', 1]]) } },
    ...{ work: { busy: new Map([['sgr-1', 'high']]), returning: new Set(), asked: new Set() }, now: 1_000 },
  };
  const nameOf = (by: Partial<SteadyBy>, of = memory, judged = judging) =>
    steadyDigest(of, judged, { ...steady, ...by });
  const exception = { check: 'ssh', group: 'sg-1', box: everything, until: 2_000 };
  const grant = {
    ...{ id: 'grt_1', site, group: 'sg-1', rules: [], from: 0, until: 2_000, by: 'bob', reason: 'a visit' },
    ...{ ended: null, version: 1 },
  };
  const excepting = judgingBy({ checks: { ssh }, exceptions: { upgrade: exception } });
  const seen = { kind: 'observed', at: 1, group: null } as const;
  const names = [
    nameOf({}),
    nameOf({ now: week }),
    nameOf({ episodes: { ...steady.episodes, versions: new Map([['a', 2]]) } }),
    nameOf({ work: { busy: new Map(), returning: new Set(), asked: new Set() } }),
    nameOf({ work: { busy: new Map([['sgr-1', 'low']]), returning: new Set(), asked: new Set() } }),
    nameOf({ work: { busy: new Map(), returning: new Set(), asked: new Set(['sgr-1']) } }),
    nameOf({ work: { busy: new Map([['sgr-1', 'high']]), returning: new Set(['sgr-1']), asked: new Set() } }),
    nameOf({}, { ...memory, evidence: [seen] }),
    nameOf({}, { ...memory, beside: new Map([['eni-1', [seen]]]) }),
    nameOf({}, { ...memory, grants: [grant] }),
    nameOf({}, { ...memory, swept: 1 }),
    nameOf({}, memory, excepting),
  ];
  expect(new Set(names).size).toBe(names.length);
  expect(nameOf({ now: 2_000 })).toBe(names[0]);
  expect(nameOf({ now: 2_000 }, { ...memory, grants: [grant] })).toBe(names[0]);
  expect(nameOf({ now: 2_000 }, memory, excepting)).toBe(names[0]);
});
