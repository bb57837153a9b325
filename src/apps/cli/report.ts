import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeInstant } from '../../core/leaf/instant.ts';
import { sayCheck } from '../../core/policy/say/say-check.ts';
import type { Unreadable } from '../../core/trail/record.ts';
import { gatherReport } from '../../flow/report/gather-report.ts';
import type { About } from '../report/about.ts';
import { listedInside, renderReport } from '../report/page.ts';
import { Complaint } from './complaint.ts';
import { exitCodeOf } from './exit-code.ts';
import { filterOf } from './filter-of.ts';
import { archiveWords, shellPaths } from './hints.ts';
import { type OpenedPolicy, openPolicy } from './open-policy.ts';
import type { Options } from './options.ts';
import { ownVersion } from './package-root.ts';
import { type Reading, withArchive } from './read-archive.ts';
import { notice } from './screen.ts';
import type { Run } from './verbs.ts';
import { whenOf } from './when.ts';
import { refuseToOverwrite, writeNewFile } from './write-new-file.ts';

/** Unreadable things that are handed to the report. */
const listed = 10;

/** `report`: one HTML file about a time and a policy, for people who have no terminal. */
export const report: Run = async (paths, options, terminal) => {
  if (paths.length === 0)
    throw new Complaint(`\`report\` needs a file or folder, e.g. \`${terminal.command} report ./cloudtrail\``);
  const out = options.out ?? 'report.html';
  refuseToOverwrite(out, options.force);
  const filter = filterOf(options, terminal);
  const at = options.at === undefined ? null : whenOf('--at', options.at, terminal.now(), 'last');
  const judging = await openPolicy(options, terminal, 'cis-starter@1');
  if (judging === null) throw new Complaint('`report` needs a policy: leave `--no-policy` out');
  const unreadable: Unreadable[] = [];
  const list = (what: Unreadable): void => {
    if (unreadable.length < listed) unreadable.push(what);
  };
  const asking = { paths, options, terminal, decide: true, judging, unreadable: list };
  return await withArchive(asking, async (reading) => {
    const { spill, snapshot, tally } = reading;
    const until = at === null ? filter : { ...filter, until: Math.min(at, filter.until ?? at) };
    const last = tally.last === null ? null : Math.max(tally.last, snapshot?.takenAt ?? 0);
    const asOf = at === null || last === null ? last : Math.min(at, last);
    const gathered = gatherReport(spill, {
      ...{ snapshot, policy: judging.policy, filter: until, asOf, listed: listedInside, sha256 },
    });
    const text = renderReport(gathered, aboutOf(paths, options, { reading, judging, unreadable }));
    if (out === '-') await terminal.out(text);
    else {
      writeNewFile(out, text);
      notice(terminal, `the report is in ${out} (${Math.ceil(text.length / 1000)} kB): open it in a browser`);
    }
    return exitCodeOf(gathered.rulings, options, reading.exitCode === 3);
  });
};

interface Read {
  readonly reading: Reading;
  readonly judging: OpenedPolicy;
  readonly unreadable: readonly Unreadable[];
}

function aboutOf(paths: readonly string[], options: Options, { reading, judging, unreadable }: Read): About {
  const { tally, files, snapshot } = reading;
  const { policy } = judging;
  return {
    title: options.title ?? 'Security group changes',
    version: ownVersion(),
    policy: {
      digest: policy.digest,
      files: judging.files,
      checks: policy.checks.map((check) => ({ id: check.id, at: check.at, sentence: sayCheck(check, policy) })),
    },
    read: { files, records: tally.records, copies: tally.copies, unreadable: tally.unreadable },
    unreadable: unreadable.map(({ place, reason }) => ({ file: place.file, record: place.number, reason })),
    snapshot:
      snapshot === null
        ? null
        : {
            file: options.snapshot!,
            takenAt: writeInstant(snapshot.takenAt),
            digest: `sha256:${sha256(readFileSync(options.snapshot!))}`,
          },
    command: `portcullis report ${[archiveWords(paths, options), ...filterWords(options)].join(' ')}`,
  };
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The options that decide what is in the report, as they are typed. */
function filterWords(options: Options): readonly string[] {
  const { since, until, account, region, group, actor, call, at, title } = options;
  const given = Object.entries({ since, until, account, region, group, actor, call, at, title });
  const words = given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  return words.length === 0 ? [] : [shellPaths(words)];
}
