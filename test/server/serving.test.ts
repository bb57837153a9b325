import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Happened } from '../../src/apps/server/news.ts';
import type { Serving } from '../../src/apps/server/start-serving.ts';
import type { Task } from '../../src/contracts/store.ts';
import type { EntryBody } from '../../src/core/ledger/entry-body.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { verifySqlite } from '../../src/store/sqlite/verify-sqlite.ts';
import { type Stage, setStage, settingsText, until } from './stage.ts';

let stage: Stage;
let serving: Serving | null = null;

async function start(acting: boolean): Promise<Serving> {
  stage = setStage({ acting });
  serving = await stage.start();
  return serving;
}

afterEach(async () => {
  await serving?.stop();
  serving = null;
  stage.close();
});

function bodies<K extends EntryBody['kind']>(kind: K): readonly Extract<EntryBody, { kind: K }>[] {
  return stage.told.flatMap((each) =>
    each.kind === 'entry' && each.body.kind === kind ? [each.body as Extract<EntryBody, { kind: K }>] : [],
  );
}

function toldOf<K extends Happened['kind']>(kind: K): readonly Extract<Happened, { kind: K }>[] {
  return stage.told.filter((each): each is Extract<Happened, { kind: K }> => each.kind === kind);
}

const decisions = (): readonly Decision[] => bodies('decided').map(({ decision }) => decision as unknown as Decision);

/** Everything was read once, so that what stood before is no news. */
async function swept(): Promise<void> {
  await until('both places are swept', () => bodies('observed').filter(({ by }) => by === 'site').length === 2);
}

describe('a server', () => {
  test('R81 R149: closes what the policy objects to and leaves what it does not, of one call, and verifies it', async () => {
    const { health } = await start(true);
    await swept();
    stage.opens(22, 443);
    await until('tcp/22 is closed again', () => !stage.open().includes(22));
    expect(stage.open()).toEqual([80, 443]);
    await until('it is verified', () => bodies('outcome').some(({ state }) => state === 'verified'));
    await until('our own record came back', () => decisions().some(({ own }) => own !== undefined));
    expect(bodies('acting')).toHaveLength(1);
    expect(await health()).toEqual({ status: 'ready', reasons: [], notes: [] });
  });

  test('where `acting` is off nothing is done, whatever the policy says, and the decision says what would be', async () => {
    await start(false);
    await swept();
    stage.opens(22);
    await until('it is decided', () => decisions().some(({ kind }) => kind === 'rules-added'));
    const [decision] = decisions().filter(({ kind }) => kind === 'rules-added');
    expect(decision).toMatchObject({
      verdict: { ruling: 'breach', severity: 'critical' },
      response: { mode: 'shadow' },
    });
    expect(decision!.response!.steps.map(({ state }) => state)).toEqual(['would']);
    expect([stage.open(), bodies('acting')]).toEqual([[22, 80], []]);
  });

  test('a policy that is changed is in force once it is sound, the switch stands in the ledger, a broken one is refused', async () => {
    const running = await start(false);
    const path = join(stage.home, 'portcullis.yaml');
    await swept();
    await until('the first switch is written', () => bodies('ordered').length === 1);
    const sound = readFileSync(path, 'utf8');
    writeFileSync(path, sound.replace('severity: { prod: critical', 'severty: { prod: critical'));
    await until('the broken one is refused', () => toldOf('policy-refused').length === 1);
    expect(toldOf('policy-refused')[0]!.errors.join('\n')).toMatch(/portcullis\.yaml:\d+:\d+ {2}unknown key `severty`/);
    expect((await running.health()).reasons).toEqual([
      'the policy that was read last was refused: an older one is in force',
    ]);
    const calmer = sound.replace('severity: { prod: critical, else: medium }', 'severity: { prod: low, else: medium }');
    writeFileSync(path, calmer);
    await until('another one is in force', () => toldOf('policy').length === 1);
    expect(bodies('ordered').at(-1)).toMatchObject({ order: 'policy', on: toldOf('policy')[0]!.digest });
    expect(JSON.stringify(bodies('ordered').at(-1)!.detail)).toContain('critical → low');
    expect((await running.health()).reasons).toEqual([]);
    stage.opens(22);
    await until('it is decided', () => decisions().some(({ kind }) => kind === 'rules-added'));
    expect(decisions().find(({ kind }) => kind === 'rules-added')!.verdict!.severity).toBe('high');
    await running.reload('a test');
    expect(bodies('ordered')).toHaveLength(2);
  });

  test('promise 7: who is stopped leaves no lease behind, and the next goes on where it was', async () => {
    const first = await start(true);
    await swept();
    stage.opens(22);
    await until('the call was announced', () => bodies('acting').length === 1);
    await first.stop();
    serving = null;
    const copy = join(stage.home, 'copy.db');
    copyFileSync(join(stage.home, 'portcullis.db'), copy);
    const opened = openSqliteStore({ path: copy });
    if (opened.kind === 'refused') throw new Error(opened.why);
    const held: string[] = [];
    for await (const kept of opened.store.backup())
      if (kept.kind === 'task' && kept.task.state === 'open' && kept.task.until !== null) held.push(kept.task.id);
    await opened.store.close();
    expect(held).toEqual([]);
    serving = await stage.start();
    await until('the action comes to its end', () => bodies('outcome').some(({ state }) => state === 'verified'));
    expect(stage.open()).toEqual([80]);
    expect(bodies('acting')).toHaveLength(1);
    await serving.stop();
    serving = null;
    expect(verifySqlite(join(stage.home, 'portcullis.db'), [], () => {})).toMatchObject({ verified: { findings: 0 } });
  });

  test('R1: the same change from several sources is one, and is acted on once', async () => {
    stage = setStage({ acting: true });
    mkdirSync(join(stage.home, 'again'));
    serving = await stage.start({
      settings: settingsText(true).replace('- folder: records', '- folder: records\n  - folder: again'),
    });
    await swept();
    stage.opens(22);
    copyFileSync(join(stage.home, 'records', 'live.ndjson'), join(stage.home, 'again', 'copy.ndjson'));
    const taken = () => [...serving!.figures.records.values()];
    await until('both sources gave it', () => taken().length === 2);
    await until('it is verified', () => bodies('outcome').some(({ state }) => state === 'verified'));
    expect(decisions().filter(({ kind }) => kind === 'rules-added')).toHaveLength(1);
    expect([stage.open(), bodies('acting').length]).toEqual([[80], 1]);
  });

  test('a hand that hangs is not waited for: its task is given back, and others may take it at once', async () => {
    stage = setStage({ acting: true });
    const hanging = (): Promise<never> => new Promise(() => {});
    const store = createMemoryStore(1);
    serving = await stage.start({ gatherer: { perimeter: hanging }, store: { ...store, close: async () => {} } });
    const sweeps = async () => {
      const found: Task[] = [];
      for await (const kept of store.backup())
        if (kept.kind === 'task' && kept.task.kind === 'sweep') found.push(kept.task);
      return found;
    };
    await until(
      'both sweeps are in hand',
      async () => (await sweeps()).filter(({ until: held }) => held !== null).length === 2,
    );
    await serving.stop();
    serving = null;
    expect((await sweeps()).map(({ state, until: held, why }) => [state, held, why])).toEqual([
      ['open', null, 'its worker was stopped'],
      ['open', null, 'its worker was stopped'],
    ]);
    expect(toldOf('stopped')).toEqual([{ kind: 'stopped', said: 'stopped: 2 tasks were given back' }]);
  });

  test('a clock that is ten minutes off is said loudly, and holds actions back until it is right', async () => {
    stage = setStage({ acting: true });
    serving = await stage.start();
    await swept();
    serving.skew.heard(new Date(Date.now() - 600_000).toUTCString());
    expect(toldOf('clock')).toMatchObject([{ off: expect.any(Number) }]);
    stage.opens(22);
    await until('it is decided', () => decisions().some(({ kind }) => kind === 'rules-added'));
    expect((await serving.health()).reasons).toEqual(['the clock is off by 10 min: actions wait until it is right']);
    expect([bodies('acting'), stage.open()]).toEqual([[], [22, 80]]);
    serving.skew.heard(new Date().toUTCString());
    await until('tcp/22 is closed after all', () => !stage.open().includes(22));
    expect(toldOf('clock')).toHaveLength(2);
  });
});
