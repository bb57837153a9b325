import { expect, test } from 'vitest';
import { actorWith } from '../../../test/builders/actor.ts';
import { changeWith, headWith } from '../../../test/builders/change.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { World } from '../../../test/builders/world.ts';
import { changeOf } from '../../flow/load.ts';
import type { TagsChanged } from '../change/change.ts';
import { guardAfter, guardedTags, noGuard, retagged } from './tag-guard.ts';
import { tagHistory } from './tag-history.ts';
import { type Trace, trace } from './trace.ts';

async function tracesOf(world: World, group: string): Promise<readonly Trace[]> {
  const { spill } = await spillOf(world.records);
  const evidence = spill
    .changesOf(group)
    .map((each) => ({ kind: 'change' as const, at: each.at, id: each.id, change: changeOf(each) }));
  spill.close();
  const traces: Trace[] = [];
  trace(evidence, new Map(), (each) => traces.push(each));
  return traces;
}

test('R33: tags are known from a creation on', async () => {
  const world = new World();
  const web = world.group('web');
  web.tags('env', 'prod');
  const at = tagHistory(await tracesOf(world, web.id), { at: world.at + 1000, tags: { env: 'other' } });
  expect([at(0), at(1)]).toEqual([{ tags: {} }, { tags: { env: 'prod' } }]);
});

test('R33: before a look what it shows counts, as of its time, but for keys that records changed', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  web.opens('tcp', 443, '10.0.0.0/8');
  web.tags('env', 'dev');
  web.tags('team', null);
  const look = { at: world.at + 1000, tags: { env: 'dev', owner: 'payments' } };
  const at = tagHistory(await tracesOf(world, web.id), look);
  expect(at(0)).toEqual({ tags: { owner: 'payments' }, tagsOtherTime: look.at });
  expect(at(1)).toEqual({ tags: { owner: 'payments', env: 'dev' }, tagsOtherTime: look.at });
  expect(at(2)).toEqual(at(1));
});

test('R33: without creation or look only what records set is known', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  web.opens('tcp', 443, '10.0.0.0/8');
  web.tags('env', 'dev');
  const at = tagHistory(await tracesOf(world, web.id), null);
  expect([at(-1), at(0), at(1)]).toEqual([{ tags: null }, { tags: null }, { tags: { env: 'dev' }, tagsPartly: true }]);
});

test('R82: of tag changes in one second ours comes last, whatever their ids, unless we never announced it', () => {
  const changed = (
    id: string,
    set: TagsChanged['set'],
    removed: readonly string[],
    more: Partial<TagsChanged> = {},
  ) => {
    const change = changeWith({ kind: 'tags-changed', rule: null, set, removed, ...more });
    return { kind: 'change', at: 1000, id, change } as const;
  };
  const ours = { record: headWith({ actor: actorWith({ session: 'portcullis-act_1' }) }) };
  const off = { portcullis: 'off' };
  const after = (...evidence: readonly ReturnType<typeof changed>[]) => {
    const traces: Trace[] = [];
    trace(evidence, new Map(), (each) => traces.push(each));
    return traces.at(-1)!.tags;
  };
  expect(after(changed('chg_b', off, []), changed('chg_a', {}, ['portcullis'], ours))).toEqual({});
  expect(after(changed('chg_a', off, []), changed('chg_b', {}, ['portcullis'], ours))).toEqual({});
  const thief = { ...ours, unannounced: true } as const;
  expect(after(changed('chg_b', off, []), changed('chg_a', {}, ['portcullis'], thief))).toEqual(off);
});

test('scenario 15: tags that are not believed keep the value before, until a permitted change sets them', () => {
  const change = (set: TagsChanged['set'], removed: readonly string[] = []) => ({ set, removed }) as TagsChanged;
  const before = { env: 'prod', protected: 'yes' };
  const retagging = change({ env: 'dev', new: '1' }, ['protected']);
  const guard = guardAfter(noGuard, retagging, before, false);
  const now = retagged(before, retagging);
  expect(now).toEqual({ env: 'dev', new: '1' });
  expect(guardedTags(guard, now)).toEqual(before);
  const allowed = guardAfter(guard, change({ env: 'dev' }), guardedTags(guard, now), true);
  expect(guardedTags(allowed, now)).toEqual({ env: 'dev', protected: 'yes' });
  expect(guardedTags(noGuard, now)).toBe(now);
});
