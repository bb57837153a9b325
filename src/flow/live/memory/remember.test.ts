import fc from 'fast-check';
import { expect, test } from 'vitest';
import { account, anyHistory, type Kind, type Made, region } from '../../../../test/builders/any-history.ts';
import { actors, attempts, gained, judgingBy, lost, tagsQuestion } from '../../../../test/builders/policy.ts';
import { spillOf } from '../../../../test/builders/read-records.ts';
import { evidenceIn, keep, remembered, site } from '../../../../test/builders/remembered.ts';
import { snapshotOf } from '../../../../test/builders/snapshot-of.ts';
import type { Spill } from '../../../contracts/spill.ts';
import type { Store } from '../../../contracts/store.ts';
import type { Interface } from '../../../core/group/group.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { decideAll } from '../../decide-all.ts';
import { keepElsewhere } from '../../keep-elsewhere.ts';
import { type Look, type Looks, noLooks } from '../../looks.ts';
import { judgeSubject } from './judge-subject.ts';
import { openMemorySpill } from './memory-spill.ts';
import { resolveName } from './resolve-name.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

const ages: Kind = { eras: [2014, 2021, 2026], lists: true };

const judging = judgingBy({
  checks: {
    internet: { when: gained(), respond: { else: ['revert'] } },
    wide: { when: gained({ peers: ['any'], moreThan: 1000 }), severity: { else: 'medium' } },
    losses: { when: lost(), severity: { else: 'low' } },
    again: {
      when: gained({ ports: ['tcp/22'] }),
      unless: [{ unfamiliar: { within: 60_000 } }],
      severity: { else: 'critical' },
    },
    probing: { when: attempts(1, 600) },
    tags: {
      when: tagsQuestion({ missing: ['environment'] }),
      unless: [{ actor: [actors('alice', { users: ['*alice'] })] }],
    },
    attached: {
      when: gained({ peers: ['any'] }),
      where: { attached: ['ec2', 'other'], tags: { environment: ['prod'] } },
    },
  },
  adjust: { back: { when: { recurred: { within: 3_600_000 } }, by: 1 } },
  safety: { ...judgingBy({}).policy.safety, mode: { else: 'shadow' } },
});

/** Things that groups of this history are put on, as their records tell. */
function attachments(made: readonly Made[], seeds: readonly number[]): readonly JsonObject[] {
  return seeds.flatMap((seed, n) => {
    const { world, at } = made[seed % made.length]!;
    const ids = [...world.groups.keys()].filter((_, place) => ((seed >> place) & 1) === 0);
    if (ids.length === 0) return [];
    const groupSet = { items: ids.map((groupId) => ({ groupId })) };
    const eni = { networkInterfaceId: `eni-${n % 3}`, groupSet };
    const call = n < 3 ? 'CreateNetworkInterface' : 'ModifyNetworkInterfaceAttribute';
    return {
      ...{ eventVersion: '1.11', eventID: `10000000-0000-4000-8000-${String(n).padStart(12, '0')}` },
      ...{ eventTime: writeInstant(at + (n < 3 ? 0 : 1000)), eventName: call, eventSource: 'ec2.amazonaws.com' },
      ...{ awsRegion: region, recipientAccountId: account, sourceIPAddress: '198.51.100.7', userAgent: 'aws-cli/2' },
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDABOB',
        arn: `arn:aws:iam::${account}:user/bob`,
        accountId: account,
        userName: 'bob',
      },
      requestParameters: n < 3 ? { groupSet } : eni,
      responseElements: n < 3 ? { networkInterface: eni } : { _return: true },
    };
  });
}

/** What live reads showed at some moments, thing by thing. */
function looked(
  made: readonly Made[],
  seeds: readonly number[],
): readonly { subject: string; seen: SubjectEvidence }[] {
  return seeds.flatMap((seed, n) => {
    const { world, at } = made[seed % made.length]!;
    // One thing is never looked at twice in one moment.
    const shown = { ...snapshotOf(world, at), takenAt: at + 1000 * (seed % 60) + n };
    const group = shown.groups[seed % Math.max(shown.groups.length, 1)];
    const list = shown.lists[seed % Math.max(shown.lists.length, 1)];
    const eni: Interface = {
      ...{ id: `eni-${n % 3}`, vpc: 'vpc-1', groups: shown.groups.map((each) => each.id).slice(0, 1 + (seed % 2)) },
      ...{ owner: null, publicAddress: seed % 2 === 0 ? '203.0.113.9' : null },
    };
    return [
      ...(group === undefined
        ? []
        : [{ subject: group.id, seen: { kind: 'observed', at: shown.takenAt, group } as const }]),
      ...(list === undefined
        ? []
        : [{ subject: list.id, seen: { kind: 'observed-list', at: shown.takenAt, list } as const }]),
      { subject: eni.id, seen: { kind: 'observed-interface', at: shown.takenAt, interface: eni } as const },
    ];
  });
}

function looksOf(all: ReturnType<typeof looked>): Looks {
  const by = <T>(pick: (seen: SubjectEvidence) => Look<T>[]) => {
    const own = new Map<string, Look<T>[]>();
    for (const { subject, seen } of all) own.set(subject, [...(own.get(subject) ?? []), ...pick(seen)]);
    const seen = [...own].filter(([, each]) => each.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map(seen.map(([id, each]) => [id, distinct(each)]));
  };
  return {
    ...noLooks,
    groups: by((seen) => (seen.kind === 'observed' ? [{ at: seen.at, found: seen.group }] : [])),
    lists: by((seen) => (seen.kind === 'observed-list' ? [{ at: seen.at, found: seen.list }] : [])),
    interfaces: by((seen) => (seen.kind === 'observed-interface' ? [{ at: seen.at, found: seen.interface }] : [])),
  };
}

const distinct = <T>(looks: readonly Look<T>[]) =>
  [...new Map(looks.map((each) => [each.at, each])).values()].sort((a, b) => a.at - b.at);

interface Delivered {
  readonly subject: string;
  readonly evidence: readonly SubjectEvidence[];
}

/** What one record tells of each of its subjects, where a name alone is told by the id that had it. */
async function delivered(store: Store, json: JsonObject): Promise<readonly Delivered[]> {
  const found: Delivered[] = [];
  for (const { subject, evidence } of evidenceIn(json)) {
    const on = evidence.kind === 'change' ? evidence.change.on : null;
    const named = on?.id === null && on.name !== null ? await resolveName(store, site, on.vpc, on.name) : null;
    found.push({ subject: named ?? subject, evidence: [evidence] });
  }
  return found;
}

async function remember(store: Store, { subject, evidence }: Delivered): Promise<ReadonlyMap<string, Decision>> {
  const memory = await remembered(store, subject, { more: evidence });
  const { single } = judgeSubject(memory, judging, 0, evidence);
  await keep(store, subject, ...evidence);
  return single;
}

/** All tellings come in some order, the first few twice; answers the subjects that they were about. */
async function rememberAll(
  store: Store,
  told: readonly (JsonObject | ReturnType<typeof looked>[number])[],
  keys: readonly number[],
): Promise<ReadonlySet<string>> {
  const subjects = new Set<string>();
  const tellings = [...told, ...told.slice(0, 3)].map((what, at) => ({
    what,
    key: keys[(at * 7) % keys.length]! ^ (at * 31),
  }));
  for (const { what } of tellings.sort((a, b) => a.key - b.key)) {
    const isLook = (each: typeof what): each is ReturnType<typeof looked>[number] => 'seen' in each;
    const all = isLook(what) ? [{ subject: what.subject, evidence: [what.seen] }] : await delivered(store, what);
    for (const each of all) {
      subjects.add(each.subject);
      const judged = await remember(store, each);
      const ids = each.evidence.flatMap((piece) => (piece.kind === 'change' ? [piece.id] : []));
      for (const id of ids) expect(judged.has(id)).toBe(true);
    }
  }
  return subjects;
}

/** What `scan` decides, as text by id. */
function scanned(spill: Spill, looks: Looks, net: boolean): ReadonlyMap<string, string> {
  const sink = keepElsewhere(spill, openMemorySpill());
  decideAll(sink, { snapshot: null, looks, net, judging });
  return new Map([...sink.decisions('time')].map(({ id, text }) => [id, text]));
}

const runs = { numRuns: 25, seed: 20_261_121 };
const seeds = fc.array(fc.nat(100_000), { maxLength: 6 });
const order = fc.array(fc.nat(100_000), { minLength: 5, maxLength: 40 });

test('R99: BM-10: records that come one by one, in any order, with looks among them, are judged as a scan judges the archive', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory(ages), seeds, seeds, order, async (made, put, look, keys) => {
      const records = [...made.map((each) => each.record), ...attachments(made, put)];
      const looks = looked(made, look);
      const store = createMemoryStore(4);
      const subjects = await rememberAll(store, [...records, ...looks], keys);
      const { spill } = await spillOf(records);
      const [archive, net] = [scanned(spill, looksOf(looks), false), scanned(spill, looksOf(looks), true)];
      spill.close();
      const told: string[] = [];
      for (const subject of subjects) {
        const memory = await remembered(store, subject);
        const judged = judgeSubject(memory, judging, 0);
        for (const [id, decision] of judged.single) {
          told.push(id);
          expect(JSON.stringify(decision)).toBe(archive.get(id));
        }
        for (const decision of judged.acts) expect(JSON.stringify(decision)).toBe(net.get(decision.id));
        const some = new Set([...judged.single.keys()].filter((_, at) => at % 3 === 0));
        expect([...judgeSubject(memory, judging, 0, [], some).single]).toEqual(
          [...judged.single].filter(([id]) => some.has(id)),
        );
      }
      expect(told.sort()).toEqual([...archive.keys()].sort());
    }),
    runs,
  );
});
