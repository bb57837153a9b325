import { beforeEach, expect, test } from 'vitest';
import { attempts, gained, judgingBy, lost, tagsQuestion } from '../../../../test/builders/policy.ts';
import { evidenceIn, keep, keepRecords, remembered, site } from '../../../../test/builders/remembered.ts';
import { rule, World } from '../../../../test/builders/world.ts';
import type { Store } from '../../../contracts/store.ts';
import type { Group } from '../../../core/group/group.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { rowName } from '../tables.ts';
import { type JudgedSubject, judgeSubject } from './judge-subject.ts';

const judging = judgingBy({
  checks: {
    internet: { when: gained(), respond: { else: ['revert'] } },
    losses: { when: lost(), severity: { else: 'low' } },
  },
  safety: { ...judgingBy({}).policy.safety, mode: { else: 'enforce' } },
});

let store: Store;
let world: World;

beforeEach(() => {
  store = createMemoryStore(1);
  world = new World();
});

async function judged(subject: string, by: Judging = judging, now = world.at): Promise<JudgedSubject> {
  return judgeSubject(await remembered(store, subject), by, now);
}

const contents = (rules: readonly Rule[] | null) =>
  rules?.map((each) => `${each.direction} ${each.protocol} ${each.ports?.[0] ?? '*'} ${each.peer.value}`);

test('what stood just before a change is the image to put back, with descriptions and tags of rules', async () => {
  const web = world.olderGroup('web');
  const old: Rule = { ...rule('tcp', 443, '10.0.0.0/8'), id: 'sgr-1', description: 'office', tags: { ticket: 'T-1' } };
  const group: Group = { ...{ id: web.id, name: 'web', vpc: 'vpc-1', ...site, tags: { env: 'prod' } }, rules: [old] };
  await keep(store, web.id, { kind: 'observed', at: world.at, group });
  world.wait(3600);
  web.does('authorize', { ...rule('tcp', 22, '0.0.0.0/0'), description: 'quick' });
  world.call('RevokeSecurityGroupIngress', {
    request: { groupId: web.id, securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-1' }] } },
    response: { _return: true },
  });
  await keepRecords(store, world.records);
  const told = await judged(web.id);
  const [opened, closed] = [...told.single.keys()] as [string, string];
  expect(told.imageBefore(opened)).toEqual([old]);
  expect(told.imageBefore(closed)).toEqual([expect.objectContaining({ description: 'quick' }), old]);
  expect(told.imageBefore('chg_none')).toBeNull();
  expect(contents(told.now.rules)).toEqual(['ingress tcp 22 0.0.0.0/0']);
  expect(told.now).toMatchObject({ exists: 'yes', known: 'known', tags: { env: 'prod' } });
  expect(told.looked).toBe(true);
});

test('an act is told by its net effect, beside each of its changes', async () => {
  const web = world.group('web');
  web.opens('tcp', 443, '10.0.0.0/8');
  world.wait(3600);
  web.closes('tcp', 443, '10.0.0.0/8');
  web.opens('tcp', 443, '10.0.0.0/8');
  await keepRecords(store, world.records);
  const { single, acts, looked } = await judged(web.id);
  expect([...single.values()].map((each) => each.verdict!.ruling)).toEqual(['clear', 'clear', 'breach', 'clear']);
  expect(acts.map((each) => [each.kind, each.verdict!.ruling])).toEqual([
    ['net', 'clear'],
    ['net', 'clear'],
  ]);
  expect(acts[1]!.changes).toHaveLength(2);
  expect(looked).toBe(false);
});

test('what is not stored yet is judged with what is, in place of what has its id', async () => {
  const web = world.group('web');
  await keepRecords(store, world.records);
  const from = world.records.length;
  web.opens('tcp', 22, '0.0.0.0/0');
  const more = world.records
    .slice(from)
    .flatMap(evidenceIn)
    .map(({ evidence }) => evidence);
  const memory = await remembered(store, web.id, { more });
  const before = judgeSubject(memory, judging, world.at, more);
  expect([...before.single.values()].map((each) => each.verdict!.ruling)).toEqual(['clear', 'breach']);
  await keepRecords(store, world.records.slice(from));
  const after = judgeSubject(await remembered(store, web.id), judging, world.at, more);
  expect([...after.single]).toEqual([...before.single]);
});

test('what stands is judged now: carriers by check, and a grant in force permits it', async () => {
  const web = world.group('web');
  const [id] = web.opens('tcp', 22, '0.0.0.0/0');
  await keepRecords(store, world.records);
  const { standing } = await judged(web.id);
  expect(standing).toMatchObject({
    ...{ kind: 'standing', origin: 'observed', on: { id: web.id, name: 'web' }, account: { id: site.account } },
    ...{ verdict: { ruling: 'breach' }, carriers: { internet: [id] }, place: { file: 'live', address: web.id } },
  });
  const name = rowName('grant', site.account, site.region, web.id, 'grt_a');
  const grant = {
    ...{ id: 'grt_a', site, group: web.id, rules: [{ ...rule('tcp', 22, '0.0.0.0/0'), id, description: null }] },
    ...{ from: world.at, until: world.at + 1000, by: 'bob', reason: 'a visit', ended: null, version: 1 },
  };
  const body = { kind: 'gap', source: 'test', why: 'lost', from: 0, to: 0 } as const;
  await store.append(0, 'any', [{ at: 0, key: 'g', fence: null, body }], {
    rows: [{ ...name, value: JSON.stringify(grant) }],
  });
  const ruling = async (now: number) => {
    const { standing: stands, single } = await judged(web.id, judging, now);
    return [stands!.verdict.ruling, [...single.values()].at(-1)!.verdict!.ruling];
  };
  expect(await ruling(world.at - 1)).toEqual(['breach', 'breach']);
  expect(await ruling(world.at)).toEqual(['permitted', 'breach']);
  expect(await ruling(world.at + 1000)).toEqual(['breach', 'breach']);
});

test('nothing stands where a group is gone, was never heard of, or is no group', async () => {
  const web = world.group('web');
  web.ends();
  const list = world.list('one', '10.0.0.0/8');
  await keepRecords(store, world.records);
  expect(await judged(web.id)).toMatchObject({ standing: null, now: { exists: 'no', rules: [] } });
  const unheard = await judged('sg-0000000000000000f');
  expect(unheard).toMatchObject({ standing: null, now: { exists: 'unknown', known: 'unknown' } });
  expect([unheard.single.size, unheard.acts]).toEqual([0, []]);
  expect(await judged(list)).toMatchObject({ standing: null, now: { exists: 'unknown' } });
});

test('an edit of a list is judged by the groups that name it', async () => {
  const list = world.list('offices', '10.0.0.0/8');
  const web = world.group('web');
  web.opens('tcp', 22, list);
  world.do({ do: 'edit-list', list, add: ['0.0.0.0/0'], remove: [] });
  await keepRecords(store, world.records);
  const told = await judged(list);
  const [made, edited] = [...told.single.values()];
  expect(made!.verdict!.ruling).toBe('clear');
  expect(edited).toMatchObject({ verdict: { ruling: 'breach' }, carriers: { internet: [] } });
  expect(edited!.effects.map((each) => each.group!.id)).toEqual([web.id]);
  expect(told.acts).toEqual([made, edited]);
  expect([told.imageBefore(edited!.id), told.imageBefore('chg_none')]).toEqual([[], null]);
});

test('a thing that groups are put on gains what they permit', async () => {
  const web = world.group('web');
  web.opens('tcp', 22, '0.0.0.0/0');
  const groupSet = { items: [{ groupId: web.id }] };
  const response = { networkInterface: { networkInterfaceId: 'eni-1', groupSet } };
  world.call('CreateNetworkInterface', { request: { groupSet }, response });
  await keepRecords(store, world.records);
  const { acts } = await judged('eni-1');
  expect(acts.map((each) => each.verdict!.ruling)).toEqual(['breach']);
  expect(acts[0]!.say).toContain('tcp 22');
});

test('only the changes asked for are told, and as they would be among all', async () => {
  const web = world.group('web');
  for (const port of [22, 23, 24]) web.opens('tcp', port, '0.0.0.0/0');
  world.refusing('Client.UnauthorizedOperation');
  web.opens('tcp', 25, '0.0.0.0/0');
  await keepRecords(store, world.records);
  for (const by of [judging, judgingBy({ checks: { tries: { when: attempts(0, 60) }, back: { when: gained() } } })]) {
    const memory = await remembered(store, web.id);
    const all = judgeSubject(memory, by, world.at);
    const ids = [...all.single.keys()];
    const some = judgeSubject(memory, by, world.at, [], new Set([ids[2]!, ids[4]!]));
    expect([...some.single]).toEqual([...all.single].filter(([id]) => id === ids[2] || id === ids[4]));
    expect(some.acts).toEqual(
      all.acts.filter((act) => (act.changes ?? [act.id]).some((id) => id === ids[2] || id === ids[4])),
    );
  }
});

test('R16: tags set back are believed over a look that still shows what a stranger had set, and the next rule is judged so', async () => {
  const web = world.olderGroup('web');
  const by = judgingBy({
    checks: {
      internet: { when: gained(), respond: { prod: ['revert'], else: ['none'] } },
      'tags-kept': { when: tagsQuestion() },
    },
  });
  const look = (tags: Group['tags'], at: number) => {
    const group: Group = { ...{ id: web.id, name: 'web', vpc: 'vpc-1', ...site, tags }, rules: [] };
    return { kind: 'observed', at, group } as const;
  };
  await keep(store, web.id, look({ env: 'prod' }, world.at));
  world.wait(300).as('mallory');
  web.tags('env', 'dev');
  world.wait(20).as('alice');
  const back = world.at;
  web.tags('env', 'prod');
  world.as('mallory').wait(2);
  web.opens('tcp', 22, '0.0.0.0/0');
  await keepRecords(store, world.records);
  await keep(store, web.id, look({ env: 'dev' }, back + 46));
  const { single, standing } = await judged(web.id, by);
  const told = [...single.values()].map(({ on, verdict }) => [on.environment, verdict!.ruling]);
  expect(told.at(-1)).toEqual(['prod', 'breach']);
  expect(standing!.on.environment).toBe('prod');
});
