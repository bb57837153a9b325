import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { writeInstant } from '../../core/leaf/instant.ts';
import { policyChange } from '../../core/policy/policy-change.ts';
import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { type Backtest, backtest } from '../../flow/backtest.ts';
import { compareBacktests } from '../../flow/compare-backtests.ts';
import { type Label, readLabels } from '../../flow/read-labels.ts';
import { readText } from '../../settings/read-text.ts';
import { offsetOf } from '../../settings/zone-offset.ts';
import { openSpill } from '../../store/spill.ts';
import { type Answer, showBacktest } from './backtest-lines.ts';
import { Complaint } from './complaint.ts';
import { formatOf, jsonText, writeRows } from './format/write-rows.ts';
import { archiveWords, shellPaths } from './hints.ts';
import type { OpenedPolicy } from './open-policy.ts';
import { readPolicies } from './open-policy.ts';
import type { Options } from './options.ts';
import { packageRoot } from './package-root.ts';
import { type Reading, withArchive } from './read-archive.ts';
import type { Terminal } from './screen.ts';
import type { Run } from './verbs.ts';

/**
 * `backtest <policy>`: what a policy would have told, paged and reverted over an archive, beside another one with
 * `--compare`; each number with the changes behind it.
 */
export const backtestVerb: Run = async (args, options, terminal) => {
  const format = formatOf(options);
  if (args.length === 0)
    throw new Complaint(
      `\`backtest\` needs a policy, e.g. \`${terminal.command} backtest portcullis.yaml --against ./cloudtrail\``,
    );
  const next = await readPolicies(args, terminal);
  const current = options.compare === undefined ? null : await readPolicies([options.compare], terminal);
  const { paths, using, labels } = archiveOf(options);
  const typed = { again: againWords(args, options), archive: archiveWords(paths.map(near), typedOptions(using, args)) };
  return await withArchive({ paths, options: using, terminal, ledgers: true, decide: false }, async (reading) => {
    const [own, old] = [run(reading, next, using, labels), current && run(reading, current, using, labels)];
    const answer: Answer = {
      reading,
      next: own,
      current: old,
      changes: changesOf(current, next, reading),
      labelled: labels.length > 0,
      silent: next.policy.notify.length === 0,
      typed,
    };
    if (options.rows !== undefined) return await showRows(answer, options.rows, terminal, reading.exitCode);
    if (format === 'json') await terminal.out(`${jsonText(jsonOf(answer))}\n`);
    else if (format === 'text') await showBacktest(terminal, answer);
    else {
      const rows = compareBacktests(old ?? own, own);
      const columns = [
        { title: 'figure', of: (row: (typeof rows)[number]) => row.id },
        ...(old === null ? [] : [{ title: 'current', of: (row: (typeof rows)[number]) => row.current }]),
        { title: old === null ? 'count' : 'new', of: (row: (typeof rows)[number]) => row.next },
      ];
      await writeRows(terminal, format, { $schema: '', head: {}, key: '', rows, columns });
    }
    return own.incidents.some(({ caught }) => !caught) ? 2 : reading.exitCode;
  });
};

/** A path as one would type it here. */
function near(path: string): string {
  return isAbsolute(path) ? relative(process.cwd(), path) || '.' : path;
}

/** What must be typed to run the same again: policy, archive and what they are compared with. */
function againWords(policies: readonly string[], { against = [], snapshot, compare, labels, net }: Options): string {
  const named = (option: string, file: string | undefined) => (file === undefined ? [] : [option, file]);
  return shellPaths([
    ...policies,
    ...against.flatMap((path) => named('--against', path)),
    ...named('--snapshot', snapshot),
    ...named('--compare', compare),
    ...named('--labels', labels),
    ...(net === false ? ['--no-net'] : []),
  ]);
}

function typedOptions({ snapshot }: Options, policy: readonly string[]) {
  return { policy, ...(snapshot === undefined ? {} : { snapshot: near(snapshot) }) };
}

function run(reading: Reading, judging: OpenedPolicy, { net }: Options, labels: readonly Label[]): Backtest {
  const kept = openSpill();
  try {
    const { spill, snapshot, looks } = reading;
    return backtest(spill, kept, { judging, snapshot, looks, net: net !== false, labels, offsetOf });
  } finally {
    kept.close();
  }
}

/** The archive that is named, or the bundled example with its snapshot and its known incidents. */
function archiveOf(options: Options): { paths: readonly string[]; using: Options; labels: readonly Label[] } {
  const examples = join(packageRoot(), 'examples');
  const { against = [], snapshot, labels } = options;
  if (against.length > 0)
    return { paths: against, using: options, labels: labels === undefined ? [] : openLabels(labels) };
  const path = join(examples, 'week');
  if (!existsSync(path))
    throw new Complaint(`expected the example archive at \`${path}\`, found none: name yours with \`--against\``);
  const using = { ...options, cache: false, threads: '1', snapshot: snapshot ?? join(examples, 'snapshot.json') };
  return { paths: [path], using, labels: openLabels(labels ?? join(examples, 'labels.csv')) };
}

function openLabels(file: string): readonly Label[] {
  const read = readText(file, 64_000_000);
  if ('wrong' in read)
    throw new Complaint(`expected a table of known incidents at \`--labels\`, \`${file}\`: ${read.wrong}`);
  const labels = readLabels(read.text);
  if ('misread' in labels) throw new Complaint(`${labels.misread}, in \`${file}\``);
  return labels;
}

function changesOf(current: OpenedPolicy | null, next: OpenedPolicy, { tally }: Reading): Answer['changes'] {
  if (current === null) return null;
  return policyChange(current.policy, next.policy, { author: null, at: tally.last ?? 0 }).differences;
}

/** The ids behind one number, one a line. */
async function showRows({ next, current }: Answer, id: string, terminal: Terminal, code: number): Promise<number> {
  const figure = next.figures.find((each) => each.id === id);
  if (figure === undefined && !current?.figures.some((each) => each.id === id)) {
    const ids = next.figures.map((each) => each.id);
    const [near] = nearestWords(id, ids);
    const hint = near === undefined ? `one of ${ids.map((each) => `\`${each}\``).join(', ')}` : `\`${near}\``;
    throw new Complaint(`expected ${hint} at \`--rows\`, got \`${id}\``);
  }
  for (const row of figure?.rows ?? []) await terminal.out(`${row}\n`);
  return code;
}

function jsonOf({ reading: { tally, files }, next, current, changes }: Answer) {
  const iso = (at: number | null) => (at === null ? null : writeInstant(at));
  const { records, changes: count, attempts, copies, unreadable, first, last } = tally;
  const read = { files, records, changes: count, attempts, copies, unreadable, first: iso(first), last: iso(last) };
  const side = ({ messages, ...rest }: Backtest) => ({
    ...rest,
    messages: messages.map((each) => ({ ...each, at: writeInstant(each.at) })),
  });
  const beside =
    current === null ? {} : { current: side(current), compared: compareBacktests(current, next), policy: changes };
  return { $schema: 'portcullis:backtest:1', read, next: side(next), ...beside };
}
