import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allServices, readServices, type Services, servicesOf, writeServices } from './services.ts';

const BLOCK = 65536;
const write = (protocol: string, ports: [number, number] | null) => {
  const [{ from, to }] = servicesOf(protocol, ports);
  return writeServices(from, to);
};

test('R9: each protocol is written in the words of the decision JSON', () => {
  expect(write('tcp', [22, 22])).toEqual(['tcp/22']);
  expect(write('tcp', [0, 21])).toEqual(['tcp/0-21']);
  expect(write('udp', [53, 53])).toEqual(['udp/53']);
  expect(write('icmp', [8, -1])).toEqual(['icmp/8/*']);
  expect(write('icmp', [3, 4])).toEqual(['icmp/3/4']);
  expect(write('icmpv6', [-1, -1])).toEqual(['icmpv6/*']);
  expect(write('47', null)).toEqual(['proto/47']);
  expect(write('-1', null)).toEqual(['all']);
});

test('all traffic but one port is written in parts', () => {
  const ssh = servicesOf('tcp', [22, 22])[0].from;
  expect(writeServices(0, ssh - 1)).toEqual(['proto/0', 'icmp/*', 'proto/2-5', 'tcp/0-21']);
  expect(writeServices(ssh + 1, allServices.to)).toEqual([
    ...['tcp/23-65535', 'proto/7-16', 'udp/0-65535', 'proto/18-57', 'icmpv6/*', 'proto/59-255'],
  ]);
});

test('ICMP is type and code, not a range of ports', () => {
  const [{ from, to }] = servicesOf('icmp', [3, 4]);
  expect(from).toBe(to);
  expect(writeServices(BLOCK + 3 * 256 + 4, BLOCK + 6 * 256 + 9)).toEqual(['icmp/3/4-255', 'icmp/4-5/*', 'icmp/6/0-9']);
});

test('ports that no reader lets through stand for the whole protocol, never for nothing', () => {
  expect(write('tcp', [23, 22])).toEqual(['tcp/0-65535']);
  expect(write('udp', [0, 65536])).toEqual(['udp/0-65535']);
  expect(write('icmp', [300, 0])).toEqual(['icmp/*']);
  expect(write('tcp', null)).toEqual(['tcp/0-65535']);
  expect(write('gre', null)).toEqual(['all']);
});

const sub = (max: number) =>
  fc.tuple(fc.nat(max), fc.nat(max)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const block = fc.constantFrom(1, 6, 17, 58);
const anyEnd = fc.oneof(
  fc.tuple(block, fc.nat(BLOCK - 1)).map(([number, at]) => number * BLOCK + at),
  fc.tuple(fc.nat(255), fc.boolean()).map(([number, last]) => number * BLOCK + (last ? BLOCK - 1 : 0)),
);

test('any stretch of the axis is written and read back as itself', () => {
  const named = (number: number) => [1, 6, 17, 58].includes(number);
  fc.assert(
    fc.property(anyEnd, anyEnd, (a, b) => {
      let [from, to] = [Math.min(a, b), Math.max(a, b)];
      if (!named(Math.floor(from / BLOCK))) from -= from % BLOCK;
      if (!named(Math.floor(to / BLOCK))) to += BLOCK - 1 - (to % BLOCK);
      let at = from;
      for (const word of writeServices(from, to)) {
        const read = readServices(word) as Services;
        expect(read.from).toBe(at);
        at = read.to + 1;
      }
      expect(at).toBe(to + 1);
    }),
    { numRuns: 2000 },
  );
});

test('a rule of ports is written and read back as itself', () => {
  fc.assert(
    fc.property(fc.constantFrom('tcp', 'udp'), sub(BLOCK - 1), (protocol, [from, to]) => {
      expect(readServices(write(protocol, [from, to])[0]!)).toEqual(servicesOf(protocol, [from, to])[0]);
    }),
  );
});

test('what is no service word is null', () => {
  for (const word of [
    '',
    'tcp',
    'tcp/',
    'tcp/70000',
    'tcp/9-8',
    'proto/256',
    'icmp/8',
    'icmp/8/x',
    'gre/1',
    'tcp/-1',
  ]) {
    expect(readServices(word)).toBeNull();
  }
});
