import { describe, expect, it } from 'vitest';
import { minus } from '../../core/reach/algebra.ts';
import { exactly } from '../../core/reach/bounds.ts';
import { matricesOf } from '../../core/reach/matrix.ts';
import { peersOfCidrs, type Reach } from '../../core/reach/reach.ts';
import { readRows } from '../../core/reach/rows.ts';
import { matrixLines } from './matrix-lines.ts';
import { paint } from './screen.ts';

const open = (service: string, ...peers: string[]) => ({ direction: 'ingress' as const, services: [service], peers });
const before = readRows([open('tcp/22', '203.0.113.0/24'), open('tcp/5432', '10.20.0.0/16')]) as Reach;
const after = readRows([open('tcp/22', '0.0.0.0/0')]) as Reach;
const [gained, lost] = [minus(after, before), minus(before, after)];
const [matrix] = matricesOf({
  ...{ before: exactly(before), after: exactly(after), passing: null },
  ...{ gained: { atLeast: gained, atMost: gained }, lost: { atLeast: lost, atMost: lost } },
  named: new Map([['office', peersOfCidrs(['203.0.113.0/24'])]]),
});

const lines = (width: number) => matrixLines(matrix!, width).map((line) => paint(line, false));

describe('the table of before and after in a terminal', () => {
  it('says by symbol and word what opened, what was lost and what stays', () => {
    expect(lines(80)).toEqual([
      'from                        tcp 22 (ssh)  tcp 5432 (postgres)',
      'IPv4 Internet               + OPENED      ·',
      'IPv6 Internet               ·             ·',
      'office 203.0.113.0/24       = open        ·',
      '10.20.0.0/16                + OPENED      − lost',
      'rest of private addresses…  + OPENED      ·',
      'rest of special addresses…  + OPENED      ·',
    ]);
  });

  it('stays within its width and counts the columns that do not fit', () => {
    for (const width of [44, 60])
      for (const line of lines(width).filter((each) => !each.startsWith('…')))
        expect(line.length).toBeLessThanOrEqual(width);
    expect(lines(34).at(-1)).toBe('… and 1 more columns (a wider terminal shows them)');
  });
});
