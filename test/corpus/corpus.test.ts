import { describe, expect, test } from 'vitest';
import { readChanges } from '../../src/core/change/read.ts';
import { readRecord } from '../../src/core/trail/read.ts';
import { corpusIsHere, type Expected, readExpected } from './expected.ts';

const files = [
  ['R2 R3 R4 R5 R6 R7 R8 R27 R39 R40: security-group records', 'sg-core.jsonl', 'expected-core.jsonl', 45],
  [
    'R2 R3 R39 R40: records of attachments and implied groups',
    'sg-attachments.jsonl',
    'expected-attachments.jsonl',
    128,
  ],
] as const;

describe.runIf(corpusIsHere)('real records tell exactly the changes that were written down by hand', () => {
  for (const [title, records, expected, count] of files) {
    test(title, () => {
      const all = readExpected(records, expected);
      expect(all.length).toBe(count);
      expect(all.map(told)).toEqual(all.map(wanted));
    });
  }
});

function told({ line, record }: Expected): unknown {
  const place = { file: 'corpus', number: line };
  const read = readRecord(record, place);
  if (read.kind === 'unreadable') return { line, unreadable: read.reason };
  const { type, via, identity } = read.actor;
  const changes = readChanges(read, place).changes.map(({ record: _record, ordinal: _ordinal, ...change }) => change);
  return { line, call: read.call, result: read.result, actor: { type, via: via.value, identity }, changes };
}

function wanted({ line, call, result, actor, changes }: Expected): unknown {
  return { line, call, result, actor, changes };
}
