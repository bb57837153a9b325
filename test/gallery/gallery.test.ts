import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Judging } from '../../src/core/verdict/matter.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';
import { events } from './events.ts';
import { sayEvent, sayState } from './judge-case.ts';
import { labels } from './labels.ts';
import { wantSaid } from './said.ts';
import { states } from './states.ts';

const judging = judgingBy('policy.yaml');

function judgingBy(name: string): Judging {
  const { policy, errors } = readPolicyFiles(
    [join(import.meta.dirname, name)],
    join(import.meta.dirname, '../../policies'),
  );
  if (policy === null) throw new Error(errors.join('\n'));
  return { policy, engine: '0.0.0' };
}

describe('the gallery', () => {
  test('has a check for every label, and no check besides', () => {
    expect(judging.policy.checks.map((check) => check.id)).toEqual(Object.keys(labels).sort());
  });

  test('has 40 states and 40 acts at least, each with a name of its own', () => {
    for (const cases of [states, events]) {
      expect(cases.length).toBeGreaterThanOrEqual(40);
      expect(new Set(cases.map((each) => each.name)).size).toBe(cases.length);
    }
  });

  test('shows every label present in some case and absent in others, in states or acts', () => {
    const shown = [...states, ...events].flatMap(({ expected }) => [
      ...(expected.breach ?? []),
      ...(expected.permitted ?? []),
    ]);
    const cases = states.length + events.length;
    const times = Object.keys(labels).map((label) => [label, shown.filter((each) => each === label).length] as const);
    expect(times.filter(([, count]) => count === 0 || count >= cases)).toEqual([]);
  });
});

describe('states of the gallery', () => {
  test.each(states.map((state) => [state.scenario, state.name, state] as const))('scenario %s: %s', (_, __, state) => {
    const said = sayState(state, judging);
    expect(said).toEqual(wantSaid(state.expected, said));
  });
});

describe('acts of the gallery', () => {
  test.each(events.map((event) => [event.scenario, event.name, event] as const))(
    'scenario %s: %s',
    async (_, __, event) => {
      const said = await sayEvent(event, judging);
      expect(said).toEqual(wantSaid(event.expected, said));
    },
  );
});
