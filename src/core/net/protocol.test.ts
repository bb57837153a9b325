import { expect, test } from 'vitest';
import { readPorts, readProtocol } from './protocol.ts';

test('scenario 4: protocol "6" equals tcp, in any case and as a number', () => {
  expect(['tcp', 'TCP', '6', 6].map(readProtocol)).toEqual(['tcp', 'tcp', 'tcp', 'tcp']);
  expect(['udp', 17, 'icmp', 1, 'icmpv6', '58', 58].map(readProtocol)).toEqual([
    ...['udp', 'udp', 'icmp', 'icmp', 'icmpv6', 'icmpv6', 'icmpv6'],
  ]);
});

test('all traffic is -1, as text, as a number, and as the word of the command line', () => {
  expect(['-1', -1, 'all', 'ALL'].map(readProtocol)).toEqual(['-1', '-1', '-1', '-1']);
});

test('other protocols keep their number', () => {
  expect([47, '50', '0', 255].map(readProtocol)).toEqual(['47', '50', '0', '255']);
});

test('what is not a protocol is null, never a guess', () => {
  for (const value of ['', 'gre', '256', '-2', 256, 1.5, '06', '4 7', null, undefined, {}, ['6'], true, 'toString']) {
    expect(readProtocol(value)).toBeNull();
  }
});

test('TCP and UDP ports are read as numbers or numeric text', () => {
  expect(readPorts('tcp', 22, 22)).toEqual({ ports: [22, 22] });
  expect(readPorts('udp', '0', '65535')).toEqual({ ports: [0, 65535] });
});

test('TCP without ports, or with -1 twice, is every port', () => {
  expect(readPorts('tcp', undefined, undefined)).toEqual({ ports: [0, 65535] });
  expect(readPorts('tcp', null, null)).toEqual({ ports: [0, 65535] });
  expect(readPorts('udp', -1, '-1')).toEqual({ ports: [0, 65535] });
});

test('all traffic has no ports, whether absent, -1, 0 or 0-65535 was sent', () => {
  for (const [from, to] of [
    [undefined, undefined],
    [-1, -1],
    [0, 0],
    [0, 65535],
    ['0', '0'],
  ]) {
    expect(readPorts('-1', from, to)).toEqual({ ports: null });
  }
});

test('a protocol beside TCP, UDP and ICMP has no ports whatever was sent', () => {
  expect(readPorts('47', 22, 22)).toEqual({ ports: null });
  expect(readPorts('50', 'junk', {})).toEqual({ ports: null });
});

test('scenario 4: ICMP has a type and a code, and -1 or absence means any', () => {
  expect(readPorts('icmp', 8, -1)).toEqual({ ports: [8, -1] });
  expect(readPorts('icmp', '3', '4')).toEqual({ ports: [3, 4] });
  expect(readPorts('icmp', -1, -1)).toEqual({ ports: [-1, -1] });
  expect(readPorts('icmpv6', undefined, undefined)).toEqual({ ports: [-1, -1] });
  expect(readPorts('icmp', 8, undefined)).toEqual({ ports: [8, -1] });
});

test('what are not ports is said with what was expected and what came', () => {
  expect(readPorts('tcp', 23, 22)).toEqual({ misread: 'expected a range of ports within 0-65535, got `23` to `22`' });
  expect(readPorts('tcp', 22, undefined)).toHaveProperty('misread');
  expect(readPorts('tcp', -1, 22)).toHaveProperty('misread');
  expect(readPorts('udp', 0, 65536)).toHaveProperty('misread');
  expect(readPorts('tcp', 'ssh', 22)).toEqual({ misread: 'expected a range of ports, got `"ssh"` to `22`' });
  expect(readPorts('tcp', 22.5, 23)).toHaveProperty('misread');
  expect(readPorts('icmp', -1, 4)).toHaveProperty('misread');
  expect(readPorts('icmp', 256, 0)).toHaveProperty('misread');
});
