import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNpmPostgres, findSystemPostgres, type PostgresProgram } from './find-postgres.ts';
import { type PostgresServer, startPostgres } from './start-postgres.ts';

/** The servers that tests know: the oldest that is supported, and the newest. */
export const servers = {
  'PostgreSQL 15': () => findSystemPostgres(15),
  'the newest PostgreSQL': findNpmPostgres,
} as const satisfies Record<string, () => PostgresProgram | null>;

/** Tests against a server of their own. Where there is none they are left out, and say so; not in CI. */
export function withPostgres(
  name: keyof typeof servers,
  options: { readonly safe: boolean },
  tests: (server: () => PostgresServer) => void,
): void {
  const program = servers[name]();
  if (program === null) {
    it(`are left out, since there is no ${name} here`, () => {
      expect(process.env.CI, `in CI these tests must run: install ${name}`).toBeUndefined();
    });
    return;
  }
  describe(name, () => {
    let server: PostgresServer | null = null;
    beforeAll(async () => {
      server = await startPostgres(program, options);
    }, 180_000);
    afterAll(async () => await server?.stop());
    tests(() => server!);
  });
}
