import { isNobody, type PeerSet, peersEqual, unionOfPeers, unionPeers } from './peer-set.ts';

/** A stretch of the service axis (both ends included) with the peers that are permitted all over it. */
export interface Slab {
  readonly from: number;
  readonly to: number;
  readonly peers: PeerSet;
}

/**
 * Brings slabs that may overlap, in any order, into the normal form of one direction: sorted, disjoint, none empty,
 * neighbours with equal peers merged. Takes the array as its own.
 */
export function normalForm(slabs: Slab[]): readonly Slab[] {
  if (slabs.length > FEW) slabs.sort(inOrder);
  else insertionSort(slabs);
  const apart = joinAlike(slabs);
  return unionOfRun(apart, 0, apart.length);
}

function inOrder(a: Slab, b: Slab): number {
  return a.from - b.from || a.to - b.to;
}

/** One slab for all of the same services: rules of a group mostly differ in their peers alone. */
function joinAlike(sorted: readonly Slab[]): readonly Slab[] {
  const joined: Slab[] = [];
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i]!;
    let end = i + 1;
    while (end < sorted.length && inOrder(first, sorted[end]!) === 0) end += 1;
    const peers = end === i + 1 ? first.peers : unionOfPeers(sorted.slice(i, end).map((slab) => slab.peers));
    joined.push(end === i + 1 ? first : { from: first.from, to: first.to, peers });
    i = end;
  }
  return joined;
}

// Measured: for the few rules of one change the engine's sort costs more than all the rest of the reach.
const FEW = 24;

function insertionSort(slabs: Slab[]): void {
  for (let i = 1; i < slabs.length; i += 1) {
    const slab = slabs[i]!;
    let j = i;
    for (; j > 0 && inOrder(slabs[j - 1]!, slab) > 0; j -= 1) slabs[j] = slabs[j - 1]!;
    slabs[j] = slab;
  }
}

function unionOfRun(slabs: readonly Slab[], from: number, to: number): readonly Slab[] {
  let apart = true;
  for (let i = from + 1; i < to && apart; i += 1) apart = slabs[i - 1]!.to < slabs[i]!.from;
  if (!apart) {
    const half = (from + to) >> 1;
    return unionSlabs(unionOfRun(slabs, from, half), unionOfRun(slabs, half, to));
  }
  const out: Slab[] = [];
  for (let i = from; i < to; i += 1) pushSlab(out, slabs[i]!);
  return out;
}

/** What either of two normal forms permits, in normal form. */
export function unionSlabs(a: readonly Slab[], b: readonly Slab[]): readonly Slab[] {
  if (a.length === 0 || a === b) return b;
  if (b.length === 0) return a;
  const out: Slab[] = [];
  let i = 0;
  let j = 0;
  for (let at = Math.min(a[0]!.from, b[0]!.from); i < a.length || j < b.length; ) {
    const p = a[i];
    const q = b[j];
    const inA = p !== undefined && p.from <= at;
    const inB = q !== undefined && q.from <= at;
    if (!inA && !inB) {
      at = Math.min(p?.from ?? Infinity, q?.from ?? Infinity);
      continue;
    }
    const end = Math.min(edge(p, inA), edge(q, inB));
    pushSlab(out, { from: at, to: end, peers: inA && inB ? unionPeers(p.peers, q.peers) : inA ? p.peers : q!.peers });
    if (inA && p.to === end) i += 1;
    if (inB && q.to === end) j += 1;
    at = end + 1;
  }
  return out;
}

/** Last point before anything changes: the end of a slab we are in, or the point before one that begins. */
function edge(slab: Slab | undefined, inside: boolean): number {
  return slab === undefined ? Infinity : inside ? slab.to : slab.from - 1;
}

/** Appends a slab to a normal form in the making: nothing for nobody, and one slab with an equal neighbour. */
export function pushSlab(out: Slab[], slab: Slab): void {
  if (isNobody(slab.peers)) return;
  const last = out[out.length - 1];
  if (last !== undefined && last.to + 1 === slab.from && peersEqual(last.peers, slab.peers)) {
    out[out.length - 1] = { from: last.from, to: slab.to, peers: last.peers };
  } else out.push(slab);
}
