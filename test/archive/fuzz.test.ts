import { expect, test } from 'vitest';
import { runFuzz } from './run-fuzz.ts';

test('R32 R150: both searches, in one piece and through windows down to 70 bytes, and the slow reader agree with JSON.parse on mutated files', async () => {
  const until = performance.now() + 20_000;
  const report = await runFuzz(20_260_131, (files) => files <= 500 || performance.now() < until);
  expect(report.mismatches).toEqual([]);
  expect(report.files).toBeGreaterThan(500);
  expect(report.records).toBeGreaterThan(report.files / 10);
  expect(report.slow.get('wasm, whole')! / report.files).toBeLessThan(0.6);
});
