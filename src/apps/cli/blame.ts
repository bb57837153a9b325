import type { Change } from '../../core/change/change.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import { blameOf } from '../../core/ledger/blame.ts';
import type { StandingRule } from '../../core/ledger/standing.ts';
import { momentsOf } from '../../core/ledger/timeline.ts';
import { filterOf } from './filter-of.ts';
import { findOneGroup, needPaths, sayGroup } from './find-one-group.ts';
import type { CsvColumn } from './format/csv.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { knownLines } from './known-lines.ts';
import { describe } from './log.ts';
import { withArchive } from './read-archive.ts';
import { readHistory } from './read-history.ts';
import { sayRulePeer, sayRuleService } from './rule-text.ts';
import { as, type Line, print } from './screen.ts';
import { type Cell, tableLines } from './table.ts';
import { unreadableLines } from './tell-unreadable.ts';
import type { Run } from './verbs.ts';
import { sayWhen } from './when.ts';
import { sayWho } from './who.ts';

type Row = ReturnType<typeof rowOf>;

/** `blame`: each standing rule of a group, who made it what it is, when and how. */
export const blame: Run = async ([asked = '', ...rest], options, terminal) => {
  const paths = needPaths('blame', rest, 'blame prod-web ./cloudtrail');
  const format = formatOf(options);
  const limit = limitOf(options);
  const until = filterOf(options, terminal).until ?? Number.POSITIVE_INFINITY;
  return await withArchive({ paths, options, terminal, ledgers: true, decide: false }, async (reading) => {
    const group = findOneGroup(reading, asked, options);
    const history = readHistory(reading, group);
    const moment = momentsOf(history.evidence, history.lists, [{ kind: 'at', at: until }])[0]!;
    const blamed = blameOf(moment, history.lists, until).slice(0, limit ?? undefined);
    const rows = blamed.map((each) => rowOf(each.rule, each.since, each.edit?.change ?? null, history.idOf));
    if (format !== 'text') {
      const head = { group: describe(group), exists: moment.exists, known: moment.known };
      await writeRows(terminal, format, { $schema: 'portcullis:blame:1', head, key: 'rules', rows, columns });
      return reading.exitCode;
    }
    const years = new Set(rows.flatMap((row) => row.at?.slice(0, 4) ?? []));
    const withYear = years.size > 1;
    const cells = rows.map((row): readonly Cell[] => [
      { text: row.direction === 'egress' ? 'out' : row.direction === 'ingress' ? 'in' : '?' },
      { text: `${sayRuleService(row)} ${sayRulePeer(row)}${row.sure ? '' : ' (perhaps)'}` },
      row.at === null
        ? { text: 'before the first record', shorter: ['earlier'], as: 'dim' }
        : { text: sayWhen(row.at, withYear) },
      {
        text: row.by ?? '-',
        shorter: [row.by?.replace(/ \(\w+\)$/, '') ?? '-', row.by?.replace(/(@.*)? \(\w+\)$/, '') ?? '-'],
      },
      { text: row.call ?? '-', shorter: [row.call?.replace('SecurityGroup', '…') ?? '-'] },
      { text: row.change?.slice(0, 12) ?? '-', as: 'cyan' },
    ]);
    const tableColumns = [
      { title: 'WAY', least: 3 },
      { title: 'RULE', least: 24, weight: 2.5 },
      { title: 'SINCE (UTC)', least: 12 },
      { title: 'BY', least: 8, most: 26 },
      { title: 'BY CALL', least: 9, most: 34 },
      { title: 'CHANGE', least: 12 },
    ];
    await print(terminal, [
      [as('bold', sayGroup({ ...group, name: moment.name ?? group.name }))],
      [],
      ...(rows.length === 0
        ? [[moment.exists === 'no' ? 'deleted: no rule stands' : 'no rule stands, as far as known']]
        : tableLines(tableColumns, cells, terminal.columns)),
      ...rows.flatMap((row): readonly Line[] =>
        row.edit === null
          ? []
          : [
              [
                as(
                  'dim',
                  `${row.peer?.value}: entries last edited ${sayWhen(row.edit.at, true)} by ${row.edit.by}, ${row.edit.change.slice(0, 12)}`,
                ),
              ],
            ],
      ),
      ...knownLines(moment),
      ...unreadableLines(reading.unreadable, reading.tally.unreadable, 3),
    ]);
    return reading.exitCode;
  });
};

function rowOf(rule: StandingRule, since: Change | null, edit: Change | null, idOf: (change: Change) => string) {
  const { id, direction, protocol, ports, peer, description, sure } = rule;
  const told =
    since === null
      ? { at: null, by: null, call: null, change: null }
      : {
          at: writeInstant(since.record.at),
          by: sayWho(since.record.actor),
          call: since.record.call,
          change: idOf(since),
        };
  const edited =
    edit === null ? null : { at: writeInstant(edit.record.at), by: sayWho(edit.record.actor), change: idOf(edit) };
  return { id, direction, protocol, ports, peer, description, sure, ...told, edit: edited };
}

const columns: readonly CsvColumn<Row>[] = [
  { title: 'rule', of: (row) => row.id },
  { title: 'direction', of: (row) => row.direction },
  { title: 'service', of: sayRuleService },
  { title: 'peer', of: (row) => row.peer?.value ?? null },
  { title: 'since', of: (row) => row.at },
  { title: 'by', of: (row) => row.by },
  { title: 'call', of: (row) => row.call },
  { title: 'change', of: (row) => row.change },
  { title: 'description', of: (row) => row.description },
];
