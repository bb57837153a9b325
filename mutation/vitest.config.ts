import { defineConfig } from 'vitest/config';

// The tests that speak of planning and performing, without those that start processes or browsers.
export default defineConfig({
  test: {
    include: [
      'src/core/{plan,verdict}/**/*.test.ts',
      'src/flow/**/*.test.ts',
      'test/{policy,flow}/**/*.test.ts',
      'test/simulation/mutation.test.ts',
    ],
    testTimeout: 60_000,
    isolate: false,
  },
});
