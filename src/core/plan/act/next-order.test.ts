import { describe, expect, test } from 'vitest';
import { close, intentOf, liveGroup, open, rewrite, ruleOf, site } from '../../../../test/builders/acting.ts';
import type { Interface, PrefixList } from '../../group/group.ts';
import type { Rule } from '../../group/rule.ts';
import type { Aim, Intent } from './intent.ts';
import type { Live } from './live.ts';
import { nextOrder } from './next-order.ts';
import type { Ordering } from './orders-of.ts';

const ssh = 'ingress tcp/22 0.0.0.0/0';
const next = (intent: Intent, live: Live, more: Partial<Ordering> = {}) =>
  nextOrder(intent, live, { image: [], ...more });
const on = (rules: readonly Rule[], aims: readonly Aim[], image: readonly Rule[] = [], how: Partial<Intent> = {}) =>
  next(intentOf(aims, how), liveGroup(rules), { image });
const order = { kind: 'order', order: { action: 'act_1', site, group: 'sg-web' } };

describe('what is closed', () => {
  test('R83 BM-3 scenario 20: one revoke of just the one rule, by its id; nothing is authorised', () => {
    const rules = [ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-1'), ruleOf(ssh, 'sgr-2')];
    expect(on(rules, [close(ruleOf(ssh, 'sgr-2'))])).toEqual({
      kind: 'order',
      order: {
        action: 'act_1',
        site,
        call: 'revoke',
        role: 'revoke',
        group: 'sg-web',
        direction: 'ingress',
        ids: ['sgr-2'],
      },
    });
  });

  test('R83 scenario 21: a restricted rule for all traffic stays', () => {
    const rules = [ruleOf('ingress all 10.0.0.0/8', 'sgr-1'), ruleOf(ssh, 'sgr-2')];
    expect(on(rules, [close(ruleOf(ssh, 'sgr-2'))])).toMatchObject({ order: { ids: ['sgr-2'] } });
  });

  test('scenario 22: what somebody has closed already holds', () => {
    expect(on([ruleOf('ingress tcp/443 0.0.0.0/0', 'sgr-3')], [close(ruleOf(ssh, 'sgr-2'))])).toEqual({
      kind: 'holds',
    });
  });

  test('scenario 23: a rule that is meant twice is revoked once', () => {
    const rule = ruleOf(ssh, 'sgr-2');
    expect(on([rule], [close(rule), close(rule)])).toMatchObject({ order: { ids: ['sgr-2'] } });
  });

  test('scenario 29: a rule that says something else by now is left alone, and that is said', () => {
    const now = ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-2');
    expect(on([now], [close(ruleOf(ssh, 'sgr-2'))])).toEqual({
      kind: 'superseded',
      why: '`ingress tcp/22 0.0.0.0/0`: sgr-2 says `ingress tcp/22 192.0.2.0/24` now',
    });
  });

  test('a twin that was made anew is not touched: its own change is judged', () => {
    expect(on([ruleOf(ssh, 'sgr-9')], [close(ruleOf(ssh, 'sgr-2'))])).toEqual({
      kind: 'superseded',
      why: '`ingress tcp/22 0.0.0.0/0`: stands again as sgr-9',
    });
  });

  test('a rule whose id no record tells is found by what it permits: EC2 holds no two of that', () => {
    expect(on([ruleOf(ssh, 'sgr-2')], [close(ruleOf(ssh))])).toMatchObject({ order: { ids: ['sgr-2'] } });
    expect(on([], [close(ruleOf(ssh))])).toEqual({ kind: 'holds' });
    expect(on([ruleOf(ssh)], [close(ruleOf(ssh))])).toEqual({
      kind: 'refused',
      why: '`ingress tcp/22 0.0.0.0/0`: the live read tells no id of it',
    });
    expect(on([ruleOf(ssh)], [close(ruleOf(ssh, 'sgr-2'))])).toMatchObject({
      kind: 'superseded',
      why: '`ingress tcp/22 0.0.0.0/0`: stands again as a rule without id',
    });
  });

  test('what still is as it was judged goes first, what is not ours any more is told after that', () => {
    const aims = [close(ruleOf(ssh, 'sgr-2')), close(ruleOf('ingress udp/53 ::/0', 'sgr-3'))];
    const rules = [ruleOf('ingress tcp/23 0.0.0.0/0', 'sgr-2'), ruleOf('ingress udp/53 ::/0', 'sgr-3')];
    expect(on(rules, aims)).toMatchObject({ order: { ids: ['sgr-3'] } });
    expect(on(rules.slice(0, 1), aims)).toMatchObject({ kind: 'superseded' });
  });

  test('both directions are two calls, ingress first', () => {
    const [out, into] = [ruleOf('egress all 0.0.0.0/0', 'sgr-1'), ruleOf(ssh, 'sgr-2')];
    const aims = [close(out), close(into)];
    expect(on([out, into], aims)).toMatchObject({ ...order, order: { direction: 'ingress', ids: ['sgr-2'] } });
    expect(on([out], aims)).toMatchObject({ ...order, order: { direction: 'egress', ids: ['sgr-1'] } });
    expect(on([], aims)).toEqual({ kind: 'holds' });
  });
});

describe('what is put back', () => {
  const stood = ruleOf('ingress tcp/443 192.0.2.0/24', 'sgr-1', { description: 'office', tags: { Name: 'https' } });

  test('R92 scenario 24: a rule comes back as it stood before, with description and tags', () => {
    expect(on([], [open({ ...stood, description: null })], [stood], { do: 'restore' })).toEqual({
      kind: 'order',
      order: {
        ...{ action: 'act_1', site, call: 'authorize', role: 'restore', group: 'sg-web', direction: 'ingress' },
        ...{ rules: [stood], image: [stood] },
      },
    });
  });

  test('BM-14: what did not stand before is never authorised', () => {
    expect(on([], [open(stood)], [], { do: 'restore' })).toMatchObject({
      kind: 'refused',
      why: '`ingress tcp/443 192.0.2.0/24`: it did not stand before the change as far as is known, and nothing else is ever put back',
    });
  });

  test('of two rules of the image the one with the same id is put back', () => {
    const other = { ...stood, id: 'sgr-0', description: 'older' };
    const both = [other, stood];
    expect(on([], [open(stood)], both, { do: 'restore' })).toMatchObject({
      order: { rules: [{ description: 'office' }] },
    });
    expect(on([], [open({ ...stood, id: null })], both, { do: 'restore' })).toMatchObject({
      order: { rules: [other] },
    });
  });

  test('race 12: what stands under any id holds', () => {
    expect(on([{ ...stood, id: 'sgr-7' }], [open(stood)], [stood], { do: 'restore' })).toEqual({ kind: 'holds' });
  });

  test('a rule that was rewritten since is not made a second time', () => {
    const now = ruleOf('ingress tcp/443 198.51.100.0/24', 'sgr-1');
    expect(on([now], [open(stood)], [stood], { do: 'restore' })).toMatchObject({
      kind: 'superseded',
      why: '`ingress tcp/443 192.0.2.0/24`: sgr-1 says `ingress tcp/443 198.51.100.0/24` now',
    });
    const beside = [{ ...open(stood), over: now }] as const;
    expect(on([now], beside, [stood], { do: 'restore' })).toMatchObject({
      order: { call: 'authorize', rules: [stood] },
    });
    const other = ruleOf('ingress tcp/443 203.0.113.0/24', 'sgr-1');
    expect(on([other], beside, [stood], { do: 'restore' })).toMatchObject({ kind: 'superseded' });
    const unnamed = { ...stood, id: null };
    expect(on([{ ...now, id: null }], [open(unnamed)], [unnamed], { do: 'restore' })).toMatchObject({ kind: 'order' });
  });

  test('without tags where a tag policy refused them', () => {
    const intent = intentOf([open(stood)], { do: 'restore' });
    expect(next(intent, liveGroup([]), { image: [stood], untagged: true })).toMatchObject({
      order: { untagged: true },
    });
    const tagged = next(intent, liveGroup([]), { image: [stood], untagged: false });
    expect(tagged.kind === 'order' && Object.hasOwn(tagged.order, 'untagged')).toBe(false);
  });

  test('a group as peer is put back in a call of its own: one that is gone does not keep the others out', () => {
    const rules = [
      ruleOf('ingress tcp/22 sg-a', 'sgr-1'),
      ruleOf('ingress tcp/23 pl-1', 'sgr-2'),
      ruleOf('ingress tcp/24 sg-b', 'sgr-3'),
      ruleOf('ingress tcp/25 sg-a', 'sgr-4'),
      ruleOf('egress tcp/26 ::/0', 'sgr-5'),
    ];
    const aims = rules.map(open);
    const calls = [['sgr-2'], ['sgr-1', 'sgr-4'], ['sgr-3'], ['sgr-5']];
    let live: readonly Rule[] = [];
    for (const ids of calls) {
      const made = on(live, aims, rules, { do: 'restore' });
      expect(made).toMatchObject({ order: { call: 'authorize', rules: ids.map((id) => ({ id })) } });
      live = [...live, ...rules.filter(({ id }) => ids.includes(id!))];
    }
    expect(on(live, aims, rules, { do: 'restore' })).toEqual({ kind: 'holds' });
  });
});

describe('what is rewritten', () => {
  const was = ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-1', { description: 'admin' });
  const wide = ruleOf(ssh, 'sgr-1');
  const aim = rewrite('sgr-1', wide, was);

  test('BM-7 scenario 25: a rule says again what it said, under its id, in one call', () => {
    expect(on([wide], [aim], [was])).toEqual({
      kind: 'order',
      order: { action: 'act_1', site, call: 'rewrite', role: 'restore', group: 'sg-web', rules: [was], image: [was] },
    });
    expect(on([was], [aim], [was])).toEqual({ kind: 'holds' });
  });

  test('BM-7: without the old content in the before-image it is not rewritten', () => {
    expect(on([wide], [aim], [])).toMatchObject({
      kind: 'refused',
      why: expect.stringMatching(/^`ingress tcp\/22 10/),
    });
  });

  test('the old content of another rule is as good, under the rewritten id', () => {
    expect(on([wide], [aim], [{ ...was, id: 'sgr-0' }])).toMatchObject({ order: { rules: [{ id: 'sgr-1' }] } });
  });

  test('a third content is somebody else’s', () => {
    expect(on([ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-1')], [aim], [was])).toEqual({
      kind: 'superseded',
      why: '`ingress tcp/22 0.0.0.0/0`: sgr-1 says `ingress tcp/22 192.0.2.0/24` now',
    });
  });

  test('R86: what another action of ours made it say meanwhile is as good as what was judged', () => {
    const early = ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-1');
    const then = (rules: readonly Rule[], ours: readonly Rule[]) =>
      next(intentOf([aim]), liveGroup(rules), { image: [was], ours: new Map(ours.map((rule) => [rule.id!, rule])) });
    expect(then([early], [early])).toMatchObject({ kind: 'order', order: { call: 'rewrite', rules: [was] } });
    expect(then([early], [ruleOf('ingress tcp/22 192.0.2.1/32', 'sgr-1')])).toMatchObject({ kind: 'superseded' });
    expect(then([wide], [early])).toMatchObject({ kind: 'order' });
  });

  test('where the old content stands under another id the rule is taken away: EC2 refuses a second one', () => {
    const twin = { ...was, id: 'sgr-2' };
    expect(on([wide, twin], [aim], [was])).toMatchObject({ order: { call: 'revoke', ids: ['sgr-1'] } });
    expect(on([twin], [aim], [was])).toEqual({ kind: 'holds' });
  });

  test('what was to be brought back and stands under another id is back: the rewritten rule stays', () => {
    const twin = { ...was, id: 'sgr-2' };
    expect(on([wide, twin], [aim], [was], { do: 'restore' })).toEqual({ kind: 'holds' });
  });

  test('the other rule counts as it stands: where somebody has rewritten it since, it stays as it is', () => {
    const moved = { ...was, id: 'sgr-2' };
    const second = rewrite('sgr-2', ruleOf('ingress tcp/80 ::/0', 'sgr-2'), ruleOf('ingress tcp/81 ::/0', 'sgr-2'));
    expect(on([wide, moved], [aim, second], [was])).toMatchObject({ order: { call: 'revoke', ids: ['sgr-1'] } });
  });

  test('two rules that exchanged their contents are rewritten in one call', () => {
    const other = ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-2');
    const live = [
      { ...other, id: 'sgr-1' },
      { ...was, id: 'sgr-2' },
    ];
    const aims = [rewrite('sgr-1', live[0]!, was), rewrite('sgr-2', live[1]!, other)];
    expect(on(live, aims, [was, other])).toMatchObject({ order: { call: 'rewrite', rules: [was, other] } });
  });

  test('R86: a rule that was rewritten and is gone is put back with its old content, where that is to stand', () => {
    expect(on([], [aim], [was], { do: 'restore' })).toMatchObject({ order: { call: 'authorize', rules: [was] } });
    expect(on([], [aim], [], { do: 'restore' })).toMatchObject({ kind: 'refused' });
    expect(on([{ ...was, id: 'sgr-9' }], [aim], [was], { do: 'restore' })).toEqual({ kind: 'holds' });
  });

  test('R86: what the action has rewritten already and somebody took away since is another change’s', () => {
    for (const wish of [aim, open(was)]) {
      const how = intentOf([wish], { do: 'restore' });
      const then = (rewritten: readonly string[]) =>
        next(how, liveGroup([]), { image: [was], rewritten: new Set(rewritten) });
      expect(then(['sgr-1'])).toEqual({ kind: 'superseded', why: '`ingress tcp/22 10.0.0.0/8`: sgr-1 is gone' });
      expect(then(['sgr-2'])).toMatchObject({ order: { call: 'authorize', rules: [was] } });
    }
  });

  test('where only the new content was to go, a rule that is gone is another change’s', () => {
    expect(on([], [aim], [was])).toEqual({ kind: 'superseded', why: '`ingress tcp/22 10.0.0.0/8`: sgr-1 is gone' });
    expect(
      on(
        [
          { ...wide, id: 'sgr-8' },
          { ...was, id: 'sgr-9' },
        ],
        [aim],
        [was],
      ),
    ).toEqual({
      kind: 'superseded',
      why: '`ingress tcp/22 0.0.0.0/0`: stands again as sgr-8',
    });
  });

  test.each([
    ['ingress tcp/22 2001:db8::/32', 'the kind of the peer'],
    ['egress tcp/22 10.0.0.0/8', 'the direction'],
  ])('to %s it cannot be: a rewrite keeps %s', (text) => {
    const to = ruleOf(text, 'sgr-1');
    expect(on([wide], [rewrite('sgr-1', wide, to)], [to])).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('a rewrite keeps the direction and the kind of the peer'),
    });
  });
});

describe('the order of calls', () => {
  const wide = ruleOf(ssh, 'sgr-1');
  const old = ruleOf('ingress tcp/443 192.0.2.0/24', 'sgr-2');
  const edited = ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-3');
  const was = ruleOf('ingress tcp/80 10.0.0.0/8', 'sgr-3');
  const aims: readonly Aim[] = [
    open(old),
    rewrite('sgr-3', edited, was),
    close(wide),
    { kind: 'tag', key: 'env', from: null, to: 'prod' },
  ];
  const callsOf = (how: Intent['do'], live: Rule[], image = [old, was]): readonly string[] => {
    const made = next(intentOf(aims, { do: how }), liveGroup(live), { image });
    if (made.kind !== 'order') return [made.kind];
    const { call } = made.order;
    if (call === 'set-tags') return [call];
    if (call === 'revoke')
      return [
        call,
        ...callsOf(
          how,
          live.filter((rule) => rule !== wide),
          image,
        ),
      ];
    const after = call === 'authorize' ? [...live, old] : live.map((rule) => (rule === edited ? was : rule));
    return [call, ...callsOf(how, after, image)];
  };

  test.each(['revert', 'expire'] as const)('R81: %s takes away first', (how) => {
    expect(callsOf(how, [wide, edited])).toEqual(['revoke', 'rewrite', 'authorize', 'set-tags']);
  });

  test.each(['restore', 'undo'] as const)('R92: %s puts back first', (how) => {
    expect(callsOf(how, [wide, edited])).toEqual(['authorize', 'rewrite', 'revoke', 'set-tags']);
  });

  test('R92: a restore that does not fit waits for what goes, then it fits', () => {
    const full = Array.from({ length: 58 }, (_, at) => ruleOf(`ingress tcp/${1000 + at} 192.0.2.0/24`, `sgr-f${at}`));
    expect(callsOf('restore', [wide, edited, ...full])).toEqual(['rewrite', 'revoke', 'authorize', 'set-tags']);
  });
});

describe('quotas', () => {
  const fill = (count: number, peer: string, direction = 'ingress') =>
    Array.from({ length: count }, (_, at) => ruleOf(`${direction} tcp/${1000 + at} ${peer}`, `sgr-f${at}`));
  const put = (text: string, live: readonly Rule[], more: Partial<Ordering> = {}) => {
    const stood = ruleOf(text, 'sgr-1');
    return next(intentOf([open(stood)], { do: 'restore' }), liveGroup(live), { image: [stood], ...more }).kind;
  };

  test.each([
    ['ingress tcp/22 10.0.0.0/8', 59, '192.0.2.0/24', 'ingress', 'order'],
    ['ingress tcp/22 10.0.0.0/8', 60, '192.0.2.0/24', 'ingress', 'refused'],
    ['ingress tcp/22 10.0.0.0/8', 60, '192.0.2.0/24', 'egress', 'order'],
    ['ingress tcp/22 10.0.0.0/8', 60, '2001:db8::/32', 'ingress', 'order'],
    ['ingress tcp/22 2001:db8::/48', 60, '2001:db8::/32', 'ingress', 'refused'],
    ['egress tcp/22 2001:db8::/48', 60, '192.0.2.0/24', 'egress', 'order'],
    ['ingress tcp/22 10.0.0.0/8', 60, 'sg-a', 'ingress', 'refused'],
    ['ingress tcp/22 2001:db8::/48', 60, 'sg-a', 'ingress', 'refused'],
    ['ingress tcp/22 sg-b', 60, '2001:db8::/32', 'ingress', 'refused'],
    ['ingress tcp/22 10.0.0.0/8', 60, 'pl-1', 'ingress', 'order'],
  ])('R92: %s beside %i rules of %s %s: %s', (text, count, peer, direction, expected) => {
    expect(put(text, fill(count, peer, direction))).toBe(expected);
  });

  test('R92: a group that cannot be refilled is said to be full', () => {
    const stood = ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-1');
    const intent = intentOf([open(stood)], { do: 'restore' });
    expect(next(intent, liveGroup(fill(60, '192.0.2.0/24')), { image: [stood] })).toEqual({
      kind: 'refused',
      why: '`sg-web` has as many rules as EC2 permits: there is no room to put anything back',
    });
  });

  test('a list counts what it may hold, where that is known', () => {
    const lists = new Map([['pl-1', { ipv4: 50, ipv6: 0 }]]);
    const beside = [...fill(9, '192.0.2.0/24'), ruleOf('ingress tcp/99 pl-1', 'sgr-l')];
    expect(put('ingress tcp/22 10.0.0.0/8', beside, { lists })).toBe('order');
    expect(put('ingress tcp/22 10.0.0.0/8', [...fill(10, '192.0.2.0/24'), beside[9]!], { lists })).toBe('refused');
    expect(put('ingress tcp/22 pl-1', fill(10, '192.0.2.0/24'), { lists })).toBe('order');
    expect(put('ingress tcp/22 pl-1', fill(11, '192.0.2.0/24'), { lists })).toBe('refused');
  });

  test('a quota that was raised shows by what stands, and by what stood', () => {
    const stood = fill(70, '192.0.2.0/24');
    const aim = intentOf([open(stood[69]!)], { do: 'restore' });
    expect(next(aim, liveGroup(stood.slice(0, 69)), { image: stood }).kind).toBe('order');
    expect(next(aim, liveGroup(stood.slice(0, 69)), { image: [stood[69]!] }).kind).toBe('refused');
    const six = ruleOf('ingress tcp/22 2001:db8::/32', 'sgr-6');
    const other = intentOf([open(six)], { do: 'restore' });
    expect(next(other, liveGroup(stood), { image: [six] }).kind).toBe('order');
  });
});

describe('what is no rule', () => {
  const tag: Aim = { kind: 'tag', key: 'env', from: 'dev', to: 'prod' };
  const onTags = (aims: readonly Aim[], tags: Readonly<Record<string, string>>) =>
    next(intentOf(aims, { do: 'restore' }), liveGroup([], tags));

  test('tags are set and removed in one call, if they still say what was judged', () => {
    const added: Aim = { kind: 'tag', key: 'break', from: 'glass', to: null };
    expect(onTags([tag, added], { env: 'dev', break: 'glass', other: 'x' })).toEqual({
      kind: 'order',
      order: {
        ...{ action: 'act_1', site, call: 'set-tags', role: 'restore', resource: 'sg-web' },
        ...{ set: { env: 'prod' }, remove: ['break'] },
      },
    });
    expect(onTags([tag, added], { env: 'prod' })).toEqual({ kind: 'holds' });
    expect(onTags([{ ...tag, from: null }], {})).toMatchObject({ order: { set: { env: 'prod' }, remove: [] } });
  });

  test('a tag that says something else by now is left alone', () => {
    expect(onTags([tag], { env: 'test' })).toEqual({ kind: 'superseded', why: 'tag `env` says `test` now' });
    expect(onTags([tag], {})).toEqual({ kind: 'superseded', why: 'tag `env` is gone' });
    expect(onTags([{ ...tag, key: 'toString' }], {})).toEqual({ kind: 'superseded', why: 'tag `toString` is gone' });
  });

  const list = (entries: readonly string[] | null, version: number | null = 4): Live => ({
    kind: 'list',
    list: { id: 'pl-1', name: 'office', version, entries } satisfies PrefixList,
  });
  const entry = { cidr: '192.0.2.0/24', description: 'office' };
  const entries: Aim = { kind: 'entries', version: 4, add: [entry], remove: ['0.0.0.0/0'] };
  const onList = (live: Live, aims: readonly Aim[] = [entries]) =>
    next(intentOf(aims, { on: { kind: 'list', id: 'pl-1' } }), live);

  test('race 14: a list is edited only at the version that was judged, and only where it differs', () => {
    const call = { action: 'act_1', site, call: 'edit-list', role: 'restore', list: 'pl-1', version: 4 };
    expect(onList(list(['0.0.0.0/0']))).toEqual({
      kind: 'order',
      order: { ...call, add: [entry], remove: ['0.0.0.0/0'] },
    });
    expect(onList(list(['192.0.2.0/24', '0.0.0.0/0']))).toMatchObject({ order: { add: [], remove: ['0.0.0.0/0'] } });
    expect(onList(list([]))).toMatchObject({ order: { add: [entry], remove: [] } });
    expect(onList(list(['0.0.0.0/0'], 5))).toEqual({ kind: 'superseded', why: '`pl-1` is at version 5, not 4' });
    expect(onList(list(['0.0.0.0/0'], null))).toMatchObject({ why: '`pl-1` is at version unknown, not 4' });
  });

  test('a list that says what was meant holds at any version; one of unknown entries is not touched', () => {
    expect(onList(list(['192.0.2.0/24'], 9))).toEqual({ kind: 'holds' });
    expect(onList(list(null))).toEqual({ kind: 'refused', why: 'the entries of `pl-1` are not known' });
  });

  const worn = (...groups: readonly string[]): Live => ({
    kind: 'interface',
    interface: { id: 'eni-1', vpc: 'vpc-1', groups, owner: null, publicAddress: null } satisfies Interface,
  });
  const groups: Aim = { kind: 'groups', add: ['sg-b'], remove: ['sg-a'] };
  const onInterface = (live: Live, aim = groups) =>
    next(intentOf([aim], { on: { kind: 'interface', id: 'eni-1' } }), live);

  test('race 14: of an interface only our part is changed, what others have put on stays', () => {
    expect(onInterface(worn('sg-a', 'sg-x'))).toEqual({
      kind: 'order',
      order: {
        ...{ action: 'act_1', site, call: 'set-groups', role: 'restore', interface: 'eni-1' },
        groups: ['sg-x', 'sg-b'],
      },
    });
    expect(onInterface(worn('sg-a', 'sg-b'))).toMatchObject({ order: { groups: ['sg-b'] } });
    expect(onInterface(worn('sg-x'))).toMatchObject({ order: { groups: ['sg-x', 'sg-b'] } });
    expect(onInterface(worn('sg-b', 'sg-x'))).toEqual({ kind: 'holds' });
  });

  test('an interface is never left without a group', () => {
    expect(onInterface(worn('sg-a'), { kind: 'groups', add: [], remove: ['sg-a'] })).toEqual({
      kind: 'refused',
      why: '`eni-1` would be left without a group',
    });
  });

  test('what is gone is gone, whatever it is', () => {
    expect(onInterface({ kind: 'interface', interface: null })).toEqual({ kind: 'gone' });
    expect(onList({ kind: 'list', list: null })).toEqual({ kind: 'gone' });
    expect(next(intentOf([close(ruleOf(ssh, 'sgr-1'))]), { kind: 'group', group: null })).toEqual({ kind: 'gone' });
  });

  test.each([
    ['close', close(ruleOf(ssh, 'sgr-1')), list([])],
    ['open', open(ruleOf(ssh, 'sgr-1')), worn('sg-a')],
    ['rewrite', rewrite('sgr-1', ruleOf(ssh), ruleOf(ssh)), list([])],
    ['tag', tag, list([])],
    ['entries', entries, liveGroup([])],
    ['groups', groups, list([])],
  ])('%s of what it does not fit is refused', (kind, aim, live) => {
    const made = next(intentOf([aim]), live);
    expect(made).toEqual({ kind: 'refused', why: `expected what \`${kind}\` is about, got group \`sg-web\`` });
  });

  test('what a person must see comes before what is not ours any more; without aims all holds', () => {
    const aims = [close(ruleOf(ssh, 'sgr-1')), open(ruleOf('ingress tcp/80 ::/0', 'sgr-2'))];
    expect(on([ruleOf(ssh, 'sgr-9')], aims)).toMatchObject({ kind: 'refused' });
    const three = [...aims, open(ruleOf('ingress tcp/81 ::/0', 'sgr-3'))];
    const made = on([], three);
    expect(made.kind === 'refused' && made.why.split('; ')).toHaveLength(2);
    expect(on([], [])).toEqual({ kind: 'holds' });
  });
});
