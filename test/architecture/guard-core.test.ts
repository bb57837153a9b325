import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..', '..', 'src');

/** Compiles `code` as if it stood in that file below src, and calls it. */
function runAt(file: string, code: string): unknown {
  return runInThisContext(`(function () { return ${code}; })`, { filename: join(src, file) })();
}

const worldly = [
  'Date.now()',
  'new Date()',
  'Date()',
  'Reflect.construct(Date, [])',
  'Math.random()',
  'performance.now()',
  'crypto.randomUUID()',
  'setTimeout(() => {}, 0)',
  'setInterval(() => {}, 1)',
  'setImmediate(() => {})',
  'queueMicrotask(() => {})',
  "fetch('about:blank')",
  "console.log('')",
];

describe("core's own tests run without a world", () => {
  it.each(worldly)('%s throws when a file of core calls it', (code) => {
    expect(() => runAt('core/net/planted.ts', code)).toThrow(/core may not touch the world/);
  });

  it('the clock answers everybody else, and a date with an argument is pure', () => {
    expect(runAt('core/net/planted.ts', 'new Date(0).toISOString()')).toBe('1970-01-01T00:00:00.000Z');
    expect(runAt('core/net/planted.ts', 'Date.UTC(1970, 0)')).toBe(0);
    expect(runAt('core/net/planted.test.ts', 'Date.now()')).toBeTypeOf('number');
    expect(runAt('flow/planted.ts', 'new Date() instanceof Date')).toBe(true);
  });
});
