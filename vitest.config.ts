import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: ['src/core/**/*.test.ts', 'test/architecture/guard-core.test.ts'],
          setupFiles: ['test/architecture/guard-core.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'rest',
          include: ['{src,test,scripts}/**/*.test.ts'],
          exclude: ['src/core/**', 'test/architecture/guard-core.test.ts'],
        },
      },
    ],
  },
});
