import process from 'node:process';
import { defineConfig } from 'vitest/config';

// The tests that speak of what is changed: those beside it, and few that are slow.
const tests: Readonly<Record<string, readonly string[]>> = {
  plan: ['src/core/{plan,verdict}/**/*.test.ts', 'src/flow/drill/**/*.test.ts'],
  perform: ['src/flow/live/perform/**/*.test.ts'],
};

export default defineConfig({
  test: { include: [...(tests[process.env.MUTATED ?? ''] ?? [])], testTimeout: 60_000, isolate: false },
});
