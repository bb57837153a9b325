import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyReach, rule } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import { minus, union } from './algebra.ts';
import { effectOf, exactly, noEffect, unknown } from './bounds.ts';
import { sayEach, sayEffect, sayGained, sayLost, sayShort } from './explain.ts';
import { everything, nothing, type Reach, reachOf } from './reach.ts';

const say = (...rules: Tuple[]) => sayGained(reachOf(rules));
const opened = (reach: Reach) =>
  effectOf({ added: reach, removed: nothing, before: exactly(nothing), after: exactly(reach) });
const closed = (reach: Reach) =>
  effectOf({ added: nothing, removed: reach, before: exactly(reach), after: exactly(nothing) });
const short = (...rules: Tuple[]) => sayShort(opened(reachOf(rules)));

describe('who', () => {
  test('R28: every protocol and port from the whole Internet is said as the worst case', () => {
    expect(say(rule('-1', null, '0.0.0.0/0'), rule('-1', null, '::/0'))).toBe(
      'the whole Internet can reach every protocol and port',
    );
    expect(say(rule('-1', null, '0.0.0.0/0'))).toBe('the whole IPv4 Internet can reach every protocol and port');
    expect(short(rule('-1', null, '0.0.0.0/0'), rule('-1', null, '::/0'))).toBe('+whole Internet → everything');
  });

  test('R9: part of the Internet is told by its range, its size and its share', () => {
    expect(say(rule('tcp', 443, '11.0.0.0/8'))).toBe(
      '11.0.0.0/8 (16,777,216 addresses, 0.4 % of the IPv4 Internet) can reach tcp 443 (https)',
    );
    expect(say(rule('tcp', 443, '2600::/32'))).toBe(
      '2600::/32 (4,294,967,296 /64 networks of the IPv6 Internet) can reach tcp 443 (https)',
    );
  });

  test('many ranges are told by their sum', () => {
    const ranges = ['11.0.0.0/10', '13.0.0.0/10', '15.0.0.0/10', '17.0.0.0/10'];
    expect(say(...ranges.map((range) => rule('tcp', 443, range)))).toBe(
      '16,777,216 addresses, 0.4 % of the IPv4 Internet, can reach tcp 443 (https)',
    );
  });

  test('the share is rounded down, so that only the whole is the whole', () => {
    const nearly = minus(reachOf([rule('tcp', 22, '0.0.0.0/0')]), reachOf([rule('tcp', 22, '11.0.0.0/32')]));
    expect(sayGained(nearly)).toMatch(/^3,702,258,688 addresses, 99\.9 % of the IPv4 Internet/);
  });

  test('one address stands without its prefix length', () => {
    expect(say(rule('tcp', 5432, '198.51.100.7/32'))).toBe(
      '198.51.100.7 (documentation) can reach tcp 5432 (postgres)',
    );
    expect(say(rule('tcp', 5432, '2001:db8::7/128'))).toBe('2001:db8::7 (documentation) can reach tcp 5432 (postgres)');
    expect(say(rule('tcp', 5432, '11.0.0.7/32'))).toBe('11.0.0.7 can reach tcp 5432 (postgres)');
  });

  test('groups and lists are named, a name without id in backticks', () => {
    expect(say(rule('tcp', 22, 'sg-0a1b'), rule('tcp', 22, 'name:web'))).toBe(
      'members of the group named `web` or sg-0a1b can reach tcp 22 (ssh)',
    );
    expect(say(...['sg-1', 'sg-2', 'sg-3', 'sg-4'].map((id) => rule('tcp', 22, id)))).toBe(
      'members of 4 groups can reach tcp 22 (ssh)',
    );
  });

  test('the NAT64 prefix is told as what stands behind it', () => {
    expect(say(rule('tcp', 443, '64:ff9b::/96', 'egress'))).toBe(
      'this group can now reach 64:ff9b::/96 (NAT64 to the IPv4 Internet) on tcp 443 (https)',
    );
  });
});

describe('what', () => {
  const world = (protocol: string, ports: number | string | null) =>
    say(rule(protocol, ports, '0.0.0.0/0')).replace('the whole IPv4 Internet can reach ', '');

  test('a range names the risky ports within', () => {
    expect(world('tcp', '20-30')).toBe('tcp 20-30 (with ftp, ssh and telnet)');
    expect(world('tcp', '1-65535')).toBe('tcp 1-65535 (with ftp, ssh, telnet and more)');
    expect(world('tcp', '8000-8010')).toBe('tcp 8000-8010');
    expect(world('tcp', '0-65535')).toBe('every tcp port');
  });

  test('ICMP and other protocols are told in their own words', () => {
    expect(say(rule('icmp', '8--1', '0.0.0.0/0'))).toMatch(/icmp type 8 \(ping\)$/);
    expect(say({ ...rule('icmp', 3, '0.0.0.0/0'), ports: [3, 4] })).toMatch(/icmp type 3 code 4$/);
    expect(say({ ...rule('icmp', 3, '0.0.0.0/0'), ports: [-1, -1] })).toMatch(/all icmp$/);
    expect(world('47', null)).toBe('protocol 47 (gre)');
    expect(world('200', null)).toBe('protocol 200');
  });

  test('nearly everything is told by what is left out', () => {
    const ssh = reachOf([rule('tcp', 22, '0.0.0.0/0')]);
    const rest = minus(reachOf([rule('-1', null, '0.0.0.0/0')]), ssh);
    expect(sayGained(rest)).toBe('the whole IPv4 Internet can reach every protocol and port but tcp 22 (ssh)');
    expect(sayShort(opened(rest))).toBe('+IPv4 Internet → everything but tcp 22');
  });

  test('many services are told by the first of them', () => {
    expect(say(...[22, 80, 443, 8080].map((port) => rule('tcp', port, '0.0.0.0/0')))).toBe(
      'the whole IPv4 Internet can reach tcp 22 (ssh), tcp 80 (http) and 2 more',
    );
  });
});

describe('the sentence', () => {
  const web = rule('tcp', 80, '0.0.0.0/0');
  const inside = rule('tcp', 22, '10.20.0.0/16');

  test('of several rows the worst comes first', () => {
    expect(say(inside, web)).toBe('the whole IPv4 Internet can reach tcp 80 (http); and 1 more');
    expect(sayEach(reachOf([inside, web]), 'standing')).toEqual([
      'the whole IPv4 Internet can reach tcp 80 (http)',
      '10.20.0.0/16 (private) can reach tcp 22 (ssh)',
    ]);
  });

  test('R20: what was lost is told in the same words', () => {
    expect(sayLost(reachOf([inside]), { on: 'prod-web' })).toBe(
      '10.20.0.0/16 (private) can no longer reach tcp 22 (ssh) on prod-web',
    );
    expect(sayShort(closed(reachOf([inside])))).toBe('−10.20.0.0/16 → tcp 22');
  });

  test('R6: R21: egress is told from the side of the group', () => {
    const out = reachOf([rule('tcp', 443, '11.0.0.0/8', 'egress')]);
    const where = '11.0.0.0/8 (16,777,216 addresses, 0.4 % of the IPv4 Internet)';
    expect(sayGained(out)).toBe(`this group can now reach ${where} on tcp 443 (https)`);
    expect(sayLost(out, { on: 'prod-web' })).toBe(`prod-web can no longer reach ${where} on tcp 443 (https)`);
    expect(sayShort(opened(out))).toBe('+out to 11.0.0.0/8: tcp 443');
  });

  test('what is not known of before is said', () => {
    const effect = effectOf({ added: reachOf([web]), removed: reachOf([inside]), before: unknown, after: unknown });
    expect(sayEffect(effect)).toBe(
      'the whole IPv4 Internet can reach tcp 80 (http), unless it could already; ' +
        '10.20.0.0/16 (private) can no longer reach tcp 22 (ssh), unless another rule permits it',
    );
    expect(sayShort(effect)).toBe('+IPv4 Internet → tcp 80 ? −10.20.0.0/16 → tcp 22 ?');
    const untold = { ...noEffect, lost: { ...noEffect.lost, unknown: true } };
    expect(sayEffect(untold)).toBe('what was there before is not known');
    expect(sayShort(untold)).toBe('−unknown');
  });

  test('no effect is said too', () => {
    expect(sayEffect(noEffect)).toBe('nothing new: already open');
    expect(sayGained(nothing)).toBe('nothing new: already open');
    expect(sayLost(nothing)).toBe('nothing lost: other rules permit it still');
  });

  test('any reach has a sentence without capital, full stop or gap, and a short form below 90 characters', () => {
    fc.assert(
      fc.property(anyReach, anyReach, (gained, lost) => {
        const effect = effectOf({
          added: gained,
          removed: lost,
          before: { certain: nothing, possible: union(gained, lost) },
          after: { certain: nothing, possible: everything },
        });
        for (const text of [sayEffect(effect), ...sayEach(union(gained, lost), 'standing')]) {
          expect(text).toMatch(/^[a-z0-9].*[^.\s]$/);
          expect(text).not.toMatch(/ {2}|undefined|NaN| ,|\(\)/);
        }
        expect(sayShort(effect).length).toBeLessThan(90);
      }),
      { numRuns: 300 },
    );
  });
});
