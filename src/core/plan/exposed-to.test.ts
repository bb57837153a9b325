import { describe, expect, it } from 'vitest';
import { tell } from '../../../test/builders/read-records.ts';
import { decisionOf } from '../../../test/builders/told-decision.ts';
import { World } from '../../../test/builders/world.ts';
import type { Tuple } from '../group/rule.ts';
import { reachOf } from '../reach/reach.ts';
import { exposedBy, exposedTo } from './exposed-to.ts';

const rule = (
  value: string,
  kind: Tuple['peer']['kind'] = value.includes(':') ? 'ipv6' : 'ipv4',
  direction: Tuple['direction'] = 'ingress',
): Tuple => ({
  direction,
  protocol: 'tcp',
  ports: [22, 22],
  peer: { kind, value },
});
const word = (...rules: readonly Tuple[]) => exposedTo(reachOf(rules));

describe('to whom a reach is open, in one word', () => {
  it('BM-2: the Internet in pieces is the Internet', () => {
    expect(word(rule('0.0.0.0/0'))).toBe('Internet');
    expect(word(rule('::/0'))).toBe('Internet');
    expect(word(rule('0.0.0.0/1'), rule('128.0.0.0/1'))).toBe('Internet');
  });

  it('a great part, a few public addresses, and private ones are told apart', () => {
    expect(word(rule('0.0.0.0/1'))).toBe('wide');
    expect(word(rule('128.0.0.0/8'))).toBe('wide');
    expect(word(rule('128.0.0.0/9'))).toBe('public');
    expect(word(rule('128.0.0.1/32'))).toBe('public');
    expect(word(rule('2400::/11'))).toBe('wide');
    expect(word(rule('2400::/12'))).toBe('public');
    expect(word(rule('10.0.0.0/8'))).toBe('private');
    expect(word(rule('fd00::/8'))).toBe('private');
    expect(word(rule('sg-0123456789abcdef0', 'group'))).toBe('private');
  });

  it('a list whose entries are not known is said to be one, and egress is outward', () => {
    expect(word(rule('pl-0123456789abcdef0', 'list'))).toBe('list');
    expect(word(rule('0.0.0.0/0', 'ipv4', 'egress'))).toBe('outward');
    expect(word(rule('pl-0123456789abcdef0', 'list', 'egress'))).toBe('outward');
    expect(word(rule('10.0.0.0/8', 'ipv4', 'egress'))).toBe('private');
    expect(word()).toBe('-');
  });
});

describe('to whom a decision opened its groups', () => {
  const opens = (peer: string) => exposedBy(decisionOf({ id: 'chg_1', opens: [peer, 'tcp/22'] }));

  it('is what it gained', () => {
    expect(opens('0.0.0.0/0')).toBe('Internet');
    expect(opens('128.0.0.1/32')).toBe('public');
    expect(opens('10.0.0.0/8')).toBe('private');
  });

  it('is nobody where it only closed, or moved nothing', () => {
    expect(exposedBy(decisionOf({ id: 'chg_1', closes: ['0.0.0.0/0', 'tcp/22'] }))).toBe('-');
    expect(exposedBy(decisionOf({ id: 'chg_1', refused: true }))).toBe('-');
  });

  it('BM-2: is the Internet where it added the part that was missing', async () => {
    for (const [first, second] of [
      ['0.0.0.0/1', '128.0.0.0/1'],
      ['2000::/4', '3000::/4'],
    ] as const) {
      const world = new World();
      const web = world.group('web');
      web.opens('tcp', 22, first);
      world.wait(600);
      web.opens('tcp', 22, second);
      const { decisions } = await tell(world.records);
      expect(decisions.slice(-2).map(exposedBy)).toEqual(['wide', 'Internet']);
    }
  });

  it('BM-2: is the Internet where it added the missing parts of both families at once', async () => {
    const world = new World();
    const web = world.group('web');
    web.does('authorize', rule('0.0.0.0/1'), rule('2000::/4'));
    world.wait(600);
    web.does('authorize', rule('128.0.0.0/1'), rule('3000::/4'));
    expect(exposedBy((await tell(world.records)).decisions.at(-1)!)).toBe('Internet');
  });

  it('counts what was open for a while only', async () => {
    const world = new World();
    const web = world.group('web');
    world.wait(600);
    web.opens('tcp', 22, '0.0.0.0/0');
    web.closes('tcp', 22, '0.0.0.0/0');
    const decision = (await tell(world.records, { net: true })).decisions.at(-1)!;
    expect(decision.effects).toMatchObject([{ gained: [], passing: {} }]);
    expect(exposedBy(decision)).toBe('Internet');
  });
});
