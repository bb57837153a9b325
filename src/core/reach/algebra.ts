import { intersectPeers, minusPeers, nobody, type PeerSet, peersCover, peersEqual, peersMeet } from './peer-set.ts';
import { everything, nothing, type Reach } from './reach.ts';
import { pushSlab, type Slab, unionSlabs } from './slabs.ts';

/** What `a` or `b` permits. */
export function union(a: Reach, b: Reach): Reach {
  return { ingress: uniteSlabs(a.ingress, b.ingress), egress: uniteSlabs(a.egress, b.egress) };
}

/** What `a` permits and `b` does not; slabs that do not meet `b` are handed on, not copied. */
export function minus(a: Reach, b: Reach): Reach {
  const ingress = minusSlabs(a.ingress, b.ingress);
  const egress = minusSlabs(a.egress, b.egress);
  return ingress === a.ingress && egress === a.egress ? a : { ingress, egress };
}

/** What both permit. */
export function intersect(a: Reach, b: Reach): Reach {
  return { ingress: intersectSlabs(a.ingress, b.ingress), egress: intersectSlabs(a.egress, b.egress) };
}

/** The union of many reaches. */
export function unionOf(reaches: Iterable<Reach>): Reach {
  let all = nothing;
  for (const reach of reaches) all = all === nothing ? reach : union(all, reach);
  return all;
}

/** Whether both permit the same. */
export function equals(a: Reach, b: Reach): boolean {
  return slabsEqual(a.ingress, b.ingress) && slabsEqual(a.egress, b.egress);
}

/** Whether it permits nothing. */
export function isEmpty(reach: Reach): boolean {
  return reach.ingress.length === 0 && reach.egress.length === 0;
}

/** Whether `a` permits all that `b` permits. */
export function covers(a: Reach, b: Reach): boolean {
  return slabsCover(a.ingress, b.ingress) && slabsCover(a.egress, b.egress);
}

/** Whether anything is permitted by both. */
export function meets(a: Reach, b: Reach): boolean {
  return slabsMeet(a.ingress, b.ingress) || slabsMeet(a.egress, b.egress);
}

function minusSlabs(a: readonly Slab[], b: readonly Slab[]): readonly Slab[] {
  if (a.length === 0 || b.length === 0) return a;
  let j = firstEndingFrom(b, a[0]!.from);
  if (j === b.length || b[j]!.from > a[a.length - 1]!.to) return a;
  const out: Slab[] = [];
  for (const slab of a) {
    let at = slab.from;
    while (j < b.length && b[j]!.to < at) j += 1;
    for (let k = j; k < b.length && b[k]!.from <= slab.to; k += 1) {
      const other = b[k]!;
      if (other.from > at) pushSlab(out, { from: at, to: other.from - 1, peers: slab.peers });
      const from = Math.max(at, other.from);
      const to = Math.min(slab.to, other.to);
      const left = minusPeers(slab.peers, other.peers);
      if (left !== nobody) pushSlab(out, { from, to, peers: left });
      at = to + 1;
    }
    if (at <= slab.to) pushSlab(out, at === slab.from ? slab : { from: at, to: slab.to, peers: slab.peers });
  }
  return out;
}

// What is not known may be everything: it meets every box, so it is known by sight.
const whole = everything.ingress;

function uniteSlabs(a: readonly Slab[], b: readonly Slab[]): readonly Slab[] {
  return a === whole || b === whole ? whole : unionSlabs(a, b);
}

function intersectSlabs(a: readonly Slab[], b: readonly Slab[]): readonly Slab[] {
  if (a === whole) return b;
  if (b === whole) return a;
  const out: Slab[] = [];
  eachOverlap(a, b, (from, to, p, q) => {
    pushSlab(out, { from, to, peers: intersectPeers(p, q) });
    return true;
  });
  return out;
}

function slabsMeet(a: readonly Slab[], b: readonly Slab[]): boolean {
  return !eachOverlap(a, b, areApart);
}

function areApart(_from: number, _to: number, p: PeerSet, q: PeerSet): boolean {
  return !peersMeet(p, q);
}

/** Calls `see` for each stretch that is in a slab of both, until it answers false. */
function eachOverlap(
  a: readonly Slab[],
  b: readonly Slab[],
  see: (from: number, to: number, p: PeerSet, q: PeerSet) => boolean,
): boolean {
  if (a.length === 0 || b.length === 0) return true;
  let i = firstEndingFrom(a, b[0]!.from);
  let j = i < a.length ? firstEndingFrom(b, a[i]!.from) : b.length;
  while (i < a.length && j < b.length) {
    const p = a[i]!;
    const q = b[j]!;
    const from = Math.max(p.from, q.from);
    const to = Math.min(p.to, q.to);
    if (from <= to && !see(from, to, p.peers, q.peers)) return false;
    if (p.to <= q.to) i += 1;
    else j += 1;
  }
  return true;
}

function slabsCover(a: readonly Slab[], b: readonly Slab[]): boolean {
  for (const slab of b) {
    let at = slab.from;
    for (let i = firstEndingFrom(a, at); at <= slab.to; i += 1) {
      const over = a[i];
      if (over === undefined || over.from > at || !peersCover(over.peers, slab.peers)) return false;
      at = over.to + 1;
    }
  }
  return true;
}

function slabsEqual(a: readonly Slab[], b: readonly Slab[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((slab, i) => {
    const other = b[i]!;
    return slab.from === other.from && slab.to === other.to && peersEqual(slab.peers, other.peers);
  });
}

function firstEndingFrom(slabs: readonly Slab[], at: number): number {
  let low = 0;
  let high = slabs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slabs[middle]!.to < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
