import { describe, expect, it } from 'vitest';
import type { Tuple } from '../group/rule.ts';
import { reachOf } from '../reach/reach.ts';
import { exposedTo } from './exposed-to.ts';

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
    expect(word(rule('2400::/12'))).toBe('public');
    expect(word(rule('10.0.0.0/8'))).toBe('private');
    expect(word(rule('fd00::/8'))).toBe('private');
    expect(word(rule('sg-0123456789abcdef0', 'group'))).toBe('private');
  });

  it('a list whose entries are not known is said to be one, and egress is outward', () => {
    expect(word(rule('pl-0123456789abcdef0', 'list'))).toBe('list');
    expect(word(rule('0.0.0.0/0', 'ipv4', 'egress'))).toBe('outward');
    expect(word(rule('10.0.0.0/8', 'ipv4', 'egress'))).toBe('private');
    expect(word()).toBe('-');
  });
});
