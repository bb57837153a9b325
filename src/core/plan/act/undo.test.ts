import { describe, expect, test } from 'vitest';
import { close, intentOf, liveGroup, open, rewrite, ruleOf } from '../../../../test/builders/acting.ts';
import type { Rule } from '../../group/rule.ts';
import type { Aim, Intent } from './intent.ts';
import type { Live } from './live.ts';
import { type Done, mayUndo, undoIntent } from './undo.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1', { description: 'vendor', tags: { a: 'b' } });
const https = ruleOf('ingress tcp/443 192.0.2.0/24', 'sgr-2');

const done = (aims: readonly Aim[], parts: Partial<Done> & { readonly do?: Intent['do'] } = {}): Done => ({
  intent: intentOf(aims, { do: parts.do ?? 'revert' }),
  ...{ state: 'verified', attempt: 1, found: [ssh, https], left: [https], lineage: {} },
  ...parts,
});
const closed = done([close({ ...ssh, description: null })]);
const aimsOf = (of: Done, live: Live) => undoIntent(of, live, { order: 'ord_1', policy: 'sha256:9' }).intent.aims;

describe('whether an action may be undone', () => {
  test('only while the group is exactly as the action left it', () => {
    expect(mayUndo(closed, liveGroup([https]))).toBeNull();
    expect(mayUndo(closed, liveGroup([]))).toBe(
      'superseded: `ingress tcp/443 192.0.2.0/24` (sgr-2) does not stand any more',
    );
    expect(mayUndo(closed, liveGroup([https, ruleOf('ingress udp/53 ::/0', 'sgr-3')]))).toBe(
      'superseded: now `ingress udp/53 ::/0` (sgr-3) stands as well',
    );
    expect(mayUndo(closed, liveGroup([{ ...https, id: 'sgr-9' }]))).toMatch('(sgr-2) does not stand');
    expect(mayUndo(closed, liveGroup([{ ...https, ports: [443, 444] }]))).toMatch('does not stand');
    expect(mayUndo(closed, liveGroup([https, ruleOf('ingress udp/53 ::/0')]))).toMatch('(without id) stands as well');
    expect(mayUndo({ ...closed, left: [{ ...https, id: null }] }, liveGroup([]))).toMatch(
      '(without id) does not stand',
    );
    expect(mayUndo(closed, { kind: 'group', group: null })).toBe('superseded: sg-web is gone');
    expect(mayUndo({ ...closed, left: null }, liveGroup([https]))).toBe(
      'superseded: nobody knows how it left the group',
    );
  });

  test('only what was verified, and only what it did itself', () => {
    expect(mayUndo({ ...closed, state: 'partly' }, liveGroup([https]))).toBe(
      'expected a verified action, got one that is partly',
    );
    const nothing = 'it changed nothing that could be given back';
    expect(mayUndo({ ...closed, attempt: 0 }, liveGroup([https]))).toBe(nothing);
    expect(mayUndo({ ...closed, found: [https] }, liveGroup([https]))).toBe(nothing);
    expect(mayUndo({ ...closed, found: null }, liveGroup([https]))).toBe(nothing);
  });

  test('an undo is not undone: what was undone is done anew', () => {
    expect(mayUndo(done(closed.intent.aims, { do: 'undo' }), liveGroup([https]))).toMatch(/^it is itself the undoing/);
  });

  test('tags must still say what the action set', () => {
    const tagged = done([{ kind: 'tag', key: 'env', from: 'dev', to: 'prod' }]);
    expect(mayUndo(tagged, liveGroup([https], { env: 'prod' }))).toBeNull();
    expect(mayUndo(tagged, liveGroup([https], { env: 'test' }))).toBe(
      'superseded: no longer so: tag env=prod (tag `env` says `test` now)',
    );
  });

  test('of an interface what others have put on since is no hindrance', () => {
    const off = done([{ kind: 'groups', add: ['sg-b'], remove: ['sg-a'] }]);
    const dressed: Done = { ...off, intent: { ...off.intent, on: { kind: 'interface', id: 'eni-1' } }, left: null };
    const worn = (...groups: readonly string[]): Live => ({
      kind: 'interface',
      interface: { id: 'eni-1', vpc: null, groups, owner: null, publicAddress: null },
    });
    expect(mayUndo(dressed, worn('sg-b', 'sg-x'))).toBeNull();
    expect(mayUndo(dressed, worn('sg-a', 'sg-x'))).toBe('superseded: no longer so: group sg-b, no group sg-a');
    expect(aimsOf(dressed, worn('sg-b', 'sg-x'))).toEqual([{ kind: 'groups', add: ['sg-a'], remove: ['sg-b'] }]);
  });

  test('of a list its entries go back at the version that it has now', () => {
    const edited = done([
      { kind: 'entries', version: 4, add: [{ cidr: '192.0.2.0/24', description: null }], remove: ['0.0.0.0/0'] },
    ]);
    const list: Done = { ...edited, intent: { ...edited.intent, on: { kind: 'list', id: 'pl-1' } }, left: null };
    const live = (version: number | null): Live => ({
      kind: 'list',
      list: { id: 'pl-1', name: null, version, entries: ['192.0.2.0/24'] },
    });
    expect(mayUndo(list, live(5))).toBeNull();
    expect(aimsOf(list, live(5))).toEqual([
      { kind: 'entries', version: 5, add: [{ cidr: '0.0.0.0/0', description: null }], remove: ['192.0.2.0/24'] },
    ]);
    expect(aimsOf(list, live(null))).toEqual([]);
    expect(aimsOf(list, { kind: 'list', list: null })).toEqual([]);
    expect(aimsOf(list, liveGroup([]))).toEqual([]);
  });
});

describe('the undoing of an action', () => {
  test('is an action of its own, with its own id, out of the rules that it found', () => {
    const live = liveGroup([https]);
    const { intent, image } = undoIntent(closed, live, { order: 'ord_1', policy: 'sha256:9' });
    expect(intent).toEqual({
      ...closed.intent,
      action: expect.stringMatching(/^act_[a-z2-7]{26}$/),
      ...{ for: 'ord_1', do: 'undo', policy: 'sha256:9', aims: [open(ssh)] },
    });
    expect(image).toEqual([ssh, https]);
    expect(undoIntent(closed, live, { order: 'ord_2', policy: 'x' }).intent.action).not.toBe(intent.action);
    expect(undoIntent({ ...closed, found: null }, live, { order: 'ord_1', policy: 'x' }).image).toEqual([]);
    expect(aimsOf(done([close({ ...ssh, id: null })]), live)).toEqual([open(ssh)]);
    expect(aimsOf(done([close({ ...ssh, id: 'sgr-7' })]), live)).toEqual([]);
  });

  test('what it put back goes, by its new id; what stood already stays', () => {
    const restored = (parts: Partial<Done>) => done([open(ssh)], { do: 'restore', found: [https], ...parts });
    const back: Rule = { ...ssh, id: 'sgr-5' };
    const live = liveGroup([https, back]);
    expect(aimsOf(restored({ lineage: { 'sgr-1': 'sgr-5' } }), live)).toEqual([close(back)]);
    expect(aimsOf(restored({ lineage: { 'sgr-1': 'sgr-6' } }), live)).toEqual([]);
    expect(aimsOf(restored({}), live)).toEqual([close(back)]);
    expect(aimsOf(restored({ found: [back] }), live)).toEqual([]);
    expect(aimsOf(restored({ found: null }), live)).toEqual([]);
    expect(aimsOf(restored({}), liveGroup([https]))).toEqual([]);
    const unnamed = done([open({ ...ssh, id: null })], { do: 'restore', found: [https] });
    expect(aimsOf(unnamed, live)).toEqual([close(back)]);
  });

  test('what it rewrote says again what it found, under its id; where it took the rule away, it comes back', () => {
    const was = ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-1');
    const rewritten = done([rewrite('sgr-1', ssh, was)], { found: [ssh] });
    expect(aimsOf(rewritten, liveGroup([was]))).toEqual([rewrite('sgr-1', was, ssh)]);
    expect(aimsOf(rewritten, liveGroup([{ ...was, id: 'sgr-4' }]))).toEqual([open(ssh)]);
    expect(aimsOf({ ...rewritten, found: [was] }, liveGroup([was]))).toEqual([]);
    expect(aimsOf({ ...rewritten, found: [{ ...ssh, id: 'sgr-4' }] }, liveGroup([was]))).toEqual([]);
    expect(aimsOf({ ...rewritten, found: null }, liveGroup([was]))).toEqual([]);
  });

  test('tags go back to what they said', () => {
    const tagged = done([{ kind: 'tag', key: 'env', from: null, to: 'prod' }]);
    expect(aimsOf(tagged, liveGroup([]))).toEqual([{ kind: 'tag', key: 'env', from: 'prod', to: null }]);
  });
});
