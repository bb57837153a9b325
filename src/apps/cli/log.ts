import type { Decision } from '../../core/plan/decision.ts';
import { shortestId } from '../../flow/explain.ts';
import type { PlacedGroup } from '../../flow/find-group.ts';
import { selected } from '../../flow/select.ts';
import { counted } from './counted.ts';
import { decisionTable } from './decision-table.ts';
import { filterOf } from './filter-of.ts';
import { findOneGroup, needPaths, sayGroup } from './find-one-group.ts';
import { decisionColumns } from './format/decision-columns.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { archiveWords, nextLines, shellPaths } from './hints.ts';
import { withArchive } from './read-archive.ts';
import { as, print } from './screen.ts';
import { tableLines } from './table.ts';
import { unreadableLines } from './tell-unreadable.ts';
import type { Run } from './verbs.ts';

/** `log`: the history of one group, oldest first: its own changes, edits of lists it names, and what it was put on. */
export const log: Run = async ([asked = '', ...rest], options, terminal) => {
  const paths = needPaths('log', rest, 'log prod-web ./cloudtrail');
  const format = formatOf(options);
  const { group: _group, ...filter } = filterOf(options, terminal);
  const limit = limitOf(options);
  return await withArchive({ paths, options, terminal, ledgers: true, decide: true }, async (reading) => {
    const group = findOneGroup(reading, asked, options);
    const all = [...selected(reading.spill, 'time', filter)].filter((decision) => isAbout(decision, group));
    const rows = limit === null ? all : all.slice(-limit);
    if (format !== 'text') {
      await writeRows(terminal, format, {
        $schema: 'portcullis:log:1',
        head: { group: describe(group) },
        key: 'decisions',
        rows,
        columns: decisionColumns,
      });
      return reading.exitCode;
    }
    const withYear = rows[0]?.at.slice(0, 4) !== rows.at(-1)?.at.slice(0, 4);
    const judged = reading.policy !== null;
    const table = decisionTable({ withGroup: false, withYear, judged, idOf: (id) => shortestId(reading.spill, id) });
    const worst = rows.toSorted((a, b) => b.exposure - a.exposure)[0];
    await print(terminal, [
      [as('bold', sayGroup(group))],
      [],
      ...(rows.length === 0
        ? [['no change is what was asked for']]
        : tableLines(table.columns, rows.map(table.row), terminal.columns)),
      [],
      [
        as(
          'dim',
          `${counted(rows.length, 'line')}, oldest first${rows.length < all.length ? `, the last of ${all.length}` : ''}`,
        ),
      ],
      ...unreadableLines(reading.unreadable, reading.tally.unreadable, 3),
      ...(worst === undefined
        ? []
        : nextLines(terminal, [
            [
              `explain ${shortestId(reading.spill, worst.id)} ${archiveWords(paths, options)}`,
              'the worst one, in plain words',
            ],
            [`blame ${shellPaths([asked])} ${archiveWords(paths, options)}`, 'who made each standing rule'],
          ])),
    ]);
    return reading.exitCode;
  });
};

/** Whether a decision belongs to a group's history. */
function isAbout(decision: Decision, { key, name, subjects }: PlacedGroup): boolean {
  const { on, account, region } = decision;
  if (on.kind === 'group')
    return on.id === null
      ? subjects.includes(`${account.id}/${region}/${on.vpc ?? '-'}/${on.name}`) ||
          (on.name === name && subjects.includes(`${account.id}/${region}/-/${on.name}`))
      : on.id === key || subjects.includes(on.id);
  return decision.effects.some((effect) => effect.group?.id === key) || (decision.groups?.names.includes(key) ?? false);
}

/** A group as JSON tells it. */
export function describe({ key, name, account, region }: PlacedGroup) {
  return {
    id: key.startsWith('sg-') ? key : null,
    name: name ?? (key.startsWith('sg-') ? null : key),
    account,
    region,
  };
}
