import { afterEach, expect, test } from 'vitest';
import type { Happened } from '../../src/apps/server/news.ts';
import type { Serving } from '../../src/apps/server/start-serving.ts';
import type { EntryBody } from '../../src/core/ledger/entry-body.ts';
import { withPostgres } from '../postgres/with-postgres.ts';
import { type Stage, setStage, settingsText, until } from './stage.ts';

/** Places that were read whole: what stands there then is no news. */
function sweptIn(told: readonly Happened[]): number {
  return written(told, 'observed').filter((body) => body.kind === 'observed' && body.by === 'site').length;
}

/** Entries of a kind that servers wrote. */
function written(told: readonly Happened[], kind: EntryBody['kind']): readonly EntryBody[] {
  return told.flatMap((each) => (each.kind === 'entry' && each.body.kind === kind ? [each.body] : []));
}

function isVerified(told: readonly Happened[]): boolean {
  return written(told, 'outcome').some((body) => body.kind === 'outcome' && body.state === 'verified');
}

withPostgres('the newest PostgreSQL', { safe: true }, (server) => {
  let stage: Stage;
  const running: Serving[] = [];
  let serial = 0;

  afterEach(async () => {
    await Promise.all(running.splice(0).map((serving) => serving.stop()));
    stage.close();
  });

  async function start(): Promise<string> {
    stage = setStage({ acting: true });
    return settingsText(true).replace('portcullis.db', await server().newDatabase(`serve${serial++}`));
  }

  test('servers on one store share the work: what both are told is decided once and done once', async () => {
    const settings = await start();
    running.push(await stage.start({ settings }), await stage.start({ settings }));
    await until('both places are swept', () => sweptIn(stage.told) >= 2);
    stage.opens(22, 443);
    await until('it is verified', () => isVerified(stage.told));
    const added = written(stage.told, 'decided').filter((body) =>
      JSON.stringify(body).includes('"kind":"rules-added"'),
    );
    expect([stage.open(), written(stage.told, 'acting').length, added.length]).toEqual([[80, 443], 1, 1]);
    expect(written(stage.told, 'ordered')).toHaveLength(1);
  });

  test('a server of PostgreSQL that is down for a while costs nothing but the while', async () => {
    const settings = await start();
    const serving = await stage.start({ settings });
    running.push(serving);
    await until('both places are swept', () => sweptIn(stage.told) >= 2);
    await server().shutDown();
    stage.opens(22, 443);
    await until('it is noticed', () => stage.told.some((each) => each.kind === 'store' && each.why !== null));
    expect((await serving.health()).status).toBe('down');
    expect(JSON.stringify(stage.told)).not.toMatch(/password/i);
    await server().startAgain();
    await until('tcp/22 is closed', () => !stage.open().includes(22));
    await until('it is verified', () => isVerified(stage.told));
    expect([stage.open(), written(stage.told, 'acting').length]).toEqual([[80, 443], 1]);
    expect((await serving.health()).status).toBe('ready');
  });
});
