import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readChanges } from '../../src/core/change/read.ts';
import { serviceCalls } from '../../src/core/change/service-calls.ts';
import { watchedCalls } from '../../src/core/change/watched.ts';
import { readRecord } from '../../src/core/trail/read.ts';
import { loadRecord, recordNames } from './load-record.ts';
import { table } from './table.ts';

/** What a call may prove, by the beginning of its name; the first match counts. */
const proves: readonly (readonly [RegExp, string])[] = [
  [/^Authorize(SecurityGroup|DB|Cache|Cluster)\w*Ingress/, 'R5 R9 R27'],
  [/^AuthorizeSecurityGroupEgress/, 'R6 R9 R27'],
  [/^Revoke/, 'R7 R9'],
  [/^Modify(SecurityGroupRules|ManagedPrefixList)|^Update\w*Descriptions|Tags/, 'R8'],
  [/^Create(\w*SecurityGroup|Vpc|DefaultVpc)(\.|$)/, 'R3'],
  [/^Delete(\w*SecurityGroup|Vpc)(\.|$)/, 'R4'],
];

function tagsOf(name: string): string {
  return ['R2', ...proves.filter(([shape]) => shape.test(name)).map(([, tags]) => tags)].join(' ');
}

describe('each watched call, told from a whole record', () => {
  test.each(recordNames.map((name) => [tagsOf(name), name] as const))('%s: %s', (_, name) => {
    const wanted = table[name];
    const place = { file: `${name}.json`, number: 1 };
    const record = readRecord(loadRecord(name), place);
    if (record.kind === 'unreadable') throw new Error(record.reason);
    const told = readChanges(record, place);
    expect({
      result: record.result,
      changes: told.changes.map(({ record: _record, ordinal: _ordinal, ...draft }) => draft),
      unreadable: told.unreadable.map((each) => each.reason),
    }).toEqual({ result: 'applied', unreadable: [], ...wanted });
  });
});

describe('the folder of records', () => {
  test('R2: every watched call whose shape is documented has a record here, and each service of unknown shape is told apart', () => {
    const generic = new Set(
      serviceCalls.filter((row) => row.generic).flatMap((row) => row.calls.map((call) => `${row.service}:${call}`)),
    );
    const held = new Set(
      recordNames.map((name) => {
        const { eventSource, eventName } = loadRecord(name);
        return `${String(eventSource).replace('.amazonaws.com', '')}:${eventName}`;
      }),
    );
    const missing = watchedCalls.map(({ service, call }) => `${service}:${call}`).filter((key) => !held.has(key));
    expect(missing.filter((key) => !generic.has(key))).toEqual([]);
    expect([...generic].some((key) => held.has(key))).toBe(true);
  });

  test('every record is expected and every expectation has its record', () => {
    expect(Object.keys(table).sort()).toEqual(recordNames);
  });

  test('every file is named after its call, and holds an id of its own', () => {
    const ids = recordNames.map((name) => loadRecord(name).eventID);
    expect(new Set(ids).size).toBe(ids.length);
    for (const name of recordNames) expect(name.split('.')[0]).toBe(loadRecord(name).eventName);
  });

  test('accounts and addresses are of the ranges set apart for documentation', () => {
    for (const name of recordNames) {
      const text = readFileSync(`${import.meta.dirname}/${name}.json`, 'utf8');
      const accounts = text.match(/(?<![\w-])\d{12}(?![\w-])/g) ?? [];
      expect(accounts.filter((each) => !/^(111122223333|444455556666)$/.test(each))).toEqual([]);
      const hosts = text.match(/(?<![\d.])\d+\.\d+\.\d+\.\d+(?:\/\d+)?(?![\d.])/g) ?? [];
      const free = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^(0\.0\.0\.0\/[01]|128\.0\.0\.0\/1)$|^(10|172\.31|143)\./;
      expect(hosts.filter((each) => !free.test(each))).toEqual([]);
    }
  });
});
