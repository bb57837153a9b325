import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyReach, rule } from '../../../test/oracle/universe.ts';
import { minus } from './algebra.ts';
import { everything, reachOf } from './reach.ts';
import { readRows, writePeers, writeRows } from './rows.ts';

test('R9: a reach is written as rows of directions, services and peers, and read back as itself', () => {
  fc.assert(
    fc.property(anyReach, (reach) => {
      const rows = writeRows(reach);
      expect(readRows(JSON.parse(JSON.stringify(rows)))).toEqual(reach);
      expect(writeRows(reach)).toEqual(rows);
    }),
    { numRuns: 500 },
  );
});

test('one row holds all services that the same peers have', () => {
  const reach = reachOf([
    ...[rule('tcp', 443, '0.0.0.0/0'), rule('tcp', 80, '0.0.0.0/0'), rule('udp', 53, '10.0.0.0/8')],
    rule('-1', null, '::/0', 'egress'),
  ]);
  expect(writeRows(reach)).toEqual([
    {
      direction: 'ingress',
      services: ['tcp/80', 'tcp/443'],
      peers: ['0.0.0.0/0'],
      addresses: { ipv4: '4294967296', ipv6: '0' },
      public: { ipv4: '3702258689', ipv6: '0' },
      cause: null,
    },
    {
      direction: 'ingress',
      services: ['udp/53'],
      peers: ['10.0.0.0/8'],
      addresses: { ipv4: '16777216', ipv6: '0' },
      public: { ipv4: '0', ipv6: '0' },
      cause: null,
    },
    {
      direction: 'egress',
      services: ['all'],
      peers: ['::/0'],
      addresses: { ipv4: '0', ipv6: '340282366920938463463374607431768211456' },
      public: { ipv4: '0', ipv6: '42534934663925614327626351595571118083' },
      cause: null,
    },
  ]);
});

test('peers are CIDRs, then groups, then prefix lists, each sorted', () => {
  const peers = ['sg-b', 'pl-a', '2001:db8::/32', '10.0.0.0/8', 'sg-a', '9.0.0.0/8', 'name:web', '111122223333/sg-c'];
  const [row] = writeRows(reachOf(peers.map((peer) => rule('tcp', 22, peer))));
  expect(row!.peers).toEqual([
    ...['9.0.0.0/8', '10.0.0.0/8', '2001:db8::/32', '111122223333/sg-c', 'name:web', 'sg-a', 'sg-b', 'pl-a'],
  ]);
  expect(row!.public).toBe('unknown');
});

test('the prefix list behind addresses is named as their cause', () => {
  const lists = (id: string) => (id === 'pl-a' ? ['192.0.2.0/24'] : null);
  const reach = reachOf([rule('tcp', 443, 'pl-a'), rule('tcp', 22, '198.51.100.0/24')], { lists });
  const causes = [{ cause: 'pl-a@7', reach: reachOf([rule('tcp', 443, 'pl-a')], { lists }) }];
  expect(writeRows(reach, causes).map((row) => [row.services[0], row.cause])).toEqual([
    ['tcp/22', null],
    ['tcp/443', 'pl-a@7'],
  ]);
});

test('where any group or list may be meant, that is written', () => {
  expect(writePeers(everything.ingress[0]!.peers)).toEqual(['0.0.0.0/0', '::/0', 'sg-*', 'pl-*']);
  const but = minus(everything, reachOf([rule('-1', null, 'sg-a')]));
  expect(writeRows(but)[0]!.peers).toEqual(['0.0.0.0/0', '::/0', 'sg-*', '!sg-a', 'pl-*']);
  expect(readRows(writeRows(but))).toEqual(but);
});

test('a service that is none is said', () => {
  expect(readRows([{ direction: 'ingress', services: ['ssh'], peers: ['192.0.2.0/24'] }])).toEqual({
    misread: 'expected a service such as `tcp/22`, got `ssh`',
  });
});
