import { describe, expect, it } from 'vitest';
import { findFileBreaches } from './file-law.ts';
import { findImportBreaches } from './import-law.ts';
import { findWorldBreaches } from './world-law.ts';

const packages = new Set(['csv-parse', '@scope/known']);

function importing(file: string, text: string): readonly string[] {
  return findImportBreaches({ file, text }, packages);
}

function touching(text: string, file = 'src/core/net/x.ts'): readonly string[] {
  return findWorldBreaches({ file, text });
}

describe('the import law sees every way to import', () => {
  it.each([
    ['src/core/net/x.ts', "import { a } from '../group/rule.ts'"],
    ['src/core/net/x.ts', "import type { A } from '../group/rule.ts'"],
    ['src/core/net/x.ts', "import { type A } from '../group/rule.ts'"],
    ['src/core/net/x.ts', "export { a } from '../group/rule.ts'"],
    ['src/core/net/x.ts', "export * from '../group/rule.ts'"],
    ['src/core/net/x.ts', "export type { A } from '../group/rule.ts'"],
    ['src/core/net/x.ts', "const a = import('../group/rule.ts')"],
    ['src/core/net/x.ts', 'const a = import(`../group/rule.ts`)'],
    ['src/core/net/x.ts', "type A = import('../group/rule.ts').A"],
    ['src/core/net/x.ts', "const a = require('../group/rule.ts')"],
    ['src/core/net/x.ts', "const a = require.resolve('../group/rule.ts')"],
    ['src/core/net/x.ts', "import a = require('../group/rule.ts')"],
    ['src/core/net/x.ts', "import '../group/rule.ts'"],
    ['src/core/net/deep/x.ts', "import { a } from '../../group/rule.ts'"],
    ['src/core/plan/x.ts', "import { decide } from '../decide.ts'"],
    ['src/core/net/x.ts', "import { a } from '../helpers/a.ts'"],
    ['src/core/net/x.ts', "import { a } from 'csv-parse'"],
    ['src/core/net/x.ts', "import { readFileSync } from 'node:fs'"],
    ['src/core/net/x.ts', "import { readFileSync } from 'fs'"],
    ['src/core/net/x.ts', "import { watch } from '../../flow/watch.ts'"],
    ['src/core/net/x.ts', "import type { Clock } from '../../contracts/live.ts'"],
    ['src/core/net/x.ts', "import { a } from './cidr.test.ts'"],
    ['src/core/net/x.ts', 'const name = "a"; const a = import(name)'],
    ['src/contracts/channel.ts', "import type { Slack } from '../channels/slack.ts'"],
    ['src/flow/watch.ts', "import { slack } from '../channels/slack.ts'"],
    ['src/flow/watch.ts', "import { setTimeout } from 'node:timers/promises'"],
    ['src/channels/slack.ts', "import { client } from '../aws/client.ts'"],
    ['src/sources/archive/a.ts', "import { scan } from '../../apps/cli/scan.ts'"],
    ['src/sources/archive/a.ts', "import { a } from '../../../test/fixtures.ts'"],
    ['src/sources/archive/a.ts', "import { it } from 'vitest'"],
    ['src/sources/archive/a.ts', "import { it } from '@scope/other/deep'"],
  ])('%s may not hold: %s', (file, text) => {
    expect(importing(file, text)).toHaveLength(1);
  });

  it.each([
    ['src/core/group/x.ts', "import { a } from '../net/cidr.ts'; import type { B } from './rule.ts'"],
    ['src/core/decide.ts', "import { a } from './audit/cis.ts'; export * from './plan/decision.ts'"],
    ['src/core/net/x.ts', '// import { a } from "../group/rule.ts"\nconst a = "import x from \'node:fs\'"'],
    ['src/core/net/x.test.ts', "import { it } from 'vitest'; import { a } from '../group/rule.ts'"],
    [
      'src/flow/watch.ts',
      "import { decide } from '../core/decide.ts'; import type { Clock } from '../contracts/live.ts'",
    ],
    ['src/sources/archive/a.ts', "import { b } from './b.ts'; import * as fs from 'node:fs'; import 'csv-parse/sync'"],
    ['src/store/sqlite.ts', "import x from '@scope/known/deep'"],
    ['src/apps/cli/scan.ts', "import { openArchive } from '../../sources/archive/open.ts'"],
  ])('%s may hold: %s', (file, text) => {
    expect(importing(file, text)).toEqual([]);
  });

  it('a folder that the layout does not know is a breach by itself', () => {
    expect(importing('src/core/helpers/x.ts', '')).toHaveLength(1);
    expect(importing('src/core/x.ts', '')).toHaveLength(1);
    expect(importing('src/lib/x.ts', '')).toHaveLength(1);
  });
});

describe('the world law sees through disguises', () => {
  it.each([
    'const f = async () => 1',
    'await f()',
    'for await (const a of b) c(a)',
    'const o = { async f() {} }',
    'Date.now()',
    "Date['now']()",
    'new Date()',
    'new Date(...[])',
    'Date()',
    'const D = Date; new D()',
    'Reflect.construct(Date, [])',
    'const { now } = Date',
    'Math.random()',
    "Math['random']()",
    'const { random } = Math',
    'process.env',
    "console.log('a')",
    'globalThis.x',
    "fetch('a')",
    'setTimeout(f, 1)',
    'queueMicrotask(f)',
    'performance.now()',
    'crypto.randomUUID()',
    'new Intl.NumberFormat()',
    'a.toLocaleString()',
    'a.toLocaleUpperCase()',
    "a['localeCompare'](b)",
    'a.localeCompare(b)',
    'date.getHours()',
    'date.setDate(1)',
    'const { getHours } = date',
    'date.getTimezoneOffset()',
    'const i = { [Symbol.asyncIterator]: f }',
    'let p: Promise<string>',
    'import.meta.url',
    'const g = { process }',
    "new Function('return 1')",
    'function f(process: string) {} process.exit()',
    '{ const fetch = 1; } fetch()',
    'const f = (a = console) => a',
  ])('core may not hold: %s', (text) => {
    expect(touching(text)).not.toEqual([]);
  });

  it.each([
    'new Date(at).toISOString()',
    'Date.UTC(2026, 0)',
    'date.getUTCHours()',
    'Math.max(1, 2)',
    'let date: Date',
    'date instanceof Date',
    'record.process.fetch',
    'const o = { process: 1, fetch: 2 }',
    'interface A { readonly performance: number }',
    '// Date.now() stands in a comment\nconst a = "Math.random()"',
    'a.toLowerCase()',
    'const a = `console.log`',
    'const f = ({ global, b: [process] }: Row) => global ?? process',
    'for (const performance of all) sum(performance)',
    'function f() { const console = 1; return () => console; }',
  ])('core may hold: %s', (text) => {
    expect(touching(text)).toEqual([]);
  });

  it('only leaf/zone may ask for a time zone', () => {
    const text = "new Intl.DateTimeFormat('en', { timeZone })";
    expect(touching(text, 'src/core/leaf/zone.ts')).toEqual([]);
    expect(touching(text, 'src/core/leaf/instant.ts')).toHaveLength(1);
  });

  it.each(['setTimeout(f, 1)', 'Date.now()', 'Math.random()', 'process.exit()'])('flow may not hold: %s', (text) => {
    expect(touching(text, 'src/flow/watch.ts')).toHaveLength(1);
  });

  it('flow may wait, and an edge may do as it must', () => {
    expect(touching('const f = async () => await clock.sleep(1)', 'src/flow/watch.ts')).toEqual([]);
    expect(touching('Date.now()', 'src/sources/archive/a.ts')).toEqual([]);
  });
});

describe('the file law', () => {
  it.each([
    ['src/core/net/x.ts', 'a\n'.repeat(301)],
    ['src/core/net/x.test.ts', 'a\n'.repeat(501)],
    ['src/core/net/ip-utils.ts', ''],
    ['src/core/net/shared/x.ts', ''],
    ['src/core/net/camelCase.ts', ''],
    ['src/core/net/x.ts', 'export default 1'],
    ['src/core/net/x.ts', 'const a = 1; export { a as default }'],
    ['src/core/net/x.test.ts', "it.skip('a', f)"],
    ['src/core/net/x.test.ts', "describe.only('a', f)"],
    ['src/core/net/x.test.ts', "test['todo']('a')"],
  ])('%s may not be like this', (file, text) => {
    expect(findFileBreaches({ file, text })).toHaveLength(1);
  });

  it.each([
    ['src/core/net/x.ts', 'a\n'.repeat(300)],
    ['src/core/net/x.test.ts', `${'a\n'.repeat(499)}'it.skip'`],
    ['src/core/policy/baseline.ts', 'export const a = 1'],
    ['vitest.config.ts', 'export default 1'],
  ])('%s may be like this', (file, text) => {
    expect(findFileBreaches({ file, text })).toEqual([]);
  });
});
