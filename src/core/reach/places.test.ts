import { expect, test } from 'vitest';
import { rule } from '../../../test/oracle/universe.ts';
import { servicesOf } from '../net/services.ts';
import { nobody, type PeerSet } from './peer-set.ts';
import { boxOf, places, readPlace, touches } from './places.ts';
import { everything, nothing, reachOf } from './reach.ts';

const internet = boxOf('ingress', places.internet);
const ssh = boxOf('ingress', places.internet, servicesOf('tcp', [22, 22]));

test('a rule from a public address touches the Internet, one from a private address does not', () => {
  expect(touches(reachOf([rule('tcp', 22, '11.0.0.0/32')]), internet)).toBe('yes');
  expect(touches(reachOf([rule('tcp', 22, '10.0.0.0/8'), rule('tcp', 22, 'fd00::/8')]), internet)).toBe('no');
  expect(touches(reachOf([rule('tcp', 22, '10.0.0.0/7')]), internet)).toBe('yes');
});

test('R21: egress to the Internet touches the box of egress and not that of ingress', () => {
  const egress = reachOf([rule('-1', null, '0.0.0.0/0', 'egress')]);
  expect(touches(egress, internet)).toBe('no');
  expect(touches(egress, boxOf('egress', places.internet))).toBe('yes');
});

test('a prefix list whose entries are not known may touch the Internet, but only on its own services', () => {
  expect(touches(reachOf([rule('tcp', 22, 'pl-a')]), ssh)).toBe('maybe');
  expect(touches(reachOf([rule('tcp', 443, 'pl-a')]), ssh)).toBe('no');
});

test('a group is private, never the Internet', () => {
  const reach = reachOf([rule('tcp', 22, 'sg-a')]);
  expect(touches(reach, internet)).toBe('no');
  expect(touches(reach, boxOf('ingress', places.private))).toBe('yes');
});

test('anywhere is touched by everything but nothing', () => {
  const anywhere = boxOf('ingress', places.anywhere);
  expect(anywhere.ingress).toEqual(everything.ingress);
  expect(touches(reachOf([rule('47', null, 'sg-a')]), anywhere)).toBe('yes');
  expect(touches(nothing, anywhere)).toBe('no');
});

test('a place is a name, a CIDR, a group or a prefix list', () => {
  expect(readPlace('internet')).toBe(places.internet);
  expect((readPlace('192.0.2.77/24') as PeerSet).v4).toEqual(new Uint32Array([0xc0000200, 0xc00002ff]));
  expect(readPlace('sg-a')).toEqual({ ...nobody, groups: { cofinite: false, names: ['sg-a'] } });
  expect(readPlace('111122223333/sg-a')).toEqual({
    ...nobody,
    groups: { cofinite: false, names: ['111122223333/sg-a'] },
  });
  expect(readPlace('pl-a')).toEqual({ ...nobody, lists: { cofinite: false, names: ['pl-a'] } });
  expect(readPlace('office')).toHaveProperty('misread');
  expect(readPlace('toString')).toHaveProperty('misread');
});
