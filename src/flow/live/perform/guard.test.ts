import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf, site } from '../../../../test/builders/acting.ts';
import { strict } from '../../../../test/flow/watch-stage.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import type { Grant } from '../tables.ts';
import { guard } from './guard.ts';
import type { Known } from './know.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const web = ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-2');
const both = intentOf([close(ssh), close(web)]);

function permitted(rules: readonly Rule[], group = 'sg-web'): Grant {
  const told = { from: 0, until: 10, by: 'carol', reason: 'N-1', ended: null, version: 1 };
  return { id: 'grt_1', site, group, rules, ...told };
}

function guarded(grants: readonly Grant[], stored: Intent = both, intent: Intent | null = stored) {
  const memory = { grants, subject: 'sg-web', evidence: [] };
  const read = { live: { kind: 'group', group: null } };
  const known = { at: 5, judging: strict, memory, read } as unknown as Known;
  return guard(null, known, { intent, environment: 'prod' }, stored);
}

describe('what a person has permitted meanwhile', () => {
  it('R93: is left alone, and nothing else is', () => {
    expect(guarded([])).toEqual({ intent: both, refused: null });
    expect(guarded([permitted([ssh])])).toEqual({ intent: { ...both, aims: [close(web)] }, refused: null });
  });

  it('R93: is all that was to be done: then it is refused by the name of the permission', () => {
    expect(guarded([permitted([ssh, web])])).toEqual({ intent: null, refused: 'granted: grt_1' });
  });

  it('R93: of another group counts for nothing', () => {
    expect(guarded([permitted([ssh, web], 'sg-0other')])).toEqual({ intent: both, refused: null });
  });

  it('R93: is told as the reason also where today nothing is wanted any more', () => {
    expect(guarded([permitted([ssh, web])], both, null)).toEqual({ intent: null, refused: 'granted: grt_1' });
    expect(guarded([permitted([ssh])], both, null)).toEqual({ intent: null, refused: null });
    expect(guarded([], { ...both, aims: [] })).toEqual({ intent: null, refused: null });
  });

  it('R93: is not held against the undo that a person ordered', () => {
    const undo = { ...both, do: 'undo' } as const;
    expect(guarded([permitted([ssh, web])], undo)).toEqual({ intent: undo, refused: null });
  });
});
