import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/apps/server/open-store.ts';
import { sourceMemory } from '../../../src/apps/server/source-memory.ts';
import type { JsonObject } from '../../../src/core/leaf/canonical.ts';
import type { Decision } from '../../../src/core/plan/decision.ts';
import { type Spawned, spawnPortcullis } from '../../server/spawned-server.ts';
import { type HistoryServer, startHistoryServer } from '../../sources/history-server.ts';
import { withMoto } from '../with-moto.ts';
import { anywhere, openStage, ownKeys, region, type Stage, site, tcp } from './stage.ts';
import { until } from './watching.ts';

/** Groups that are made and opened. */
const names = ['shop', 'blog', 'wiki'];

/** Lines of a page of the history: few, so that there is much to turn. */
const pageSize = 1;

await withMoto((moto) => {
  let stage: Stage;
  let history: HistoryServer;
  let home: string;
  let folder: string;
  const running: Spawned[] = [];
  const stood = monitorEventLoopDelay();

  beforeAll(async () => {
    stage = await openStage(moto());
    history = await startHistoryServer(pageSize);
    home = mkdtempSync(join(tmpdir(), 'portcullis-lookup-'));
    folder = join(home, 'records');
    mkdirSync(folder);
    stood.enable();
  });
  beforeEach(() => stood.reset());
  afterAll(async () => {
    for (const each of running) each.child.kill('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
    await history?.stop();
    await stage?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** `portcullis` with the keys of somebody who may read, and the stand-in as CloudTrail. */
  function portcullis(...args: readonly string[]): Spawned {
    const aws = { AWS_ENDPOINT_URL: stage.edge.endpoint, AWS_ENDPOINT_URL_CLOUDTRAIL: history.endpoint };
    const spawned = spawnPortcullis(home, args, { env: { ...ownKeys, ...aws, AWS_REGION: region, TZ: 'UTC' } });
    running.push(spawned);
    return spawned;
  }

  function watch(store: string, ...from: readonly string[]): Spawned {
    return portcullis(
      ...['watch', ...from, '--region', region, '--store', store],
      ...['--policy', join(import.meta.dirname, 'policy.yaml')],
    );
  }

  /**
   * The lines that tell decisions of one group, sorted, without when they were made. How exactly it is known what a new group
   * lets out depends on what looks had shown by then, and so does whether a look told of a rule before its record did.
   */
  const told = ({ out }: Spawned, group: string): readonly string[] =>
    out()
      .split('\n')
      .filter((line) => /^\d\d:\d\d:\d\d {2}(?!told )/.test(line) && line.includes(`${group}: `))
      .filter((line) => !line.endsWith('seen by a look'))
      .map((line) => line.slice(10).replace(/, [\d.]+ (s|min) after the call$/, ''))
      .map((line) => line.replace(/\+out to \S+ Internet: everything( \?)?/, '+out'))
      .toSorted();

  /** Opens 22 and 443 of a new group in two calls; answers the records of all three. */
  async function opens(name: string): Promise<readonly JsonObject[]> {
    const from = stage.edge.made.length;
    const GroupId = await stage.group(name);
    for (const port of [22, 443])
      await stage.alice.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [tcp(port, anywhere)] });
    return stage.edge.made.slice(from).map(({ record }) => record);
  }

  function keeps(record: JsonObject, at = Date.parse(String(record.eventTime))): void {
    history.lines.push({
      id: String(record.eventID),
      call: String(record.eventName),
      at,
      text: JSON.stringify(record),
    });
  }

  /**
   * Holds the calls from one on against two a second. The stand-in hears some later than they were let out: the first one
   * loads the SDK, and this process may have stood still.
   */
  function keptPace(from = 0): void {
    const times = history.asked.slice(from).map(({ at }) => at);
    const least = (times.length - 1) * 500 - 1_500 - stood.max / 1e6;
    expect(times.at(-1)! - times[0]!, `${times.length} calls`).toBeGreaterThanOrEqual(least);
  }

  async function interrupt(spawned: Spawned): Promise<void> {
    spawned.child.kill('SIGINT');
    expect(await spawned.ended).toBe(0);
  }

  describe('Event history, on the command line', () => {
    it('R176: `watch --lookup` tells what `watch --folder` and `watch --sqs` tell, at no more than two calls a second', async () => {
      for (const name of names) {
        const records = await opens(name);
        for (const record of records) keeps(record);
        writeFileSync(join(folder, `${name}.ndjson`), `${records.map((each) => JSON.stringify(each)).join('\n')}\n`);
      }
      const watching = {
        lookup: watch('lookup.db', '--lookup'),
        folder: watch('folder.db', '--folder', 'records'),
        sqs: watch('sqs.db', '--sqs', stage.queue),
      };
      const lines = Object.values(watching);
      const isWhole = (each: Spawned): boolean => names.every((name) => told(each, name).length === 3);
      await until(async () => lines.every(isWhole)).catch((error: Error) => {
        throw new Error(`${error.message}; told:\n${lines.map(({ err, out }) => `${out()}${err()}`).join('\n')}`);
      });
      for (const each of lines) await interrupt(each);
      for (const name of names) {
        const first = told(watching.folder, name);
        expect(first.some((line) => /CRITICAL/.test(line) && /tcp\/22|tcp 22/.test(line))).toBe(true);
        expect([name, told(watching.lookup, name)]).toEqual([name, first]);
        expect([name, told(watching.sqs, name)]).toEqual([name, first]);
      }
      expect(history.asked.length).toBeGreaterThanOrEqual(3);
      keptPace();
    });

    it('R176: `scan aws` decides what a scan of the same records in a folder decides, and keeps the pace', async () => {
      const before = history.asked.length;
      const scans = [
        portcullis('scan', 'aws', '--since', '1d', '--regions', region, '--json', '--no-cache', '--no-policy'),
        portcullis('scan', 'records', '--json', '--no-cache', '--no-policy'),
      ];
      expect(await Promise.all(scans.map(({ ended }) => ended))).toEqual([0, 0]);
      const [fromHistory, fromFolder] = scans.map(({ out }) =>
        (JSON.parse(out()) as { readonly decisions: readonly Decision[] }).decisions.map(({ records, ...rest }) => ({
          ...rest,
          records: records.map(({ eventId }) => eventId),
        })),
      );
      expect(fromHistory!.length).toBeGreaterThanOrEqual(names.length);
      expect(fromHistory).toEqual(fromFolder);
      keptPace(before);
    });

    it('R30: `watch --lookup` that was away for an hour goes on where it was, and tells nothing twice', async () => {
      const opened = await openStore(join(home, 'lookup.db'));
      if (opened.kind === 'refused') throw new Error(opened.why);
      const hour = 3_600_000;
      await sourceMemory(opened.store).cursors.save(site, Date.now() - hour);
      await opened.store.close();
      const [, ...records] = await opens('late');
      const at = Math.floor((Date.now() - hour / 2) / 1000) * 1000;
      const eventTime = new Date(at).toISOString().replace('.000Z', 'Z');
      for (const record of records) keeps({ ...record, eventTime }, at);
      const before = history.asked.length;
      const again = watch('lookup.db', '--lookup');
      await until(async () => /443/.test(told(again, 'late').join('\n')));
      await interrupt(again);
      expect(Math.min(...history.asked.slice(before).map(({ from }) => from * 1000))).toBeLessThanOrEqual(at);
      expect(names.flatMap((name) => told(again, name))).toEqual([]);
      keptPace(before);
    });
  });
});
