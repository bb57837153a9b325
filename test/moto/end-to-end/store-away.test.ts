import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'vitest';
import { withMoto } from '../with-moto.ts';
import { awaySpan, goesAway } from './goes-away.ts';
import { openStage } from './stage.ts';

await withMoto((moto) => {
  describe('a SQLite file that somebody else has locked for a while', () => {
    it(
      'all waits, nothing is lost or done twice, and the log says so',
      async () => {
        const stage = await openStage(moto());
        const store = join(stage.folder, 'locked.db');
        let lock: DatabaseSync | null = null;
        try {
          await goesAway(stage, {
            name: 'locked',
            store,
            leave: async () => {
              lock = new DatabaseSync(store);
              lock.exec('pragma busy_timeout = 5000; begin immediate');
            },
            comeBack: async () => {
              lock!.exec('rollback');
              lock!.close();
            },
          });
        } finally {
          await stage.stop();
        }
      },
      400_000 + awaySpan,
    );
  });
});
