import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { specialRows } from '../../core/net/special-registry.ts';
import { type Guard, mayConnect } from './may-connect.ts';

const guards: readonly Guard[] = ['public', 'private', 'loopback'];
const allowedBy = (address: string) => guards.filter((guard) => mayConnect(address, guard));

describe('addresses that messages may be sent to', () => {
  test.each([
    ['8.8.8.8', ['public', 'private', 'loopback']],
    ['2606:4700::1111', ['public', 'private', 'loopback']],
    ['10.1.2.3', ['private', 'loopback']],
    ['172.31.255.255', ['private', 'loopback']],
    ['192.168.0.1', ['private', 'loopback']],
    ['100.64.0.1', ['private', 'loopback']],
    ['fd12:3456::1', ['private', 'loopback']],
    ['127.0.0.1', ['loopback']],
    ['::1', ['loopback']],
    ['169.254.169.254', []],
    ['169.254.170.2', []],
    ['fe80::1', []],
    ['fd00:ec2::254', []],
    ['fd00:ec2::23', []],
    ['168.63.129.16', []],
    ['0.0.0.0', []],
    ['::', []],
    ['255.255.255.255', []],
    ['224.0.0.1', []],
    ['ff02::1', []],
    ['203.0.113.7', []],
    ['2001:db8::1', []],
    ['240.0.0.1', []],
    ['198.18.0.1', []],
    ['2002:7f00:1::', []],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', []],
    ['192.88.99.1', []],
    ['localhost', []],
    ['', []],
    ['10.1', []],
    ['fe80::1%eth0', []],
  ])('R174: %s is allowed by %j', (address, by) => {
    expect(allowedBy(address)).toEqual(by);
  });

  test.each([
    ['::ffff:127.0.0.1', ['loopback']],
    ['::ffff:a00:1', ['private', 'loopback']],
    ['::ffff:169.254.169.254', []],
    ['::ffff:8.8.8.8', ['public', 'private', 'loopback']],
    ['64:ff9b::7f00:1', ['loopback']],
    ['64:ff9b::a9fe:a9fe', []],
    ['64:ff9b::808:808', ['public', 'private', 'loopback']],
  ])('IPv4 inside of IPv6 is judged as what it is: %s', (address, by) => {
    expect(allowedBy(address)).toEqual(by);
  });

  test('no first address of a special block that is not global is public', () => {
    const special = specialRows.filter(({ global }) => global === false).map(({ prefix }) => prefix.split('/')[0]!);
    expect(special.filter((address) => mayConnect(address, 'public'))).toEqual([]);
  });

  test('what a guard allows, a wider one allows too', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const by = allowedBy(address);
        expect([[], ['loopback'], ['private', 'loopback'], guards]).toContainEqual(by);
      }),
    );
  });
});
