import { existsSync } from 'node:fs';
import { writeInstant } from '../../core/leaf/instant.ts';
import { type Difference, differenceOf } from '../../core/ledger/difference.ts';
import type { StandingRule } from '../../core/ledger/standing.ts';
import { type Cut, momentsOf } from '../../core/ledger/timeline.ts';
import { isEmpty } from '../../core/reach/algebra.ts';
import { sayEach } from '../../core/reach/explain.ts';
import { writeRows as reachRows } from '../../core/reach/rows.ts';
import { findDecisions } from '../../flow/explain.ts';
import { tracesOf } from '../../flow/history.ts';
import { Complaint } from './complaint.ts';
import { counted } from './counted.ts';
import { findOneGroup, needPaths, sayGroup } from './find-one-group.ts';
import type { CsvColumn } from './format/csv.ts';
import { formatOf, writeRows } from './format/write-rows.ts';
import { knownLines } from './known-lines.ts';
import { describe } from './log.ts';
import { type Reading, withArchive } from './read-archive.ts';
import { readHistory } from './read-history.ts';
import { sayRule } from './rule-text.ts';
import { as, type Line, print } from './screen.ts';
import { wrap } from './table.ts';
import { unreadableLines } from './tell-unreadable.ts';
import type { Run } from './verbs.ts';
import { readWhen, sayTime } from './when.ts';

/**
 * `diff`: what is different in a group between two times. A change stands for the moment before it as the first time,
 * after it as the second; without times the whole history is meant, with one all since then.
 */
export const diff: Run = async ([asked = '', ...rest], options, terminal) => {
  const isPath = (each: string): boolean => each === '-' || existsSync(each);
  const [times, given] = [rest.filter((each) => !isPath(each)), rest.filter(isPath)];
  const format = formatOf(options);
  if (times.length > 2)
    throw new Complaint(
      `expected at most two times, got ${times.map((each) => `\`${each}\``).join(', ')} (of which no file or folder exists)`,
    );
  const [from, to] = times;
  for (const time of times) checkTime(time, terminal.now());
  const paths = needPaths('diff', given, 'diff prod-web 2026-01-25 2026-01-31 ./cloudtrail');
  const decide = times.some((each) => readWhen(each, terminal.now()) === null);
  return await withArchive({ paths, options, terminal, ledgers: true, decide }, async (reading) => {
    const group = findOneGroup(reading, asked, options);
    const history = readHistory(reading, group);
    const cuts = [cutOf(reading, from, 'before', terminal.now()), cutOf(reading, to, 'after', terminal.now())];
    const [before, after] = momentsOf(history.evidence, history.lists, cuts);
    for (const [at, moment] of [before, after].entries()) {
      if (moment === null)
        throw new Complaint(`expected a change of this group, got \`${times[at]}\`, which is another one's`);
    }
    if (before!.place > after!.place)
      throw new Complaint(`expected the earlier time first, got \`${from}\` and then \`${to}\``);
    const found = differenceOf(before!, after!, tracesOf(history));
    if (format !== 'text') {
      const head = {
        group: describe(group),
        from: from ?? null,
        to: to ?? null,
        known: [before!.known, after!.known],
        unchanged: found.unchanged,
        gained: reachRows(found.effect.gained.atMost),
        lost: reachRows(found.effect.lost.atMost),
        tags: found.tags,
      };
      await writeRows(terminal, format, {
        $schema: 'portcullis:diff:1',
        head,
        key: 'rules',
        rows: rowsOf(found),
        columns,
      });
      return reading.exitCode;
    }
    const name = after!.name ?? before!.name ?? group.name;
    await print(terminal, [
      [as('bold', sayGroup({ ...group, name }))],
      [as('dim', `from ${sayCut(cuts[0]!, from)} to ${sayCut(cuts[1]!, to)}`)],
      [],
      ...differenceLines(found, terminal.columns),
      ...knownLines(before!.known === 'known' ? after! : { ...after!, known: before!.known }),
      ...unreadableLines(reading.unreadable, reading.tally.unreadable, 3),
    ]);
    return reading.exitCode;
  });
};

function checkTime(text: string, now: number): void {
  if (readWhen(text, now) !== null || /^chg_[a-z2-7]{3,26}$/i.test(text)) return;
  throw new Complaint(`expected a time, a change id, or a file or folder that exists, got \`${text}\``);
}

function cutOf({ spill }: Reading, text: string | undefined, side: 'before' | 'after', now: number): Cut {
  if (text === undefined) return { kind: side === 'before' ? 'start' : 'end' };
  const at = readWhen(text, now);
  if (at !== null) return { kind: 'at', at };
  const found = findDecisions(spill, text);
  if (found.length !== 1)
    throw new Complaint(
      found.length === 0
        ? `no change has the id \`${text}\``
        : `${found.length} changes begin with \`${text}\`: give more of the id`,
    );
  const ids = found[0]!.changes ?? [found[0]!.id];
  return { kind: side, id: side === 'before' ? ids[0]! : ids.at(-1)! };
}

function sayCut(cut: Cut, text: string | undefined): string {
  switch (cut.kind) {
    case 'start':
      return 'before the first record';
    case 'end':
      return 'after the last record';
    case 'at':
      return `${sayTime(writeInstant(cut.at))} UTC`;
    case 'before':
    case 'after':
      return `${cut.kind} ${text}`;
  }
}

function differenceLines({ removed, added, unchanged, effect, tags }: Difference, width: number): readonly Line[] {
  const told = (sign: string, look: 'red' | 'green', rules: readonly StandingRule[]): readonly Line[] =>
    rules.map(
      (rule): Line => [as(look, `${sign} ${sayRule(rule)}`), rule.id === null ? '' : as('dim', `  ${rule.id}`)],
    );
  const sentences = (title: string, lines: readonly string[]): readonly Line[] =>
    lines.flatMap((sentence) =>
      wrap(sentence, width - 10).map((line, at): Line => [as('bold', (at === 0 ? title : '').padEnd(8)), '  ', line]),
    );
  const { gained, lost } = effect;
  const set = Object.entries(tags.set).map(([key, value]) => `+ tag ${key}=${value}`);
  const gone = tags.removed.map((key) => `- tag ${key}`);
  const rules = [
    ...told('-', 'red', removed),
    ...told('+', 'green', added),
    ...[...gone, ...set].map((line): Line => [line]),
  ];
  return [
    ...(rules.length === 0 ? [['no rule is different']] : rules),
    [as('dim', `${counted(unchanged, 'rule')} unchanged`)],
    [],
    ...sentences('gained', isEmpty(gained.atMost) ? ['nothing'] : sayEach(gained.atMost, 'gained', { on: 'it' })),
    ...sentences('lost', isEmpty(lost.atMost) ? ['nothing'] : sayEach(lost.atMost, 'lost', { on: 'it' })),
  ];
}

type Row = ReturnType<typeof rowsOf>[number];

function rowsOf({ removed, added }: Difference) {
  const row =
    (op: 'add' | 'remove') =>
    ({ id, direction, protocol, ports, peer, description }: StandingRule) => ({
      op,
      id,
      direction,
      protocol,
      ports,
      peer,
      description,
    });
  return [...removed.map(row('remove')), ...added.map(row('add'))];
}

const columns: readonly CsvColumn<Row>[] = [
  { title: 'op', of: (row) => row.op },
  { title: 'rule', of: (row) => row.id },
  { title: 'direction', of: (row) => row.direction },
  { title: 'protocol', of: (row) => row.protocol },
  { title: 'ports', of: (row) => row.ports?.join(' to ') ?? null },
  { title: 'peer', of: (row) => row.peer?.value ?? null },
  { title: 'description', of: (row) => row.description },
];
