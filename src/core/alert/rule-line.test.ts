import { describe, expect, test } from 'vitest';
import { ruleOf } from '../../../test/builders/acting.ts';
import type { RuleRow } from '../plan/decision.ts';
import { namedPort, ruleLines } from './rule-line.ts';

const row = (op: RuleRow['op'], text: string, id: string | null = 'sgr-1'): RuleRow => ({ op, ...ruleOf(text, id) });
const untold: RuleRow = {
  ...{ op: 'before', id: 'sgr-1', direction: null, protocol: null, ports: null, peer: null, description: null },
};

describe('a rule as a line', () => {
  test.each([
    ['ingress tcp/22 0.0.0.0/0', '+ tcp 22 (ssh) from 0.0.0.0/0, sgr-1'],
    ['ingress tcp/8000-8100 sg-0a', '+ tcp 8000-8100 from sg-0a, sgr-1'],
    ['ingress tcp/0-100 sg-0a', '+ tcp 0-100 from sg-0a, sgr-1'],
    ['ingress tcp/4711 sg-0a', '+ tcp 4711 from sg-0a, sgr-1'],
    ['ingress udp/0-65535 ::/0', '+ every udp port from ::/0, sgr-1'],
    ['egress all 0.0.0.0/0', '+ out: every protocol and port to 0.0.0.0/0, sgr-1'],
    ['ingress icmp/8--1 0.0.0.0/0', '+ icmp type 8 from 0.0.0.0/0, sgr-1'],
    ['ingress 47 192.0.2.0/24', '+ protocol 47 from 192.0.2.0/24, sgr-1'],
  ])('%s', (text, line) => {
    const rule = row('add', text);
    const ports = text.includes('icmp') ? ([8, -1] as const) : rule.ports;
    expect(ruleLines([{ ...rule, ports }])).toEqual([line]);
  });

  test('icmp of any type, and of a type with its code', () => {
    const icmp = row('add', 'ingress icmp/8 192.0.2.0/24', null);
    expect(ruleLines([{ ...icmp, ports: [-1, -1] }])).toEqual(['+ all icmp from 192.0.2.0/24']);
    expect(ruleLines([{ ...icmp, ports: [3, 4] }])).toEqual(['+ icmp type 3 code 4 from 192.0.2.0/24']);
  });

  test('what went has a minus, its description stands in quotes, and nothing that is not told is made up', () => {
    const described = { ...row('remove', 'ingress tcp/22 192.0.2.0/24', null), description: 'office' };
    expect(ruleLines([described])).toEqual(['- tcp 22 (ssh) from 192.0.2.0/24, "office"']);
    expect(ruleLines([{ ...untold, op: 'remove' }])).toEqual(['- a rule whose content is not told, sgr-1']);
    const half = { ...row('add', 'ingress tcp/22 192.0.2.0/24'), peer: null, direction: null };
    expect(ruleLines([half])).toEqual(['+ tcp 22 (ssh) from or to a peer that is not told, sgr-1']);
    expect(ruleLines([{ ...row('add', 'ingress tcp/22 192.0.2.0/24'), protocol: null }])).toEqual([
      '+ content not told from 192.0.2.0/24, sgr-1',
    ]);
  });

  test('a rewritten rule says what it was: the peer, all of it, or that nobody tells', () => {
    const after = row('after', 'ingress tcp/22 0.0.0.0/0');
    const lineOf = (before: RuleRow): string => ruleLines([before, after]).join();
    expect(lineOf(row('before', 'ingress tcp/22 192.0.2.0/24'))).toContain('0.0.0.0/0 (was 192.0.2.0/24), sgr-1');
    expect(lineOf(row('before', 'ingress tcp/443 192.0.2.0/24'))).toContain('(was tcp 443 (https) from 192.0.2.0/24)');
    expect(lineOf(untold)).toContain('(what it was is not told)');
    expect(ruleLines([after])).toEqual(['+ tcp 22 (ssh) from 0.0.0.0/0 (what it was is not told), sgr-1']);
    expect(ruleLines([row('before', 'ingress tcp/22 192.0.2.0/24')])).toHaveLength(1);
  });

  test('ports that people know have their name', () => {
    expect([namedPort('tcp', 5432), namedPort('tcp', 4711)]).toEqual(['postgres', null]);
  });
});
