import { describe, expect, it } from 'vitest';
import { gained, judgingBy } from '../../test/builders/policy.ts';
import { World } from '../../test/builders/world.ts';
import type { Json } from '../core/leaf/canonical.ts';
import type { PolicyTest } from '../core/policy/policy.ts';
import { openSpill } from '../store/spill.ts';
import type { FixtureReading } from './read-fixture.ts';
import { runPolicyTests } from './run-policy-tests.ts';

const judging = judgingBy({
  checks: {
    ssh: { when: gained({ ports: ['tcp/22'] }), severity: { else: 'critical' } },
    office: { when: gained({ ports: ['tcp/22'] }), unless: [{ source: everybodyElse() }], severity: { else: 'low' } },
  },
});

function everybodyElse() {
  const { box } = gained({ peers: ['any'] });
  return box.ingress[0]!.peers;
}

async function run(fixture: FixtureReading, expected: PolicyTest['expect']) {
  const test = { id: 'one', at: 'portcullis.yaml:9', given: 'fixtures/one.json', expect: expected };
  const [result] = await runPolicyTests([test], judging, { openSpill, fixture: () => fixture });
  return result!.misses;
}

function opened(port: number): readonly Json[] {
  const world = new World();
  world.group('web').opens('tcp', port, '0.0.0.0/0');
  return world.records;
}

describe('a test of a policy', () => {
  it('passes when what objects is named with what it came to', async () => {
    const expected = { ssh: { ruling: 'breach', severity: 'critical' }, office: { ruling: 'permitted' } } as const;
    expect(await run({ snapshot: null, records: opened(22) }, expected)).toEqual([]);
  });

  it('R56: fails when a check objects that is not named, be it only permitted', async () => {
    expect(await run({ snapshot: null, records: opened(22) }, { ssh: {} })).toMatchObject([
      { check: 'office', expected: 'clear', got: expect.stringContaining('permitted') },
    ]);
  });

  it('fails when a named check does not object, unless it should be clear', async () => {
    const records = opened(443);
    expect(await run({ snapshot: null, records }, { ssh: {} })).toMatchObject([{ expected: 'objects', got: 'clear' }]);
    expect(await run({ snapshot: null, records }, { ssh: { ruling: 'clear' } })).toEqual([]);
    expect(await run({ snapshot: null, records: opened(22) }, { ssh: { ruling: 'clear' }, office: {} })).toMatchObject([
      { check: 'ssh', expected: 'clear', got: expect.stringContaining('breach') },
    ]);
  });

  it('fails when its records cannot be read, or change no group: it would prove nothing', async () => {
    const [broken] = await run({ snapshot: null, records: [{ eventName: 'AuthorizeSecurityGroupIngress' }] }, {});
    expect(broken).toMatchObject({ check: null, got: expect.stringContaining('record 1: ') });
    const [record] = opened(22) as readonly Record<string, Json>[];
    const other = { ...record!, eventName: 'DescribeSecurityGroups', requestParameters: null, responseElements: null };
    expect(await run({ snapshot: null, records: [other] }, {})).toMatchObject([
      { check: null, got: 'records of which none changes a group, or tries to' },
    ]);
  });

  it('fails when its fixture cannot be read', async () => {
    expect(await run({ misread: 'nothing there' }, {})).toEqual([
      { check: null, expected: 'a fixture in `fixtures/one.json`', got: 'nothing there', at: null },
    ]);
  });
});
