import { expect, test } from 'vitest';
import { boxAsked, gained, judgingBy, lost } from '../../../test/builders/policy.ts';
import { tell } from '../../../test/builders/read-records.ts';
import { rule, World } from '../../../test/builders/world.ts';
import { nothing } from '../reach/reach.ts';
import { carryingRules } from './carrying-rules.ts';
import type { RuleRow } from './decision.ts';

const row = (op: RuleRow['op'], parts: Partial<RuleRow> = {}): RuleRow => ({
  ...{ op, id: null, description: null, ...rule('tcp', 22, '0.0.0.0/0') },
  ...parts,
});
const ssh = { reach: boxAsked({ ports: ['tcp/22'] }) };

test('what was gained is carried by rules that came, what was lost by rules that went', () => {
  const rules = (['add', 'remove', 'before', 'after'] as const).map((op) => row(op));
  const ops = (loss: boolean) => carryingRules(ssh, loss, { rules, known: {} }).map((each) => each.op);
  expect(ops(false)).toEqual(['add', 'after']);
  expect(ops(true)).toEqual(['remove', 'before']);
});

test('a rule that permits nothing of it, or whose content nobody tells, carries nothing', () => {
  const rules = [row('add', { ports: [23, 23] }), row('add', { protocol: null }), row('add', { peer: null })];
  expect(carryingRules(ssh, false, { rules, known: {} })).toEqual([]);
  const anything = { reach: boxAsked({}) };
  expect(carryingRules(anything, false, { rules: rules.slice(1), known: {} })).toEqual([]);
  expect(carryingRules({ reach: nothing }, false, { rules: [row('add')], known: {} })).toEqual([]);
});

test('a rule whose direction nobody tells carries what it permits either way', () => {
  const egress = { reach: boxAsked({ ports: ['tcp/22'], direction: ['egress'] }) };
  const rules = [row('after', { direction: null })];
  expect(carryingRules(ssh, false, { rules, known: {} })).toEqual(rules);
  expect(carryingRules(egress, false, { rules, known: {} })).toEqual(rules);
  expect(carryingRules(egress, false, { rules: [row('after')], known: {} })).toEqual([]);
});

test('a list carries what it holds; what nobody knows of it, it may hold', () => {
  const rules = [row('add', { peer: { kind: 'list', value: 'pl-1' } })];
  const carried = (entries: readonly string[] | null) =>
    carryingRules(ssh, false, { rules, known: { lists: () => entries } }).length;
  expect([carried(['0.0.0.0/0']), carried(['10.0.0.0/8']), carried(null)]).toEqual([1, 0, 1]);
});

const judging = judgingBy({
  checks: {
    ssh: { when: gained({ ports: ['tcp/22'] }) },
    rdp: { when: gained({ ports: ['tcp/3389'] }), unless: [{ name: ['web'] }] },
    losses: { when: lost({ ports: ['tcp/443'] }) },
  },
});

test('a decision names by check the rules of its change that carry it, permitted or not, and is silent where none objects', async () => {
  const world = new World();
  const web = world.group('web');
  const [ssh, rdp] = web.does('authorize', rule('tcp', 22, '0.0.0.0/0'), rule('tcp', 3389, '::/0')) as [string, string];
  const [https] = web.opens('tcp', 443, '10.0.0.0/8') as [string];
  world.wait(600);
  web.rewrites(https, 'tcp', 22, '203.0.113.0/24');
  world.era = 2014;
  world.wait(600);
  web.opens('tcp', 22, '198.51.100.0/24');
  const { decisions } = await tell(world.records, { judging });
  expect(decisions.map((each) => each.carriers)).toEqual([
    undefined,
    { rdp: [rdp], ssh: [ssh] },
    undefined,
    { losses: [https] },
    undefined,
  ]);
  expect(decisions[1]!.verdict!.checks.map((each) => each.ruling).sort()).toEqual(['breach', 'permitted']);
});

test('a rule without an id is named by what it permits', async () => {
  const world = new World();
  world.era = 2014;
  world.group('web').opens('tcp', 22, '0.0.0.0/0');
  const { decisions } = await tell(world.records, { judging });
  expect(decisions[1]!.carriers).toEqual({ ssh: ['ingress tcp/22 0.0.0.0/0'] });
});

test('what lists hold is asked where a rule names one, so that only those that hold it carry it', async () => {
  const world = new World();
  const [wide, narrow] = [world.list('wide', '0.0.0.0/0'), world.list('narrow', '10.0.0.0/8')];
  const [one] = world.group('web').does('authorize', rule('tcp', 22, wide), rule('tcp', 22, narrow)) as [string];
  const { decisions } = await tell(world.records, { judging });
  expect(decisions.at(-1)!.carriers).toEqual({ ssh: [one] });
});

test('what no rule of the change carries is told with no rule', async () => {
  const world = new World();
  const list = world.list('offices', '10.0.0.0/8');
  world.group('web').opens('tcp', 22, list);
  world.do({ do: 'edit-list', list, add: ['0.0.0.0/0'], remove: [] });
  const { decisions } = await tell(world.records, { judging });
  expect(decisions.at(-1)!.carriers).toEqual({ ssh: [] });
});

test('what an act opened only for a while is carried by no rule that is left', async () => {
  const world = new World();
  const web = world.group('web');
  world.wait(600);
  web.opens('tcp', 22, '0.0.0.0/0');
  web.closes('tcp', 22, '0.0.0.0/0');
  const { decisions } = await tell(world.records, { judging, net: true });
  expect(decisions.at(-1)).toMatchObject({ carriers: { ssh: [] }, verdict: { checks: [{ over: true }] } });
});
