import { describe, expect, test } from 'vitest';
import { rule } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import { readPorts, readProtocol } from '../net/protocol.ts';
import { servicesOf } from '../net/services.ts';
import { internet4 } from '../net/special.ts';
import { covers, isEmpty, meets, minus } from './algebra.ts';
import { effectOf, exactly, settle } from './bounds.ts';
import { sayEffect, sayGained, sayShort } from './explain.ts';
import { boundsOfInterface } from './interface.ts';
import { nobody } from './peer-set.ts';
import { boxOf, places, touches } from './places.ts';
import { nothing, reachOf } from './reach.ts';
import { writeRows } from './rows.ts';
import { sizeOf } from './size.ts';

const sshBox = boxOf('ingress', places.internet, servicesOf('tcp', [22, 22]));
const sshFromIpv4 = boxOf('ingress', { ...nobody, v4: internet4 }, servicesOf('tcp', [22, 22]));
const ssh = (...peers: string[]) => peers.map((peer) => rule('tcp', 22, peer));
const fromWorld = (protocol: string, ports: number | string | null) => reachOf([rule(protocol, ports, '0.0.0.0/0')]);

/** The effect of adding rules to a group whose other rules are all known. */
function added(rules: readonly Tuple[], standing: readonly Tuple[] = []) {
  const before = exactly(reachOf(standing));
  const after = exactly(reachOf([...standing, ...rules]));
  return { after: after.certain, effect: effectOf({ added: reachOf(rules), removed: nothing, before, after }) };
}

function removed(rules: readonly Tuple[], left: readonly Tuple[]) {
  const before = exactly(reachOf([...rules, ...left]));
  return effectOf({ added: nothing, removed: reachOf(rules), before, after: exactly(reachOf(left)) });
}

describe('halves of the Internet', () => {
  const halves = ssh('0.0.0.0/1', '128.0.0.0/1');

  test('scenario 1: BM-2: two halves in one call are SSH from the whole IPv4 Internet', () => {
    const { effect } = added(halves);
    expect(effect.gained.atMost).toEqual(fromWorld('tcp', 22));
    expect(sayEffect(effect)).toBe('the whole IPv4 Internet can reach tcp 22 (ssh)');
  });

  test('scenario 1: BM-2: the second half, an hour later and by someone else, completes the Internet', () => {
    const { effect, after } = added([halves[1]!], [halves[0]!]);
    expect(covers(after, sshFromIpv4)).toBe(true);
    expect(sayEffect(effect, { after })).toBe(
      '128.0.0.0/1 (1,609,300,993 public addresses, 43.4 % of the IPv4 Internet) can reach tcp 22 (ssh); ' +
        'with what was open before, the whole IPv4 Internet now can',
    );
  });

  test('BM-2: what was whole before is not completed by a part of the other family', () => {
    const some6 = added(ssh('2600::/64'), ssh('0.0.0.0/0'));
    expect(sayEffect(some6.effect, { after: some6.after })).toBe(
      '2600::/64 (1 /64 network of the IPv6 Internet) can reach tcp 22 (ssh)',
    );
    const some4 = added(ssh('11.0.0.0/8'), ssh('::/0'));
    expect(sayEffect(some4.effect, { after: some4.after })).not.toContain('whole');
    const inside = added(ssh('10.0.0.0/8'), [
      ...ssh('0.0.0.0/5', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3'),
      ...ssh('64.0.0.0/2', '128.0.0.0/1'),
    ]);
    expect(sayEffect(inside.effect, { after: inside.after })).not.toContain('whole');
    const rest6 = added(ssh('8000::/1', '::/1'), ssh('0.0.0.0/0', '2000::/4'));
    expect(sayEffect(rest6.effect, { after: rest6.after })).toMatch(
      /; with what was open before, the whole Internet now can$/,
    );
  });

  test('scenario 1: BM-2: halves in two groups on one interface are the whole IPv4 Internet', () => {
    expect(covers(boundsOfInterface(halves.map((half) => exactly(reachOf([half])))).certain, sshFromIpv4)).toBe(true);
  });

  test('scenario 2: BM-2: four quarters are the whole IPv4 Internet', () => {
    const quarters = ssh('0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2');
    expect(sayGained(reachOf(quarters))).toBe('the whole IPv4 Internet can reach tcp 22 (ssh)');
  });

  test('scenario 2: BM-6: ::/1 and 8000::/1, and 2000::/3 alone, are the whole IPv6 Internet', () => {
    expect(sayGained(reachOf(ssh('::/1', '8000::/1')))).toBe('the whole IPv6 Internet can reach tcp 22 (ssh)');
    expect(sayGained(reachOf(ssh('2000::/3')))).toBe('the whole IPv6 Internet can reach tcp 22 (ssh)');
  });

  test('scenario 2: BM-2: 60 rules that sum to more than half of IPv4 are told by their sum', () => {
    const sixty = reachOf(ssh(...Array.from({ length: 60 }, (_, i) => `${12 + 2 * i}.0.0.0/7`)));
    expect(sizeOf(sixty).ipv4).toBe(120n * 2n ** 24n);
    expect(sayGained(sixty)).toBe(
      '1,992,294,400 addresses, 53.8 % of the IPv4 Internet, and 100.64.0.0/10 (shared) and 127.0.0.0/8 (loopback) ' +
        'can reach tcp 22 (ssh)',
    );
    expect(touches(sixty, sshBox)).toBe('yes');
  });
});

describe('public and not', () => {
  test('scenario 3: of 10.0.0.0/7 only 11.0.0.0/8 is told as the Internet', () => {
    expect(sayGained(reachOf(ssh('10.0.0.0/7')))).toBe(
      '11.0.0.0/8 (16,777,216 addresses, 0.4 % of the IPv4 Internet) and 10.0.0.0/8 (private) can reach tcp 22 (ssh)',
    );
    expect(sizeOf(reachOf(ssh('10.0.0.0/7'))).public).toEqual({ ipv4: 2n ** 24n, ipv6: 0n });
  });

  test('scenario 3: shared, unique local and link-local addresses are named, never called the Internet', () => {
    const say = (peer: string) => sayGained(reachOf([rule('tcp', 80, peer)]));
    expect(say('100.64.0.0/10')).toBe('100.64.0.0/10 (shared) can reach tcp 80 (http)');
    expect(say('fd00::/8')).toBe('fd00::/8 (private) can reach tcp 80 (http)');
    expect(say('169.254.0.0/16')).toBe('169.254.0.0/16 (link-local) can reach tcp 80 (http)');
    expect(touches(reachOf(ssh('100.64.0.0/10', 'fd00::/8', '169.254.0.0/16')), sshBox)).toBe('no');
  });
});

describe('services', () => {
  test('scenario 4: BM-2: R5: ports 20-30, 1-65535, 0-65535 and all traffic each reach SSH', () => {
    for (const ports of ['20-30', '1-65535', '0-65535']) {
      expect(touches(fromWorld('tcp', ports), sshBox)).toBe('yes');
    }
    expect(touches(fromWorld('-1', null), sshBox)).toBe('yes');
    expect(touches(fromWorld('tcp', '23-65535'), sshBox)).toBe('no');
    expect(touches(fromWorld('tcp', '0-21'), sshBox)).toBe('no');
  });

  test('scenario 4: every UDP port is not SSH', () => {
    expect(touches(fromWorld('udp', '0-65535'), sshBox)).toBe('no');
  });

  test('scenario 4: protocol "6" is tcp, GRE and ESP are whole protocols, ICMP is type and code', () => {
    const read = (protocol: string, from: unknown, to: unknown) => {
      const reading = readPorts(readProtocol(protocol)!, from, to);
      const ports = 'misread' in reading ? null : reading.ports;
      return reachOf([{ ...rule('-1', null, '0.0.0.0/0'), protocol: readProtocol(protocol)!, ports }]);
    };
    expect(read('6', '22', 22)).toEqual(fromWorld('tcp', 22));
    expect(writeRows(read('47', 22, 22))[0]!.services).toEqual(['proto/47']);
    expect(writeRows(read('50', undefined, undefined))[0]!.services).toEqual(['proto/50']);
    expect(writeRows(read('icmp', 8, -1))[0]!.services).toEqual(['icmp/8/*']);
    expect(meets(read('icmp', 8, -1), read('icmp', 0, -1))).toBe(false);
    expect(meets(read('icmp', 3, 4), read('icmp', 4, 4))).toBe(false);
    expect(covers(read('icmp', -1, -1), read('icmp', 8, 0))).toBe(true);
    expect(sayGained(read('50', -1, -1))).toBe('the whole IPv4 Internet can reach protocol 50 (esp)');
  });

  test('port ranges that touch by one port meet, and those beside each other do not', () => {
    expect(meets(fromWorld('tcp', '20-22'), fromWorld('tcp', '22-30'))).toBe(true);
    expect(meets(fromWorld('tcp', '20-22'), fromWorld('tcp', '23-30'))).toBe(false);
  });
});

describe('effect, not syntax', () => {
  test('scenario 5: R9: a rule that a wider one covers gains nothing, and that is said', () => {
    const { effect } = added(ssh('198.51.100.7/32', '10.0.0.0/8'), [rule('tcp', '20-30', '0.0.0.0/0')]);
    expect(isEmpty(effect.gained.atMost)).toBe(true);
    expect(sayEffect(effect)).toBe('nothing new: already open');
    expect(sayShort(effect)).toBe('no effect');
  });

  test('scenario 5: R20: removing the narrower of two overlapping rules loses nothing', () => {
    const effect = removed(ssh('10.20.0.0/16'), ssh('10.0.0.0/8'));
    expect(isEmpty(effect.lost.atMost)).toBe(true);
    expect(sayEffect(effect, { onlyRemoved: true })).toBe('nothing lost: other rules permit it still');
  });

  test('R20: removing the wider of two overlapping rules loses only what the narrower does not hold', () => {
    const effect = removed(ssh('10.20.0.0/15'), ssh('10.20.0.0/16'));
    expect(effect.lost.atMost).toEqual(reachOf(ssh('10.21.0.0/16')));
    expect(sayEffect(effect, { on: 'prod-db' })).toBe(
      '10.21.0.0/16 (private) can no longer reach tcp 22 (ssh) on prod-db',
    );
  });

  test('BM-1: BM-6: every range of every item counts: a benign first one hides neither IPv4 nor IPv6', () => {
    const { effect } = added([
      rule('tcp', 443, '10.0.0.0/8'),
      ...ssh('10.0.0.0/8', '0.0.0.0/0', '::/0', 'sg-a', 'pl-a'),
    ]);
    expect(covers(effect.gained.atMost, reachOf(ssh('0.0.0.0/0', '::/0', 'sg-a', 'pl-a')))).toBe(true);
    expect(sayEffect(effect)).toMatch(/^the whole Internet, members of sg-a and prefix list pl-a/);
  });

  test('BM-15: order and spelling of ranges make no difference', () => {
    const one = reachOf(ssh('198.51.100.77/24', '2001:db8:0:0::/32'));
    expect(one).toEqual(reachOf(ssh('2001:DB8::/32', '198.51.100.0/24')));
  });
});

describe('lists and groups', () => {
  test('scenario 6: editing a list to hold 0.0.0.0/0 opens every rule that names it', () => {
    const rules = [rule('tcp', 22, 'pl-a')];
    const before = exactly(reachOf(rules, { lists: () => ['192.0.2.0/24'] }));
    const after = exactly(reachOf(rules, { lists: () => ['192.0.2.0/24', '0.0.0.0/0'] }));
    const { gained } = effectOf({ added: after.certain, removed: nothing, before, after });
    expect(covers(gained.atMost, sshFromIpv4)).toBe(true);
    expect(sayGained(gained.atMost)).toBe('the whole IPv4 Internet can reach tcp 22 (ssh)');
  });

  test('scenario 6: a shared list whose entries are not known may hold anything, and that is said', () => {
    const reach = reachOf(ssh('pl-a'));
    expect(touches(reach, sshBox)).toBe('maybe');
    expect(sayGained(reach)).toBe('prefix list pl-a (entries unknown: may hold anything) can reach tcp 22 (ssh)');
  });

  test('scenario 7: a group of another account, a deleted group and the group itself are peers of their own', () => {
    const reach = reachOf(ssh('111122223333/sg-b', 'sg-deleted', 'self'), { self: 'sg-own' });
    expect(writeRows(reach)[0]!.peers).toEqual(['111122223333/sg-b', 'sg-deleted', 'sg-own']);
    expect(touches(reach, sshBox)).toBe('no');
    expect(sayGained(reach)).toBe('members of 111122223333/sg-b or sg-deleted or sg-own can reach tcp 22 (ssh)');
  });

  test('scenario 7: naming a group where all addresses came in already is no news', () => {
    const before = reachOf([rule('-1', null, '0.0.0.0/0'), rule('-1', null, '::/0')]);
    expect(settle(reachOf(ssh('sg-b')), before).gained).toEqual(nothing);
  });

  test('scenario 8: a source in the fourth of five allowed sets is allowed', () => {
    const sets = ['192.0.2.0/26', '192.0.2.64/26', '198.51.100.0/25', '203.0.113.0/24', '2001:db8::/48'];
    const allowed = reachOf(sets.map((set) => rule('-1', null, set)));
    expect(minus(reachOf(ssh('203.0.113.128/25')), allowed)).toEqual(nothing);
    expect(minus(reachOf(ssh('192.0.2.0/25')), allowed)).toEqual(nothing);
    expect(isEmpty(minus(reachOf(ssh('198.51.100.0/24')), allowed))).toBe(false);
  });

  test('scenario 8: ranges allowed on 443 are fine there and not on 22', () => {
    const allowed = reachOf(['104.16.0.0/13', '172.64.0.0/13'].map((range) => rule('tcp', 443, range)));
    expect(minus(reachOf([rule('tcp', 443, '104.16.0.0/12')]), allowed)).toEqual(
      reachOf([rule('tcp', 443, '104.24.0.0/13')]),
    );
    expect(minus(reachOf(ssh('104.16.0.0/13')), allowed)).toEqual(reachOf(ssh('104.16.0.0/13')));
  });
});

describe('egress', () => {
  test('scenario 9: R6: R21: opening all egress of a locked-down group is told as such', () => {
    const { effect } = added([rule('-1', null, '0.0.0.0/0', 'egress')], [rule('tcp', 443, '10.0.0.0/8', 'egress')]);
    expect(sayEffect(effect)).toMatch(/^this group can now reach the whole IPv4 Internet on every protocol and port/);
    expect(sayShort(effect)).toMatch(/^\+out to IPv4 Internet: everything/);
  });

  test('scenario 9: R6: a second all-traffic egress rule beside the default one gains nothing', () => {
    const standing = [rule('-1', null, '0.0.0.0/0', 'egress')];
    expect(isEmpty(added([rule('tcp', 443, '0.0.0.0/0', 'egress')], standing).effect.gained.atMost)).toBe(true);
  });
});
