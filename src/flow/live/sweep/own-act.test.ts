import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { rowName, type UnexplainedRow } from '../tables.ts';
import { ownAct } from './own-act.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const { action, on, site } = intentOf([close(ssh)]);
const at = 1_800_000_000_000;

const seen: UnexplainedRow = {
  ...{ id: 'chg_1', site, group: on.id, was: 'vanished', rule: ssh, before: null, state: '' },
  ...{ since: at - 1000, seenAt: at + 1000, decision: null, claimedBy: null },
};

/** A rule that went, and an action of ours that was announced on it. */
async function behind(row: object, from = at): Promise<string | null> {
  const store = createMemoryStore(1);
  const acted = rowName('acted', site.account, site.region, on.id, tupleText(ssh), from, action);
  const rows = [
    { ...acted, value: JSON.stringify({ action, at: from, actor: null }) },
    { ...rowName('action', action), value: JSON.stringify({ intent: intentOf([close(ssh)]), pending: null, ...row }) },
  ];
  await store.append(0, 'any', [], { rows });
  return ownAct(store, seen, 0);
}

describe('what a look shows to have changed', () => {
  it('is ours where an action of ours meant just that, and its call came through or may have', async () => {
    expect(await behind({ last: { call: 'revoke' } })).toBe(action);
    expect(await behind({ pending: { call: 'revoke' } })).toBe(action);
  });

  it('is not ours where our call came to nothing: somebody else was faster', async () => {
    expect(await behind({})).toBeNull();
  });

  it('is not ours where we acted before it was last seen otherwise', async () => {
    expect(await behind({ last: { call: 'revoke' } }, at - 2000)).toBeNull();
  });
});
