import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/apps/server/open-store.ts';
import type { EntryBody } from '../../../src/core/ledger/entry-body.ts';
import type { Decision } from '../../../src/core/plan/decision.ts';
import { findNpmPostgres, findSystemPostgres } from '../../postgres/find-postgres.ts';
import { startPostgres } from '../../postgres/start-postgres.ts';
import { withMoto } from '../with-moto.ts';
import { type LoggedLine, type ServeProcess, startServe } from './serve-process.ts';
import { anywhere, openStage, type Stage, tcp } from './stage.ts';
import { isOurs } from './timing.ts';
import { until } from './watching.ts';

await withMoto((moto) => {
  let stage = null as unknown as Stage;
  let serve: ServeProcess | null = null;

  beforeEach(async () => {
    stage = await openStage(moto());
  }, 60_000);
  afterEach(async () => {
    serve?.child.kill('SIGKILL');
    await stage?.stop();
  });

  /** Opens 22 and 443 while the store is away for so long, and looks at what became of it. */
  async function goesAway(
    name: string,
    at: string,
    away: () => Promise<void>,
    back: () => Promise<void>,
    span: number,
  ) {
    serve = startServe(stage, ['listen: off'], at);
    await serve.line(({ event }) => event === 'sweep', 60_000);
    await away();
    const GroupId = await stage.group(name);
    const IpPermissions = [tcp(22, anywhere), tcp(443, anywhere)];
    await stage.alice.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
    const told = await serve.line(({ event, level }) => event === 'store' && level === 'error', 60_000);
    console.log(`${name}: ${told.message}`);
    await wait(span);
    expect(await stage.standing(GroupId)).toEqual([`tcp/22 ${anywhere}`, `tcp/443 ${anywhere}`]);
    await back();
    const isDone = ({ event, state }: LoggedLine) => event === 'action' && state === 'verified';
    const since = Date.now();
    await serve.line(isDone, 90_000);
    console.log(`${name}: verified ${Date.now() - since} ms after the store was back`);
    expect(await stage.standing(GroupId)).toEqual([`tcp/443 ${anywhere}`]);
    const mine = serve.lines().filter(({ group }) => group === GroupId);
    expect(mine.filter(({ event, ruling }) => event === 'decision' && ruling === 'breach').length).toBe(1);
    const ours = stage.edge.made.filter(
      ({ call, record }) => isOurs(call.caller.identity.arn) && JSON.stringify(record).includes(GroupId),
    );
    expect(ours.length).toBe(1);
    expect(serve.lines().some(({ event, level }) => event === 'store' && level === 'info')).toBe(true);
    await until(async () => (await stage.waiting()) === 0, 90_000);
    expect(await serve.stop()).toBe(0);
    const opened = await openStore(at);
    if (opened.kind === 'refused') throw new Error(opened.why);
    const decisions: string[] = [];
    for (let shard = 0; shard < opened.store.shards; shard++)
      for await (const { body } of opened.store.read(shard, 0)) {
        const read = JSON.parse(body!) as EntryBody;
        if (read.kind !== 'decided') continue;
        const { call, id, on, origin, verdict } = read.decision as unknown as Decision;
        if (on.id === GroupId && verdict?.ruling === 'breach') decisions.push(`${call.name} ${origin} ${id}`);
      }
    await opened.store.close();
    expect(decisions).toEqual([expect.stringMatching(/^AuthorizeSecurityGroupIngress record /)]);
  }

  describe('a store that goes away for a minute', () => {
    it('a SQLite file that somebody else has locked: all waits, nothing is lost or done twice', async () => {
      const path = join(stage.folder, 'locked.db');
      let lock: DatabaseSync | null = null;
      const away = async () => {
        lock = new DatabaseSync(path);
        lock.exec('pragma busy_timeout = 5000; begin immediate');
      };
      const back = async () => {
        lock!.exec('rollback');
        lock!.close();
      };
      await goesAway('locked', path, away, back, 50_000);
    }, 240_000);

    const program = findNpmPostgres() ?? findSystemPostgres(15);
    it.runIf(program !== null)(
      'a PostgreSQL that was shut down: the same',
      async () => {
        const server = await startPostgres(program!, { safe: false });
        try {
          const url = await server.newDatabase('served');
          await goesAway(
            'shut-down',
            url,
            () => server.shutDown(),
            () => server.startAgain(),
            5_000,
          );
        } finally {
          await server.stop();
        }
      },
      240_000,
    );
  });
});
