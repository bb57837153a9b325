import { describe, expect, it } from 'vitest';
import { intentOf, liveGroup, ruleOf, site } from '../../../../test/builders/acting.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { ActionRow } from '../tables.ts';
import type { Known } from './know.ts';
import type { Performing } from './performing.ts';
import { waitForWrite } from './wait-for-write.ts';

const [bad, good] = [ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1'), ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-1')];
const other = ruleOf('ingress tcp/23 0.0.0.0/0', 'sgr-2');
const about = { action: 'act_1', site, group: 'sg-web' } as const;
const rewrite = (to: Rule): Ec2Order => ({ ...about, call: 'rewrite', role: 'restore', rules: [to], image: [to] });
const revoke = (id: string): Ec2Order => ({
  ...about,
  call: 'revoke',
  role: 'revoke',
  direction: 'ingress',
  ids: [id],
});

/** Whether a call is made now that a read shows these rules, a second after our rewrite of the bad one came through. */
async function isMade(
  order: Ec2Order,
  shown: readonly Rule[],
  found: readonly Rule[] | null = [bad, other],
  lineage: ActionRow['lineage'] = {},
) {
  const parts = new PerformStage().parts();
  const row = { intent: intentOf([]), lastWrite: parts.clock.now() - 1_000, pending: null, reads: 0, found, lineage };
  const now = { parts, row: { ...row, last: rewrite(good) } as ActionRow, held: { task: 'act/act_1', fence: 1 } };
  const read = { kind: 're-read', started: parts.clock.now(), ended: parts.clock.now(), live: liveGroup(shown) };
  return (
    (await waitForWrite({ ...now, leaseEnd: 0, shard: 0, version: 1 } as Performing, { read } as Known, order)) === null
  );
}

describe('after a rewrite of ours', () => {
  it('15: a read that still shows the old text is no ground to close the rule, or to rewrite it to something else', async () => {
    expect(await isMade(revoke('sgr-1'), [bad, other])).toBe(false);
    expect(await isMade(rewrite(other), [other, { ...bad, description: 'x' }])).toBe(true);
    expect(await isMade(rewrite({ ...other, id: 'sgr-1' }), [bad, other])).toBe(false);
  });

  it('a read that shows another text, no such rule, or what was not known before, is acted upon', async () => {
    expect(await isMade(revoke('sgr-1'), [{ ...bad, ports: [20, 25] }])).toBe(true);
    expect(await isMade(revoke('sgr-1'), [other])).toBe(true);
    expect(await isMade(revoke('sgr-1'), [bad], null)).toBe(true);
    expect(await isMade(revoke('sgr-1'), [bad], [other])).toBe(true);
  });

  it('other rules are closed at once, but not one that we took and gave back under another id', async () => {
    expect(await isMade(revoke('sgr-2'), [bad, other])).toBe(true);
    expect(await isMade(revoke('sgr-2'), [bad, other], null, { 'sgr-2': 'sgr-9' })).toBe(false);
  });
});
