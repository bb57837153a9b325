import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReach } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import { covers, intersect, isEmpty, meets, minus, union, unionOf } from './algebra.ts';
import { exactly, unknown } from './bounds.ts';
import { type Cell, matricesOf, type Sides } from './matrix.ts';
import { peersMeet } from './peer-set.ts';
import { boxOf } from './places.ts';
import { peersOfCidrs, type Reach, reachOf } from './reach.ts';

const office = peersOfCidrs(['203.0.113.0/24']);

function sidesOf(before: Reach, after: Reach): Sides {
  const [gained, lost] = [minus(after, before), minus(before, after)];
  return {
    ...{ before: exactly(before), after: exactly(after), passing: null },
    ...{ gained: { atLeast: gained, atMost: gained }, lost: { atLeast: lost, atMost: lost } },
    named: new Map([['office', office]]),
  };
}

/** The table as lines: `row: cell | cell`. */
function linesOf(sides: Sides): readonly string[] {
  return matricesOf(sides).flatMap(({ columns, rows, cells }) => [
    columns.map(({ label }) => label).join(' | '),
    ...rows.map(({ label }, row) => `${label}: ${cells[row]!.map(word).join(' | ')}`),
  ]);
}

function word({ state, partly, passed }: Cell): string {
  return `${state}${partly ? '~' : ''}${passed ? ' passed' : ''}`;
}

const tcp = (port: number, cidr: string): Tuple => ({
  ...{ direction: 'ingress', protocol: 'tcp', ports: [port, port] },
  peer: { kind: cidr.includes(':') ? 'ipv6' : 'ipv4', value: cidr },
});

describe('the table of before and after', () => {
  it('shows who could reach which port, and who can now', () => {
    const before = reachOf([tcp(22, '203.0.113.0/24'), tcp(443, '0.0.0.0/0'), tcp(5432, '10.20.0.0/16')]);
    const after = reachOf([tcp(22, '0.0.0.0/0'), tcp(443, '0.0.0.0/0')]);
    expect(linesOf(sidesOf(before, after))).toEqual([
      'tcp 22 (ssh) | tcp 5432 (postgres) | tcp 443 (https)',
      'IPv4 Internet: opened | closed | open',
      'IPv6 Internet: closed | closed | closed',
      'office 203.0.113.0/24: open | closed | open',
      '10.20.0.0/16: opened | lost | open',
      'rest of private addresses (IPv4): opened | closed | open',
      'rest of special addresses (IPv4): opened | closed | open',
    ]);
  });

  it('cuts a range where what was open before begins and ends', () => {
    const range: Tuple = { ...tcp(20, '198.51.100.0/24'), ports: [20, 30] };
    expect(linesOf(sidesOf(reachOf([tcp(22, '198.51.100.0/24')]), reachOf([range])))).toEqual([
      'tcp 20-21 (with ftp) | tcp 23-30 (with telnet) | tcp 22 (ssh)',
      'Internet: closed | closed | closed',
      '198.51.100.0/24: opened | opened | open',
    ]);
  });

  it('says that a part only is open, and what was open in between', () => {
    const half = reachOf([tcp(22, '0.0.0.0/1')]);
    expect(linesOf(sidesOf(reachOf([]), half))[1]).toBe('IPv4 Internet: opened~');
    const passing = reachOf([tcp(22, '192.0.2.7/32')]);
    expect(linesOf({ ...sidesOf(reachOf([]), reachOf([])), passing })).toEqual([
      'tcp 22 (ssh)',
      'Internet: closed',
      '192.0.2.7/32: closed passed',
    ]);
  });

  it('says perhaps where nobody tells what stood before', () => {
    const gained = reachOf([tcp(22, '203.0.113.0/24')]);
    const sides = {
      ...sidesOf(gained, gained),
      before: unknown,
      after: { certain: gained, possible: unknown.possible },
    };
    const none = reachOf([]);
    expect(linesOf({ ...sides, gained: { atLeast: none, atMost: gained } }).slice(1)).toEqual([
      'Internet: maybe',
      'office 203.0.113.0/24: maybe',
    ]);
  });

  it('has no table where nothing moved', () => {
    expect(matricesOf(sidesOf(reachOf([tcp(22, '0.0.0.0/0')]), reachOf([tcp(22, '0.0.0.0/0')])))).toEqual([]);
  });

  it('every cell is right by the algebra, nothing that moved is outside, rows and columns are disjoint', () => {
    fc.assert(
      fc.property(anyReach, anyReach, (before, after) => {
        const [gained, lost] = [minus(after, before), minus(before, after)];
        const boxes: Reach[] = [];
        for (const { direction, columns, rows, cells } of matricesOf(sidesOf(before, after))) {
          for (const [at, row] of rows.entries()) {
            for (const other of rows.slice(at + 1)) expect(peersMeet(row.peers, other.peers)).toBe(false);
            for (const [place, column] of columns.entries()) {
              const box = boxOf(direction, row.peers, column.services);
              boxes.push(box);
              const { state, partly } = cells[at]![place]!;
              const by = { opened: gained, lost, open: after, closed: union(before, after), maybe: null }[state];
              expect(state).not.toBe('maybe');
              expect(meets(by!, box)).toBe(state !== 'closed');
              if (state !== 'closed') expect(covers(by!, box)).toBe(!partly);
              if (state === 'open') expect(meets(union(gained, lost), box)).toBe(false);
            }
          }
          const [axis] = [columns.flatMap((column) => column.services).toSorted((a, b) => a.from - b.from)];
          for (const [at, each] of axis!.entries()) expect(each.from).toBeGreaterThan(axis![at - 1]?.to ?? -1);
        }
        const outside = minus(union(gained, lost), unionOf(boxes));
        expect(isEmpty(intersect(outside, union(gained, lost)))).toBe(true);
      }),
      { numRuns: Number(process.env.RUNS ?? 200) },
    );
  });
});
