import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadRecord, recordNames } from '../../../test/records/load-record.ts';
import type { SeenRule } from '../group/rule.ts';
import { isObject, type Json, type JsonObject } from '../leaf/canonical.ts';
import { canonicalCidr } from '../net/cidr.ts';
import { readRecord } from '../trail/read.ts';
import type { TrailRecord } from '../trail/record.ts';
import type { Change } from './change.ts';
import { type ChangeReading, readChanges } from './read.ts';
import { watchedCalls } from './watched.ts';

const place = { file: 'laws', number: 1 };
const records = recordNames.map(loadRecord);
const anyRecord = fc.constantFrom(...records);
const anyCall = fc.constantFrom(...watchedCalls);

function readBoth(json: Json): ChangeReading {
  const record = readRecord(json, place);
  return record.kind === 'unreadable' ? { changes: [], unreadable: [record] } : readChanges(record, place);
}

/** All places in a value, as paths. */
function pathsOf(value: Json | undefined, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, held]) => pathsOf(held, [...path, key]))];
}

/** The value with what is at the path replaced; `undefined` takes it away. */
function replace(
  value: Json | undefined,
  [key, ...rest]: readonly string[],
  by: (held: Json | undefined) => Json | undefined,
): Json | undefined {
  if (key === undefined) return by(value);
  if (Array.isArray(value))
    return value.map((held, n) => (String(n) === key ? (replace(held, rest, by) ?? null) : held));
  return isObject(value) ? { ...value, [key]: replace(value[key], rest, by) } : value;
}

const odd: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom<Json | undefined>(
    undefined,
    null,
    '',
    0,
    -1,
    true,
    {},
    [],
    '{',
    '[]',
    '{"items":[{}]}',
    '::/0',
    '0.0.0.0/99',
    'sg-1',
    { items: {} },
    { items: [null] },
    { content: 7, tag: 1 },
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** One structural mutation: something becomes odd, text, a list, one of a list, or nested. */
const change: fc.Arbitrary<(held: Json | undefined) => Json | undefined> = fc.oneof(
  odd.map((value) => () => value),
  fc.constant((held: Json | undefined) => JSON.stringify(held ?? null)),
  fc.nat(40).map((length) => (held: Json | undefined) => (JSON.stringify(held ?? null) as string).slice(0, length)),
  fc.constant((held: Json | undefined) => [held ?? null]),
  fc.constant((held: Json | undefined) => ({ items: held ?? null })),
  fc.constant((held: Json | undefined) => (Array.isArray(held) ? held[0] : held)),
);

const mutated = fc
  .tuple(anyRecord, fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 4 }))
  .map(([record, edits]) =>
    edits.reduce<Json>((value, [n, by]) => {
      const paths = pathsOf(value);
      return replace(value, paths[n % paths.length]!, by) ?? null;
    }, record),
  );

/** Every CIDR that changes tell: of rules, of entries of lists. */
function cidrsOf(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((each) => [
    ...('rules' in each
      ? each.rules.flatMap(({ peer }) => (peer?.kind === 'ipv4' || peer?.kind === 'ipv6' ? [peer.value] : []))
      : []),
    ...('entries' in each ? [...each.added.map(({ cidr }) => cidr), ...each.removed] : []),
  ]);
}

function expectSound({ changes, unreadable }: ChangeReading): void {
  for (const cidr of cidrsOf(changes)) expect(canonicalCidr(cidr)).toBe(cidr);
  changes.forEach((each, n) => void expect(each.ordinal).toBe(n));
  for (const each of unreadable) expect(each.reason).not.toBe('');
  for (const each of changes) {
    if (!('rules' in each)) continue;
    for (const { protocol, ports } of each.rules) {
      if (protocol === null) expect(ports).toBeNull();
      if (protocol === 'tcp' || protocol === 'udp')
        expect(ports![0] >= 0 && ports![0] <= ports![1] && ports![1] <= 65535).toBe(true);
    }
  }
}

describe('laws of reading', () => {
  test('BM-8: no JSON makes the reader throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => void readBoth(json as Json)),
      { numRuns: 3000 },
    );
  });

  test('BM-8: no parameters of any watched call make its reader throw, and what it tells is sound', () => {
    const json = fc.record({
      requestParameters: odd,
      responseElements: odd,
      errorCode: fc.constantFrom(null, 'AccessDenied'),
    });
    fc.assert(
      fc.property(anyCall, anyRecord, json, ({ service, call }, record, more) => {
        expectSound(readBoth({ ...record, eventSource: `${service}.amazonaws.com`, eventName: call, ...more }));
      }),
      { numRuns: 6000 },
    );
  });

  test('BM-8: a mutated record never throws, and never tells a CIDR or port that is none', () => {
    fc.assert(
      fc.property(mutated, (json) => expectSound(readBoth(json))),
      { numRuns: 12_000 },
    );
  });

  test('R23: BM-4: applied, failed and dry-run depend on the error code alone', () => {
    const without = records.map((record): JsonObject => ({ ...record, errorCode: undefined }));
    fc.assert(
      fc.property(
        fc.constantFrom(...without),
        fc.nat(),
        change,
        fc.constantFrom(null, 'Client.X', 'Client.DryRunOperation'),
        (record, n, by, errorCode) => {
          const paths = pathsOf(record).filter(([first]) =>
            /^(request|response|userIdentity|userAgent|sourceIP)/.test(first ?? ''),
          );
          const json = { ...(replace(record, paths[n % paths.length]!, by) as JsonObject), errorCode };
          const result = (readRecord(json, place) as TrailRecord).result;
          expect(result).toBe(errorCode === null ? 'applied' : errorCode === 'Client.X' ? 'failed' : 'dry-run');
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('the order of members never matters', () => {
    const turn = (value: Json | undefined): Json =>
      Array.isArray(value)
        ? value.map(turn)
        : isObject(value)
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, held]) => [key, turn(held)]),
            )
          : (value ?? null);
    for (const record of records) expect(readBoth(turn(record))).toEqual(readBoth(record));
  });

  test('reading leaves its record as it was', () => {
    for (const record of records) {
      const before = structuredClone(record);
      readBoth(record);
      expect(record).toEqual(before);
    }
  });

  test('R99: an applied call of rules never passes in silence: it tells a rule, or what it could not read', () => {
    const calls = watchedCalls.filter(({ effect }) => /\brules\b/.test(effect) && !/group|reference/.test(effect));
    expect(calls.map(({ call }) => call)).toContain('ModifySecurityGroupRules');
    fc.assert(
      fc.property(fc.constantFrom(...calls), odd, odd, ({ call }, requestParameters, responseElements) => {
        const told = readBoth({
          ...records[0],
          eventSource: 'ec2.amazonaws.com',
          eventName: call,
          errorCode: null,
          requestParameters,
          responseElements,
        });
        const rules = told.changes.flatMap((each): readonly SeenRule[] => ('rules' in each ? each.rules : []));
        expect(rules.length + told.unreadable.length).toBeGreaterThan(0);
        if (rules.some(({ protocol, id }) => protocol === null && id === null))
          expect(told.unreadable.length).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });
});
