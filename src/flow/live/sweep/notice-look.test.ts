import { expect, test } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import type { Group } from '../../../core/group/group.ts';
import type { Rule } from '../../../core/group/rule.ts';
import { noticeLook } from './notice-look.ts';

const at = Date.UTC(2026, 2, 2);
const web = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-1');
const dns = ruleOf('ingress udp/53 10.0.0.0/8', 'sgr-3');
const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-2');

function look(after: number, ...rules: readonly Rule[]) {
  const group: Group = { id: 'sg-web', name: 'web', vpc: 'vpc-1', ...site, tags: {}, rules };
  return { kind: 'observed', at: at + after, ended: at + after, group } as const;
}

const about = { site, group: 'sg-web', swept: null };

test('R18: a rule that came untold is noticed once, though an older look that shows it is kept later', () => {
  const [before, between] = [look(0, web), look(60_500, web, dns)];
  const [older, newer] = [look(60_000, web, ssh), look(61_000, web, dns, ssh)];
  const first = noticeLook({ ...about, evidence: [before, between], open: [] }, newer);
  expect(first.unexplained).toMatchObject([{ was: 'appeared', rule: { id: 'sgr-2' } }]);
  const alone = noticeLook({ ...about, evidence: [before, between, newer], open: [] }, older);
  expect(alone.unexplained).toMatchObject([{ was: 'appeared', rule: { id: 'sgr-2' } }]);
  for (const decision of [null, 'chg_1']) {
    const open = first.unexplained.map((each) => ({ ...each, decision }));
    const again = noticeLook({ ...about, evidence: [before, between, newer], open }, older);
    expect(again).toEqual({ news: false, unexplained: [], withdrawn: [] });
  }
});

test('R18: a rule that was rewritten untold, or a group that went, is told once by looks kept in any order', () => {
  const said = ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-2');
  const before = look(0, web, said);
  const shows = [(at: number) => look(at, web, ssh), (at: number) => ({ ...look(at), group: null })];
  for (const show of shows) {
    const [older, newer] = [show(60_000), show(61_000)];
    const open = noticeLook({ ...about, evidence: [before], open: [] }, newer).unexplained;
    expect(open).toHaveLength(1);
    const again = noticeLook({ ...about, evidence: [before, newer], open }, older);
    expect(again).toEqual({ news: false, unexplained: [], withdrawn: [] });
    expect(noticeLook({ ...about, evidence: [before], open: [] }, older).news).toBe(true);
  }
});
