import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, alice, anyCalls, region, threeVpcs } from '../../../test/model/any-calls.ts';
import { AtWork, tcp } from '../../../test/model/at-work.ts';
import type { Rule } from '../../core/group/rule.ts';
import { tupleKey } from '../../core/ledger/standing.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { isRead } from '../model/call.ts';
import { Ec2Model, type ModelParts } from '../model/model.ts';
import type { Ec2State } from '../model/state.ts';
import { createGatherer } from './gatherer.ts';

const site = { account, region };
const office = '192.0.2.0/24';

const clientOf = (model: Ec2Model, now: () => number): AskEc2 => {
  return async (_, action, request) => model.ask(action, request, alice, now()).answer;
};

describe('a group that two replicas tell', () => {
  test('R30: never is one that did not stand: all its rules stood together, and its tags with rules of that content', async () => {
    const behind = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 5, maxLength: 40 });
    let [whole, torn] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anyCalls(2026, false, 40), behind, async (calls, lags) => {
        let turn = 0;
        const lag: ModelParts['lag'] = () => lags[turn++ % lags.length]!;
        const model = new Ec2Model({
          account,
          region,
          state: threeVpcs(),
          throttles: false,
          lag,
          quotas: { rulesPerDirection: 5 },
        });
        const past: Ec2State[] = [model.state];
        const gatherer = createGatherer(
          clientOf(model, () => calls.at(-1)!.at),
          { now: () => calls.at(-1)!.at },
        );
        for (const { call, at } of calls) {
          model.ask(call.action, call.request as never, alice, at);
          past.push(model.state);
          const ids = [...new Set(past.slice(-8).flatMap(({ groups }) => [...groups.keys()]))];
          const id = ids[turn % ids.length]!;
          const looked = await gatherer.group(site, id);
          if (looked.kind === 'failed') torn += 1;
          else whole += 1;
          expect(looked.kind === 'failed' ? looked.failure : 'looked').toMatch(/^(looked|transient)$/);
          if (looked.kind === 'failed') continue;
          const stood = past.flatMap(({ groups }) => groups.get(id) ?? []);
          const group = looked.found;
          if (group === null) expect(past.some(({ groups }) => !groups.has(id))).toBe(true);
          else {
            const [keys, tags] = [keysOf(group), JSON.stringify(group.tags)];
            expect(stood.map(textOf)).toContain(textOf(group));
            expect(stood.some((each) => keysOf(each) === keys && JSON.stringify(each.tags) === tags)).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(whole).toBeGreaterThan(torn);
  });

  test('is asked for anew when they do not agree, and is no group when they never do', async () => {
    let lags: readonly number[] = [1, 0, 0, 0];
    let asked = 0;
    const at = new AtWork({ lag: () => lags[asked++ % lags.length]! });
    const group = at.group('web');
    at.opens(group, tcp(22, office));
    const gatherer = createGatherer(
      clientOf(at.model, () => at.at),
      { now: () => at.at },
    );
    asked = 0;
    const looked = await gatherer.group(site, group);
    expect([asked, looked.kind === 'looked' && looked.found!.rules.length]).toEqual([4, 2]);
    lags = [1, 0];
    asked = 0;
    expect(await gatherer.group(site, group)).toMatchObject({
      ...{ kind: 'failed', failure: 'transient', code: null },
      message: `expected two reads of \`${group}\` to agree, found 4 times that they do not`,
    });
    expect(asked).toBe(8);
  });

  test('in a look at everything is read by itself', async () => {
    let asked = 0;
    // The second read of the look at everything, that of the rules, is the only one that is late.
    const at = new AtWork({ lag: ({ action }) => (isRead(action) && asked++ === 1 ? 1 : 0) });
    const group = at.group('web');
    at.opens(group, tcp(22, office));
    const gatherer = createGatherer(
      clientOf(at.model, () => at.at),
      { now: () => at.at },
    );
    asked = 0;
    const looked = await gatherer.perimeter(site);
    const shown = looked.kind === 'looked' && looked.found.groups.find(({ id }) => id === group);
    expect(shown === false ? null : shown?.rules).toHaveLength(2);
  });
});

describe('an answer in pages that nobody asked for', () => {
  test('is put together, and pages of different moments are no group', async () => {
    const at = new AtWork();
    const group = at.group('web');
    at.opens(group, ...Array.from({ length: 30 }, (_, n) => tcp(1000 + n, office)));
    const whole = clientOf(at.model, () => at.at);
    const paged: AskEc2 = (where, action, request) =>
      whole(where, action, action.startsWith('Describe') ? { ...request, MaxResults: 7 } : request);
    const looked = await createGatherer(paged, { now: () => at.at }).group(site, group);
    expect(looked.kind === 'looked' && looked.found!.rules).toHaveLength(31);
    const tearing: AskEc2 = async (where, action, request) => {
      const reply = await paged(where, action, request);
      const first = at.model.state.groups.get(group)!.rules[1]!;
      if (action === 'DescribeSecurityGroupRules' && !('NextToken' in request))
        at.does('RevokeSecurityGroupIngress', { GroupId: group, SecurityGroupRuleIds: [first.id] });
      return reply;
    };
    expect(await createGatherer(tearing, { now: () => at.at }).group(site, group)).toMatchObject({
      ...{ kind: 'failed', failure: 'transient' },
    });
  });

  test('that never ends is given up', async () => {
    let pages = 0;
    const endless: AskEc2 = async () => {
      pages += 1;
      return { kind: 'answered', result: { SecurityGroupRules: [], NextToken: 'more' } as never };
    };
    expect(await createGatherer(endless, { now: () => 0 }).group(site, 'sg-00000000')).toMatchObject({
      ...{ kind: 'failed', failure: 'malformed' },
    });
    expect(pages).toBe(1000);
  });
});

describe('a look', () => {
  test.each([
    ['RequestLimitExceeded', 'throttled'],
    ['InternalError', 'transient'],
    ['AuthFailure', 'account'],
  ] as const)('that EC2 refuses with %s is %s', async (code, failure) => {
    const at = new AtWork({ interferes: () => code });
    const gatherer = createGatherer(
      clientOf(at.model, () => at.at),
      { now: () => at.at },
    );
    const failed = { kind: 'failed', failure, code };
    expect(await gatherer.group(site, 'sg-00000000')).toMatchObject(failed);
    expect(await gatherer.list(site, 'pl-00000000')).toMatchObject(failed);
    expect(await gatherer.interface(site, 'eni-00000000')).toMatchObject(failed);
    expect(await gatherer.perimeter(site)).toMatchObject(failed);
  });

  test('that IAM denies is denied, and throttling is met as anybody meets it', async () => {
    const denying = new AtWork({ forbids: () => 'no identity-based policy allows it' });
    const gatherer = createGatherer(
      clientOf(denying.model, () => denying.at),
      { now: () => denying.at },
    );
    expect(await gatherer.group(site, 'sg-00000000')).toMatchObject({ failure: 'denied' });
    const at = new AtWork();
    const busy = createGatherer(
      clientOf(at.model, () => at.at),
      { now: () => at.at },
    );
    const failures: string[] = [];
    for (let turn = 0; turn < 120; turn++) {
      const looked = await busy.group(site, at.plain.defaultGroup);
      if (looked.kind === 'failed') failures.push(looked.failure);
    }
    expect(new Set(failures)).toEqual(new Set(['throttled']));
    expect(failures).toHaveLength(20);
  });

  test('that nobody can read whole is no look', async () => {
    const at = new AtWork();
    const group = at.group('web');
    const garbled: AskEc2 = async (where, action, request) => {
      const reply = await clientOf(at.model, () => at.at)(where, action, request);
      const text = JSON.stringify(reply).replaceAll('"0.0.0.0/0"', '"0.0.0.0/99"');
      return JSON.parse(text);
    };
    expect(await createGatherer(garbled, { now: () => at.at }).group(site, group)).toMatchObject({
      ...{ kind: 'failed', failure: 'malformed', message: expect.stringContaining('0.0.0.0/99') },
    });
  });
});

function keysOf({ rules }: { readonly rules: readonly Rule[] }): string {
  return rules.map(tupleKey).toSorted().join('\n');
}

function textOf({ rules }: { readonly rules: readonly Rule[] }): string {
  return JSON.stringify(
    rules.map(({ id, direction, protocol, ports, peer, description, tags }) => {
      return [id, direction, protocol, ports, peer.kind, peer.value, description, tags];
    }),
  );
}
