import { writeInstant } from '../../core/leaf/instant.ts';
import { type Cut, type Moment, momentsOf } from '../../core/ledger/timeline.ts';
import { exposedTo } from '../../core/plan/exposed-to.ts';
import { isEmpty } from '../../core/reach/algebra.ts';
import { sayEach } from '../../core/reach/explain.ts';
import { writeRows as reachRows } from '../../core/reach/rows.ts';
import { looks } from './decision-table.ts';
import { filterOf } from './filter-of.ts';
import { findOneGroup, needPaths, sayGroup } from './find-one-group.ts';
import type { CsvColumn } from './format/csv.ts';
import { formatOf, writeRows } from './format/write-rows.ts';
import { knownLines } from './known-lines.ts';
import { describe } from './log.ts';
import { withArchive } from './read-archive.ts';
import { readHistory } from './read-history.ts';
import { sayRulePeer, sayRuleService } from './rule-text.ts';
import { as, type Line, print } from './screen.ts';
import { tableLines, wrap } from './table.ts';
import { unreadableLines } from './tell-unreadable.ts';
import type { Run } from './verbs.ts';
import { readWhen, sayTime } from './when.ts';

type Rule = Moment['rules'][number];

/** `show`: a group as it stands, or stood at a time: its rules, and what they let in and out. */
export const show: Run = async ([given = '', ...rest], options, terminal) => {
  const paths = needPaths('show', rest, 'show prod-web@2026-01-31 ./cloudtrail');
  const format = formatOf(options);
  const { name, at } = splitTime(given, terminal.now());
  const until = at ?? filterOf(options, terminal).until;
  const cut: Cut = until === undefined ? { kind: 'end' } : { kind: 'at', at: until };
  return await withArchive({ paths, options, terminal, ledgers: true, decide: false }, async (reading) => {
    const group = findOneGroup(reading, name, options);
    const history = readHistory(reading, group);
    const moment = momentsOf(history.evidence, history.lists, [cut])[0]!;
    if (format !== 'text') {
      const { exists, known, vpc, tags, bounds } = moment;
      const asOf = until === undefined ? null : writeInstant(until);
      const head = { group: describe(group), asOf, exists, known, vpc, tags, reach: reachRows(bounds.certain) };
      await writeRows(terminal, format, {
        $schema: 'portcullis:show:1',
        head,
        key: 'rules',
        rows: moment.rules.map(plainRule),
        columns,
      });
      return reading.exitCode;
    }
    const { certain } = moment.bounds;
    const reach = isEmpty(certain) ? [] : sayEach(certain, 'standing', { on: 'it' });
    const word = exposedTo({ ingress: certain.ingress, egress: [] });
    await print(terminal, [
      [as('bold', sayGroup({ ...group, name: moment.name ?? group.name }))],
      ...aboutLines(moment, until === undefined ? null : writeInstant(until)),
      [],
      ...ruleLines(moment, terminal.columns),
      ...knownLines(moment),
      ...(reach.length === 0
        ? []
        : [[], [as('bold', 'Reach  '), as(looks[word], word === '-' ? 'nothing comes in' : `open to: ${word}`)]]),
      ...reach.flatMap((sentence) => wrap(sentence, terminal.columns - 2, '  ').map((line): Line => ['  ', line])),
      ...unreadableLines(reading.unreadable, reading.tally.unreadable, 3),
    ]);
    return reading.exitCode;
  });
};

/** `prod-web@2026-01-31` is a group and a time; a name may hold an @ of its own. */
export function splitTime(given: string, now: number): { readonly name: string; readonly at: number | null } {
  const cut = given.lastIndexOf('@');
  const at = cut < 1 ? null : readWhen(given.slice(cut + 1), now);
  return at === null ? { name: given, at } : { name: given.slice(0, cut), at };
}

function aboutLines({ vpc, tags, exists }: Moment, asOf: string | null): readonly Line[] {
  const told = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  const parts = [vpc, ...told].filter((part) => part !== null).join(' · ');
  return [
    ...(parts === '' ? [] : [[as('dim', parts)]]),
    ...(asOf === null ? [] : [[as('dim', `as of ${sayTime(asOf)} UTC`)]]),
    ...(exists === 'no' ? [[as('yellow', 'deleted')]] : []),
  ];
}

function ruleLines({ rules, exists }: Moment, width: number): readonly Line[] {
  if (rules.length === 0) return exists === 'not yet' ? [] : [['no rule stands, as far as known']];
  const tableColumns = [
    { title: 'WAY', least: 3 },
    { title: 'SERVICE', least: 12 },
    { title: 'PEER', least: 14, weight: 2 },
    { title: 'RULE', least: 8 },
    { title: 'DESCRIPTION', least: 11 },
  ];
  const rows = rules.map((rule) => [
    { text: rule.direction === 'egress' ? 'out' : rule.direction === 'ingress' ? 'in' : '?' },
    { text: sayRuleService(rule) },
    { text: `${sayRulePeer(rule)}${rule.sure ? '' : ' (perhaps)'}` },
    { text: rule.id ?? '-' },
    { text: rule.description ?? '' },
  ]);
  return tableLines(tableColumns, rows, width);
}

function plainRule({ id, direction, protocol, ports, peer, description, sure }: Rule) {
  return { id, direction, protocol, ports, peer, description, sure };
}

const columns: readonly CsvColumn<ReturnType<typeof plainRule>>[] = [
  { title: 'rule', of: (row) => row.id },
  { title: 'direction', of: (row) => row.direction },
  { title: 'service', of: sayRuleService },
  { title: 'peer', of: (row) => row.peer?.value ?? null },
  { title: 'description', of: (row) => row.description },
];
