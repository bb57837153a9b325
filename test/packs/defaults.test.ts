import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forEnvironment } from '../../src/core/policy/scale.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';

const folder = join(import.meta.dirname, '../../policies');
const packs = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test.each(packs)(
  'R64: %s hinders nobody: it asks at most, and outside production of nothing but what a tag freezes',
  (name) => {
    const { policy } = readPolicyFiles([join(folder, name)], folder);
    expect(policy!.checks.length).toBeGreaterThan(0);
    expect(Object.values(policy!.safety.mode)).toEqual(['observe']);
    for (const { id, respond, standing } of policy!.checks) {
      const calm = id.startsWith('frozen-') ? ['none', 'ask'] : ['none'];
      for (const environment of ['dev', 'sandbox', 'stage'])
        for (const does of [...forEnvironment(respond, environment), ...forEnvironment(standing, environment)])
          expect([id, calm.includes(does as string)]).toEqual([id, true]);
      for (const does of [...forEnvironment(respond, 'prod'), ...forEnvironment(standing, 'prod')])
        expect([id, ['none', 'ask'].includes(does as string)]).toEqual([id, true]);
    }
  },
);
