import { rmSync } from 'node:fs';
import { collectSite, type SiteShown } from '../../aws/inspect/collect-site.ts';
import { sayLength } from '../../core/alert/say-time.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import { atMost } from '../doctor/at-most.ts';
import { type OpenedAccounts, openAccounts, sitesIn } from '../doctor/open-accounts.ts';
import { begunAt, nameOf, openSnapshotFile, type SnapshotFile } from '../doctor/snapshot-file.ts';
import { systemClock } from '../live/system-clock.ts';
import { aboutAws } from './about-aws.ts';
import { Complaint } from './complaint.ts';
import { counted } from './counted.ts';
import { nextLines, readingWords, shellPaths } from './hints.ts';
import type { Options } from './options.ts';
import { as, type Line, notice, print, type Terminal } from './screen.ts';
import type { Run } from './verbs.ts';
import { sayTime } from './when.ts';
import { refuseToOverwrite, writeNewFile } from './write-new-file.ts';

/** Accounts and regions that are read at once: each has a budget of its own. */
const atOnce = 8;

/** Tries of one account and region before it is left out; what is denied is not tried again. */
const attempts = 3;

/** `snapshot`: reads what stands in all accounts and regions into one file. A run that was broken off goes on. */
export const snapshot: Run = async (_args, options, terminal) => {
  const out = options.out ?? 'estate.json';
  if (out === '-')
    throw new Complaint('expected a file at `--out`: a snapshot is kept part by part, so that it can go on');
  const about = aboutAws(options, terminal);
  const goesOn = options.force !== true && begunAt(out, terminal.now()) !== null;
  if (!goesOn) refuseToOverwrite(out, options.force);
  const asked = {
    accounts: about.settings?.accounts ?? [],
    regions: about.regions,
    env: terminal.env,
    clock: systemClock,
  };
  const opened = await openAccounts(asked);
  if (typeof opened === 'string') throw new Complaint(opened);
  try {
    const file = openFile(out, terminal, !goesOn);
    return await readAll(opened, file, { ...options, snapshot: out }, terminal);
  } finally {
    opened.close();
  }
};

function openFile(out: string, terminal: Terminal, fresh: boolean): SnapshotFile {
  try {
    writeNewFile(`${out}.new`, '');
    rmSync(`${out}.new`);
    const file = openSnapshotFile(out, terminal.now(), fresh);
    if (!fresh)
      notice(
        terminal,
        `goes on with the snapshot begun at ${sayTime(writeInstant(file.takenAt))}, ${counted(file.done.size, 'part')} of it read already (\`--force\`: anew)`,
      );
    return file;
  } catch (error) {
    if (error instanceof Complaint) throw error;
    throw new Complaint(`expected a place that can be written to at \`${out}\`: ${(error as Error).message}`);
  }
}

interface Failed {
  readonly site: Site;
  readonly why: string;
}

async function readAll(
  opened: OpenedAccounts,
  file: SnapshotFile,
  options: Options & { readonly snapshot: string },
  terminal: Terminal,
): Promise<number> {
  const out = options.snapshot;
  const all = sitesIn(opened);
  const left = all.filter((site) => !file.done.has(nameOf(site)));
  const began = terminal.now();
  const failed: Failed[] = [];
  let [done, groups, interfaces] = [0, 0, 0];
  const tell = (): void => {
    const each = (terminal.now() - began) / Math.max(1, done);
    const eta = done === 0 ? '' : `, about ${sayLength(each * (left.length - done))} left`;
    if (terminal.watched) terminal.err(`\rreading ${done}/${left.length} regions, ${groups} groups${eta}\u001b[K`);
  };
  tell();
  await atMost(atOnce, left, async (site) => {
    const part = await collect(opened, site);
    if (typeof part === 'string') failed.push({ site, why: part });
    else {
      file.keep(part);
      groups += part.SecurityGroups.length;
      interfaces += part.NetworkInterfaces.length;
    }
    done += 1;
    tell();
  });
  if (terminal.watched) terminal.err('\r\u001b[K');
  for (const { site, why } of failed) notice(terminal, `${site.account} ${site.region}: ${why}`);
  if (failed.length === all.length) throw new Complaint('nothing could be read: no snapshot was written');
  file.finish(failed.length === 0);
  await print(terminal, [
    [as('bold', 'Wrote  '), `${out}, as of ${sayTime(writeInstant(file.takenAt))} UTC`],
    [as('bold', 'Holds  '), holds(all.length - failed.length, groups, interfaces, file)],
    ...(failed.length === 0 ? [] : [missing(failed.length)]),
    [],
    ...nextLines(terminal, [
      [`judge ${shellPaths([out])}`, 'what a policy says of it'],
      [`scan ${readingWords(['aws', '--since', '90d'], options)}`, 'how it came to be, by Event history'],
      [`adopt ${shellPaths([out])}`, 'from now on only what is new or worse'],
    ]),
  ]);
  return failed.length === 0 ? 0 : 3;
}

function holds(parts: number, groups: number, interfaces: number, { done }: SnapshotFile): string {
  const kept = done.size === 0 ? '' : ` read now, ${counted(done.size, 'part')} before`;
  return `${counted(parts, 'account and region', 'accounts and regions')}: ${counted(groups, 'group')}, ${counted(interfaces, 'interface')}${kept}`;
}

function missing(count: number): Line {
  return [
    as('red', 'Lacks  '),
    `${counted(count, 'account and region', 'accounts and regions')} that could not be read: the same command tries them again`,
  ];
}

async function collect(opened: OpenedAccounts, site: Site): Promise<SiteShown | string> {
  let why = '';
  for (let turn = 1; turn <= attempts; turn++) {
    const part = await collectSite(opened.of(site.account).sweeps, site);
    if (!('kind' in part)) return part;
    why = part.message;
    if (part.failure !== 'transient' && part.failure !== 'throttled') return why;
    if (turn < attempts) await systemClock.sleep(1_000 * 2 ** turn);
  }
  return why;
}
