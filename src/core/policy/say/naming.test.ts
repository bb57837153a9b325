import { describe, expect, it } from 'vitest';
import { unionOfPeers } from '../../reach/peer-set.ts';
import { readPlace } from '../../reach/places.ts';
import type { ActorSet } from '../policy.ts';
import { sayActors, sayMeaning } from './naming.ts';

function meaningOf(...places: readonly string[]): string {
  return sayMeaning(
    unionOfPeers(
      places.map((place) => {
        const peers = readPlace(place);
        if ('misread' in peers) throw new Error(peers.misread);
        return peers;
      }),
    ),
  );
}

const cidrs = [1, 3, 5, 7, 9].map((n) => `192.0.2.${n}/32`);
const groups = ['sg-0a', 'sg-0b', 'sg-0c', 'sg-0d', 'sg-0e'];

describe('what a set of peers stands for', () => {
  it('few peers are named one by one', () => {
    expect(meaningOf('192.0.2.1/32', 'sg-0a', 'pl-0a')).toBe('192.0.2.1/32, sg-0a, pl-0a');
  });

  it('many addresses are counted, and groups beside them are still named', () => {
    expect(meaningOf(...cidrs, 'sg-0a')).toBe('5 ranges of addresses, sg-0a');
    expect(meaningOf('192.0.2.1/32', 'sg-0a', 'sg-0b', 'sg-0c', 'pl-0a')).toBe(
      '192.0.2.1/32, sg-0a, sg-0b, sg-0c, pl-0a',
    );
  });

  it('many groups are counted as groups, not as addresses', () => {
    expect(meaningOf(...groups)).toBe('5 groups');
    expect(meaningOf(...groups, ...groups.map((id) => id.replace('sg', 'pl')))).toBe('5 groups, 5 prefix lists');
  });
});

describe('whom an actor set trusts', () => {
  it('many of a kind are counted', () => {
    const none: ActorSet = { id: 'a', roles: [], users: [], sourceIdentities: [], permissionSets: [], services: [] };
    const names = ['a', 'b', 'c', 'd', 'e'];
    expect(sayActors({ ...none, sourceIdentities: names, services: names })).toBe('5 source identities and 5 services');
    expect(sayActors(none)).toBe('nobody yet');
  });
});
