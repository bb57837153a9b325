import { describe, expect, it } from 'vitest';
import { findNpmPostgres, findSystemPostgres } from '../../postgres/find-postgres.ts';
import { startPostgres } from '../../postgres/start-postgres.ts';
import { withMoto } from '../with-moto.ts';
import { awaySpan, goesAway } from './goes-away.ts';
import { openStage } from './stage.ts';

const program = findNpmPostgres() ?? findSystemPostgres(15);

await withMoto((moto) => {
  describe('a PostgreSQL server that is shut down for a while', () => {
    if (program === null) {
      it('is left out, since there is none here', () => {
        expect(process.env.CI, 'in CI this test must run: install PostgreSQL').toBeUndefined();
      });
      return;
    }

    it(
      'all waits, nothing is lost or done twice, and the log says so',
      async () => {
        const [stage, server] = [await openStage(moto()), await startPostgres(program, { safe: false })];
        try {
          const store = await server.newDatabase('served');
          await goesAway(stage, {
            name: 'shut-down',
            store,
            leave: () => server.shutDown(),
            comeBack: () => server.startAgain(),
          });
        } finally {
          await server.stop();
          await stage.stop();
        }
      },
      400_000 + awaySpan,
    );
  });
});
