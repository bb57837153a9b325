import type { Direction } from '../group/rule.ts';
import type { Services } from '../net/services.ts';
import { type PeerSet, peersEqual } from './peer-set.ts';
import type { Reach } from './reach.ts';
import type { Slab } from './slabs.ts';

/** A part of a reach that reads as one line: all services of one direction that the same peers have. */
export interface Row {
  readonly direction: Direction;
  readonly services: readonly Services[];
  readonly peers: PeerSet;
}

/** The rows of a reach: ingress first, then by first service. Unique, as the reach is. */
export function rowsOf(reach: Reach): readonly Row[] {
  return [...rowsOfSlabs('ingress', reach.ingress), ...rowsOfSlabs('egress', reach.egress)];
}

/** The reach of one row. */
export function reachOfRow(row: Row): Reach {
  const slabs = row.services.map(({ from, to }) => ({ from, to, peers: row.peers }));
  return row.direction === 'ingress' ? { ingress: slabs, egress: [] } : { ingress: [], egress: slabs };
}

function rowsOfSlabs(direction: Direction, slabs: readonly Slab[]): readonly Row[] {
  const rows: { direction: Direction; services: Services[]; peers: PeerSet }[] = [];
  const alike = new Map<string, (typeof rows)[number][]>();
  for (const { from, to, peers } of slabs) {
    const key = `${peers.v4.length} ${peers.v4[0]} ${peers.v6.length} ${peers.groups.names} ${peers.lists.names}`;
    const seen = alike.get(key) ?? [];
    const row = seen.find((other) => peersEqual(other.peers, peers));
    if (row !== undefined) row.services.push({ from, to });
    else {
      const added = { direction, services: [{ from, to }], peers };
      rows.push(added);
      alike.set(key, [...seen, added]);
    }
  }
  return rows;
}
