import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { losingReplies } from '../../../../test/contracts/store/losing-replies.ts';
import { inboxOf, intakenOf, WatchStage } from '../../../../test/flow/watch-stage.ts';
import { seededChance } from '../../../aws/model/live/seeded-chance.ts';
import type { Store } from '../../../contracts/store.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { takeRecord, watchStep } from './watch-step.ts';

async function watchAll(stage: WatchStage, records: readonly JsonObject[] = stage.records, store?: Store) {
  const queue = inboxOf(records);
  const parts = stage.parts({ inbox: queue.inbox, ...(store === undefined ? {} : { store }) });
  for (let n = 0; n < 12 && (await watchStep(parts)) === 'worked'; n++);
  return queue;
}

/** A group of which a rule is opened, rewritten and closed again, and one whose opening stands. */
function busy(): WatchStage {
  const stage = new WatchStage();
  const web = stage.group();
  const ssh = stage.opens(web, 22);
  stage.opens(web, 443);
  stage.does('ModifySecurityGroupRules', {
    GroupId: web,
    SecurityGroupRules: [
      {
        SecurityGroupRuleId: ssh,
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '192.0.2.0/24' },
      },
    ],
  });
  stage.closes(web, ssh);
  stage.opens(stage.group('db'), 22);
  return stage;
}

/** The decided changes, each as often as it was decided. */
async function decided(stage: WatchStage): Promise<readonly string[]> {
  return (await stage.decisions()).map(({ id }) => id).sort();
}

describe('watching', () => {
  test('R1 R14: every change of a record has one decision, and a message is done only then', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    const rule = stage.opens(web, 22);
    const queue = await watchAll(stage);
    expect(queue.done).toEqual(['0', '1']);
    const decisions = await stage.decisions();
    expect(decisions.map(({ kind, verdict }) => [kind, verdict?.ruling])).toEqual([
      ['group-created', 'clear'],
      ['rules-added', 'breach'],
    ]);
    expect(decisions[1]!.rules.map(({ id }) => id)).toEqual([rule]);
  });

  test('a breach makes one action, one incident, and people are told, all in the commit of its decision', async () => {
    const stage = new WatchStage();
    stage.opens(stage.group(), 22);
    await watchAll(stage);
    const [action, ...others] = await stage.rows('action');
    expect(others).toEqual([]);
    expect(action).toMatchObject({ state: 'due', attempt: 0, intent: { do: 'revert', severity: 'critical' } });
    expect(await stage.tasks('act')).toEqual([{ action: action!.intent.action }]);
    const [incident] = await stage.rows('incident');
    const [, opening] = await stage.decisions();
    expect(incident).toMatchObject({
      family: 'opening',
      severity: 'critical',
      closedAt: null,
      decisions: [opening!.id],
    });
    expect(opening).toMatchObject({ incident: incident!.id, response: { steps: [{ state: 'planned' }] } });
    expect(await stage.rows('violation')).toMatchObject([
      { check: 'ssh', tuple: 'ingress tcp/22 0.0.0.0/0', state: 'open', incident: incident!.id },
    ]);
    const tells = (await stage.tasks('tell')).map(({ about, why }) => [about, why]);
    expect(tells).toEqual(
      expect.arrayContaining([
        [opening!.id, 'breach'],
        [incident!.id, 'opened'],
      ]),
    );
  });

  test('R104: the entry of a decision tells the digest of the policy, and the head that it was made after', async () => {
    const stage = new WatchStage();
    stage.opens(stage.group(), 22);
    await watchAll(stage);
    const entries = await stage.entries();
    const opening = entries.findLast(({ header }) => header.kind === 'decided')!;
    const { basis, facts } = JSON.parse(opening.body!) as Record<string, Record<string, unknown>>;
    const before = entries.filter(({ header }) => header.shard === opening.header.shard);
    const at = before.indexOf(opening);
    expect(basis).toMatchObject({ policy: stage.judging.policy.digest, engine: '0.0.0' });
    expect(before.slice(0, at).map(({ hash }) => hash)).toContain((basis!.knownAt as { hash: string }).hash);
    expect(facts).toMatchObject({ change: { kind: 'rules-added' }, record: { key: expect.stringContaining('/') } });
  });

  test('BM-10: a record that is delivered twice, or in another order, is decided once and to the same end', async () => {
    const once = busy();
    await watchAll(once);
    const wanted = await decided(once);
    expect(wanted).toHaveLength(7);
    const again = busy();
    await watchAll(again, [...again.records.toReversed(), ...again.records]);
    expect(await decided(again)).toEqual(wanted);
    const state = async (stage: WatchStage) =>
      (await stage.rows('decision')).map(({ ruling, severity, verdict, subject }) => ({
        ruling,
        severity,
        verdict,
        subject,
      }));
    expect(await state(again)).toEqual(await state(once));
  });

  test('nothing is acknowledged before it is remembered: what cannot be written comes again', async () => {
    const stage = busy();
    const deaf: Store = { ...stage.store, append: async () => ({ kind: 'unavailable', maybe: false, why: 'down' }) };
    const queue = await watchAll(stage, stage.records, deaf);
    expect(queue.done).toEqual([]);
    expect(await stage.entries()).toEqual([]);
    await watchAll(stage);
    expect(await decided(stage)).toHaveLength(7);
  });

  test('a store that cannot be read holds a record back, and tells no fault of ours', async () => {
    const stage = busy();
    const blind: Store = { ...stage.store, view: async () => Promise.reject(new Error('down')) };
    expect(await takeRecord(stage.parts({ store: blind }), intakenOf(stage.records[0]!))).toBe('later');
    const lost: Store = { ...stage.store, row: async () => Promise.reject(new Error('down')) };
    expect(await takeRecord(stage.parts({ store: lost }), intakenOf(stage.records[0]!))).toBe('later');
    expect(await stage.tasks('tell')).toEqual([]);
  });

  test('a fault of ours is told once, and the record comes again', async () => {
    const stage = busy();
    const policy = () => {
      throw new TypeError('expected a policy, got none');
    };
    const take = () => takeRecord(stage.parts({ policy }), intakenOf(stage.records[0]!));
    expect([await take(), await take()]).toEqual(['later', 'later']);
    expect(await stage.tasks('tell')).toMatchObject([{ why: 'fault', fault: 'expected a policy, got none' }]);
  });

  test('scenario 14: what two workers take at once has one decision, whoever is faster', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e9 }), async (seed) => {
        const once = busy();
        await watchAll(once);
        const stage = busy();
        const chance = seededChance(seed);
        const slow = slowed(stage.store, chance);
        const mixed = stage.records.toSorted(() => chance() - 0.5);
        await Promise.all([watchAll(stage, mixed, slow), watchAll(stage, mixed.toReversed(), slow)]);
        expect(await decided(stage)).toEqual(await decided(once));
        const keys = (await stage.entries()).map(({ header }) => header.key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(await standing(stage)).toEqual(await standing(once));
      }),
      { numRuns: 12 },
    );
  });

  test('a lost answer of the store makes no decision twice, and none is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e9 }), async (seed) => {
        const stage = busy();
        const chance = seededChance(seed);
        const fate = () => (chance() < 0.5 ? 'fine' : chance() < 0.5 ? 'before' : 'after');
        await watchAll(stage, stage.records, losingReplies(stage.store, fate));
        await watchAll(stage);
        const all = await decided(stage);
        expect(new Set(all).size).toBe(all.length);
        expect(all).toHaveLength(7);
      }),
      { numRuns: 12 },
    );
  });
});

/** What is done about what stands, and which violations do. */
async function standing(stage: WatchStage) {
  const violations = (await stage.rows('violation')).filter(({ state }) => state === 'open');
  const groups = new Set(violations.map(({ group }) => group));
  const actions = (await stage.rows('action')).filter(({ intent }) => groups.has(intent.on.id));
  expect(actions).toHaveLength(1);
  return [violations.map(({ group, check, tuple }) => [group, check, tuple]), actions.map(({ intent }) => intent)];
}

/** A store whose calls take their time, so that others come in between. */
function slowed(store: Store, chance: () => number): Store {
  const pause = async () => {
    for (let n = Math.floor(chance() * 8); n > 0; n--) await null;
  };
  return {
    ...store,
    append: async (...asked) => {
      await pause();
      return store.append(...asked);
    },
    view: async (asked) => {
      await pause();
      const view = await store.view(asked);
      await pause();
      return view;
    },
    rows: async (...asked) => {
      await pause();
      return store.rows(...asked);
    },
  };
}
