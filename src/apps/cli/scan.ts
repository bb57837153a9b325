import { writeInstant } from '../../core/leaf/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Unreadable } from '../../core/trail/record.ts';
import { type Bill, billOf } from '../../flow/bill.ts';
import { type Rulings, startRulings } from '../../flow/rulings.ts';
import { selected } from '../../flow/select.ts';
import { grouped } from './counted.ts';
import { exitCodeOf } from './exit-code.ts';
import { filterOf } from './filter-of.ts';
import { decisionColumns } from './format/decision-columns.ts';
import { markdownDecision } from './format/markdown-columns.ts';
import { writeSarif } from './format/sarif.ts';
import { batched, formatOf, jsonText, limitOf, type Write, writeArray, writeRows } from './format/write-rows.ts';
import { archiveWords, readingWords } from './hints.ts';
import { openPolicyFor } from './open-policy.ts';
import { type Reading, withArchive } from './read-archive.ts';
import { notice, type Terminal } from './screen.ts';
import { showScan } from './show-scan.ts';
import { sayPlace } from './tell-unreadable.ts';
import type { Run } from './verbs.ts';

/** Unreadable things that the JSON lists; `summary.read.unreadable` counts all. */
const listed = 100_000;

/** Lines that are shown unless all are asked for. */
const usual = 40;

/** `scan`: every change, worst verdict (without a policy: exposure) first, then attempts, what could not be read, and the bill. */
export const scanVerb: Run = async (paths, options, terminal) => {
  const format = formatOf(options);
  const filter = filterOf(options, terminal);
  const limit = limitOf(options);
  const order = options.by ?? (format === 'text' ? 'worst' : 'time');
  const unreadable: Unreadable[] = [];
  const list = (what: Unreadable): void => {
    if (format === 'json' && unreadable.length < listed) unreadable.push(what);
  };
  const judging = await openPolicyFor(paths, options, terminal);
  const asking = { paths, options, terminal, ledgers: true, decide: true, unreadable: list, judging } as const;
  return await withArchive(asking, async (reading) => {
    const { policy } = reading;
    const rulings = policy === null ? null : rulingsOf(selected(reading.spill, order, filter));
    const rows = atMost(selected(reading.spill, order, filter), limit);
    if (format === 'json') {
      const bill = billOf(selected(reading.spill, order, filter));
      const judged = policy === null ? {} : { judged: { policy, ...rulings } };
      await writeScan(terminal, { ...summaryOf(reading, bill), ...judged }, rows, unreadable);
    } else if (format === 'text')
      await showScan(terminal, reading, {
        filter,
        order,
        limit: limit ?? (options.all ? Number.POSITIVE_INFINITY : usual),
        all: options.all === true,
        archive: archiveWords(paths, options),
        reading: readingWords(paths, options),
        judged: policy === null ? null : { digest: policy, rulings: rulings! },
      });
    else {
      const answer = { $schema: '', head: {}, key: '', rows, columns: decisionColumns, brief: markdownDecision };
      const sarif = judging === null ? {} : { sarif: (write: Write) => writeSarif(write, rows, judging) };
      await writeRows(terminal, format, { ...answer, headline: 'Changes to security groups', ...sarif });
      for (const each of reading.unreadable) notice(terminal, `${sayPlace(each)}: ${each.reason}`);
      const rest = reading.tally.unreadable - reading.unreadable.length;
      if (rest > 0) notice(terminal, `… and ${grouped(rest)} more unreadable; \`--json\` lists them`);
    }
    return rulings === null ? reading.exitCode : exitCodeOf(rulings, options, reading.exitCode === 3);
  });
};

function rulingsOf(decisions: Iterable<Decision>): Rulings {
  const count = startRulings();
  for (const decision of decisions) count.add(decision);
  return count.rulings();
}

function* atMost<T>(rows: Iterable<T>, limit: number | null): Generator<T> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (left-- <= 0) return;
    yield row;
  }
}

/** What `scan --json` says beside the decisions; nothing in it depends on when or how fast it ran. */
export function summaryOf({ tally, files }: Pick<Reading, 'tally' | 'files'>, bill: Bill) {
  const { records, changes, attempts, copies, unreadable, first, last } = tally;
  const iso = (at: number | null) => (at === null ? null : writeInstant(at));
  return {
    read: { files, records, changes, attempts, copies, unreadable, first: iso(first), last: iso(last) },
    selected: bill,
  };
}

async function writeScan(
  terminal: Terminal,
  summary: unknown,
  decisions: Iterable<Decision>,
  unreadable: readonly Unreadable[],
): Promise<void> {
  const write = batched(terminal);
  await write(`{"$schema":"portcullis:scan:1",\n"summary":${jsonText(summary)},\n`);
  await writeArray(write, 'decisions', decisions);
  await write(',\n');
  await writeArray(
    write,
    'unreadable',
    unreadable.map(({ place, eventId, reason }) => ({ file: place.file, record: place.number, eventId, reason })),
  );
  await write('}\n');
  await write(null);
}
