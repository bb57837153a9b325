import { describe, expect, test } from 'vitest';
import { intentOf } from '../../../../test/builders/acting.ts';
import { policyWith } from '../../../../test/builders/policy.ts';
import type { Mode } from '../../policy/scale.ts';
import { readBreakGlass } from './break-glass.ts';
import type { Intent } from './intent.ts';
import { type Guards, refusedBy } from './refused-by.ts';

const noon = Date.UTC(2026, 0, 31, 12);
const hour = 3_600_000;
const { safety } = policyWith();
const policy = (mode: Mode, groups: readonly string[] = []) => ({
  safety: { ...safety, mode: { else: 'observe' as const, prod: mode }, neverTouch: { ...safety.neverTouch, groups } },
});

function ask(parts: Partial<Guards> = {}, how: Intent['do'] = 'revert') {
  return refusedBy({
    ...{ intent: intentOf([], { do: how }), policy: policy('enforce'), environment: 'prod', now: noon },
    ...{ group: { id: 'sg-web', name: 'web' }, guarded: null, stopped: null, granted: null },
    ...parts,
  });
}

describe('what forbids an action', () => {
  test('nothing does in enforce mode', () => {
    expect(ask()).toBeNull();
    expect(ask({ breakGlass: null })).toBeNull();
  });

  test('the kill switch stops everything, and says who threw it', () => {
    const stopped = { by: 'alice', reason: 'migration', at: noon };
    const why = 'all acting is off since 2026-01-31T12:00:00Z, by alice: migration';
    expect(ask({ stopped })).toBe(why);
    expect(ask({ stopped }, 'undo')).toBe(why);
  });

  test('only what enforces acts; a person may undo in any mode', () => {
    expect(ask({ policy: policy('shadow') })).toBe('the mode of environment `prod` is shadow');
    expect(ask({ environment: 'dev' })).toBe('the mode of environment `dev` is observe');
    expect(ask({ policy: policy('observe') }, 'undo')).toBeNull();
    expect(ask({ policy: policy('shadow') }, 'expire')).toMatch('mode');
  });

  test('R82: protected groups are never touched, by id or name', () => {
    expect(ask({ policy: policy('enforce', ['sg-w*']) })).toBe('the policy says never to touch sg-web');
    expect(ask({ policy: policy('enforce', ['web']) }, 'undo')).toBe('the policy says never to touch sg-web');
    const unnamed = { id: null, name: 'web' };
    expect(ask({ policy: policy('enforce', ['w?b']), group: unnamed })).toBe('the policy says never to touch web');
    expect(ask({ policy: policy('enforce', ['web']), group: { id: 'sg-x', name: null } })).toBeNull();
  });

  test('a guard tag holds for people too', () => {
    expect(ask({ guarded: 'tag portcullis=off, set by bob' })).toBe('tag portcullis=off, set by bob');
    expect(ask({ guarded: 'no' }, 'undo')).toBe('no');
  });

  test('break-glass suspends it until its end, not a moment longer', () => {
    const breakGlass = { ticket: 'INC-1', until: noon };
    expect(ask({ breakGlass, now: noon - 1 })).toBe('break-glass until 2026-01-31T12:00:00Z (INC-1)');
    expect(ask({ breakGlass })).toBeNull();
    expect(ask({ breakGlass, now: noon - 1 }, 'undo')).toBeNull();
  });

  test('a grant permits what stands; it is no reason to leave out what is missing', () => {
    expect(ask({ granted: 'grt_1' })).toBe('granted: grt_1');
    expect(ask({ granted: 'grt_1' }, 'expire')).toBe('granted: grt_1');
    expect(ask({ granted: 'grt_1' }, 'restore')).toBeNull();
    expect(ask({ granted: 'grt_1' }, 'undo')).toBeNull();
  });
});

describe('the break-glass tag', () => {
  test('tells a ticket and an end, four hours after it was set at most', () => {
    expect(readBreakGlass('INC-1;until=2026-01-31T13:00:00Z', noon)).toEqual({ ticket: 'INC-1', until: noon + hour });
    expect(readBreakGlass(' INC 1 ; until=2026-01-31T16:00Z', noon)).toEqual({
      ticket: 'INC 1',
      until: noon + 4 * hour,
    });
    expect(readBreakGlass('INC-1;until=2026-02-28T00:00Z', noon)).toEqual({ ticket: 'INC-1', until: noon + 4 * hour });
  });

  test.each([
    'INC-1',
    ';until=2026-01-31T13:00:00Z',
    ' ;until=2026-01-31T13:00:00Z',
    'INC-1;until=later',
    'a;b;until=2026-01-31',
    'INC-1;until=2026-01-31T13:00:00Z\nx',
    'INC-1;until=2026-01-31x',
    'xINC;Until=2026-01-31',
  ])('`%s` is none', (text) => {
    expect(readBreakGlass(text, noon)).toBeNull();
  });
});
