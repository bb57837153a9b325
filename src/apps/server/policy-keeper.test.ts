import { describe, expect, test } from 'vitest';
import { judgingBy } from '../../../test/builders/policy.ts';
import { inForce } from './policy-keeper.ts';

describe('a policy in force', () => {
  const { policy } = judgingBy({});
  const set = (mode: typeof policy.safety.mode) => ({ ...policy, safety: { ...policy.safety, mode } });

  test('is as it was read where a server may act, and where it would do nothing anyway', () => {
    const acts = set({ else: 'observe', prod: 'enforce' });
    expect(inForce(acts, true)).toBe(acts);
    const idle = set({ else: 'observe', prod: 'shadow' });
    expect(inForce(idle, false)).toBe(idle);
  });

  test('says what it would do where a server may not act, and is another policy for that', () => {
    const acts = set({ else: 'observe', prod: 'enforce' });
    const shown = inForce(acts, false);
    expect(shown.safety.mode).toEqual({ else: 'observe', prod: 'shadow' });
    expect(shown.digest).not.toBe(acts.digest);
  });
});
