import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readInstant } from '../../../core/leaf/instant.ts';
import { openSqliteStore } from '../../../store/sqlite/sqlite-store.ts';
import { verifySqlite } from '../../../store/sqlite/verify-sqlite.ts';
import { openDemoWorld } from '../../live/demo-world.ts';
import { writeEstateFile } from '../../live/estate-file.ts';
import { runWorker } from '../../live/run-worker.ts';
import { Complaint } from '../complaint.ts';
import { jsonText } from '../format/write-rows.ts';
import { shellPaths } from '../hints.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import type { Options } from '../options.ts';
import { as, type Line, print, type Terminal } from '../screen.ts';
import type { Run } from '../verbs.ts';
import { castAt } from './cast.ts';
import { follow } from './chronicle.ts';
import { demoModel } from './demo-model.ts';
import { openDemoPolicy } from './demo-policy.ts';
import { foundEstate } from './founding.ts';
import { nameIn } from './name-in.ts';
import { netOf } from './net-of.ts';
import { newsLines, type Telling, timed } from './news-lines.ts';
import { type Scene, screenplay, storyLength } from './screenplay.ts';
import { setStage } from './set-stage.ts';
import { endLines, sceneTable } from './story-lines.ts';
import { sumUp } from './sum-up.ts';

/** When the story begins, by its own clock: a Monday morning. */
const storyStart = readInstant('2026-03-02T09:00:00Z')!;

/** `demo --live`: the live loop at work on a simulated AWS, told as it happens; its ledger is left behind to be asked. */
export const demoLive: Run = async (_args, options, terminal) => {
  const ledger = ledgerPath(options);
  const pause = pauseOf(options, terminal);
  const judging = await openDemoPolicy(terminal);
  const opened = openSqliteStore({ path: ledger });
  if (opened.kind === 'refused') throw new Complaint(opened.why);
  const models = foundEstate().map((state) => demoModel(state));
  const demo = openDemoWorld({ models, store: opened.store, judging, start: storyStart, seed: 4 });
  const records = new Map<Scene, Set<string>>();
  let scene: Scene = 'console';
  const stage = setStage(demo, castAt(storyStart), (asked) => {
    const ids = records.get(scene) ?? new Set();
    records.set(scene, ids.add(String(asked.record.eventID)));
  });
  const chronicle = await follow(opened.store, demo.clock.now, { fromNow: false });
  const telling: Telling = {
    columns: terminal.columns,
    nameOf: nameIn(models),
    decision: chronicle.decision,
    answer: (plan, word) =>
      `${terminal.command} ${word} ${plan.slice(0, 12)} --as you@example.com --ledger ${shellPaths([ledger])}`,
  };
  const show = async (at: number, lines: readonly Line[]): Promise<void> => {
    if (options.json || lines.length === 0) return;
    await pause(at);
    await print(terminal, lines);
  };
  const told = async (): Promise<void> => {
    for (const news of await chronicle.news()) await show(news.at, newsLines(news, telling));
  };
  await show(storyStart, headLines(terminal, ledger));
  for (const act of screenplay) {
    await runWorker(demo, storyStart + act.at, told);
    scene = act.scene;
    const said = await act.play(stage);
    if (said !== null)
      await show(demo.clock.now(), [[], ...timed(demo.clock.now(), as('cyan', '▸'), [said], terminal.columns)]);
  }
  await runWorker(demo, storyStart + storyLength, told);
  await opened.store.close();
  writeEstateFile(ledger, {
    now: demo.clock.now(),
    states: models.map(({ state }) => state),
    calls: models.map(({ calls }) => calls),
  });
  const story = await readLedger(ledger, 'store');
  const ends = sumUp(story, records);
  const proof = verifySqlite(ledger, [], () => {});
  const proven = proof.kind === 'verified' && proof.verified.findings === 0;
  const entries = proof.kind === 'verified' ? proof.verified.entries : 0;
  const nets = netOf(story, judging, ends);
  if (options.json) {
    const scenes = ends.map(({ worst, ...end }) => ({
      ...end,
      net: nets.get(end.scene) ?? null,
      worst: worst?.id ?? null,
    }));
    await terminal.out(`${jsonText({ $schema: 'portcullis:demo-live:1', ledger, entries, proven, scenes })}\n`);
  } else {
    const table = sceneTable(ends, nets, terminal.columns);
    await print(terminal, [[], ...table, [], ...endLines(terminal, story, { ledger, proven, entries, ends }), []]);
  }
  return proven ? 0 : 2;
};

function ledgerPath({ ledger }: Options): string {
  if (ledger === undefined) return join(mkdtempSync(join(tmpdir(), 'portcullis-demo-')), 'ledger.db');
  if (existsSync(ledger)) throw new Complaint(`expected a new file for the ledger, \`${ledger}\` is there already`);
  return ledger;
}

/** Longest wait before a line, in milliseconds. */
const longestWait = 180;

/** Waits as long as the story's time passes, so many times faster; not at all where nobody watches. */
function pauseOf({ speed }: Options, { watched }: Terminal): (at: number) => Promise<void> {
  const faster = speed === undefined ? (watched ? 120 : null) : Number(speed);
  if (faster !== null && !(faster > 0))
    throw new Complaint(`expected a number above 0 at \`--speed\`, got \`${speed}\``);
  let last = storyStart;
  return async (at) => {
    const real = faster === null ? 0 : Math.min(Math.max(0, at - last) / faster, longestWait);
    last = Math.max(last, at);
    if (real > 0) await wait(real);
  };
}

function headLines({ columns }: Terminal, ledger: string): readonly Line[] {
  return [
    [],
    [as('bold', 'Portcullis live demo'), ' · a simulated AWS, a real worker, its own clock · offline'],
    [as('dim', `policy examples/live/portcullis.yaml, ledger ${ledger}`.slice(0, columns))],
    [],
  ];
}
