import type { Head } from '../../core/ledger/entry.ts';
import { writeAnchor } from '../../core/ledger/entry-anchor.ts';
import type { LedgerFinding } from '../../core/ledger/verify-finding.ts';
import { isPostgresUrl, sayPostgresUrl } from '../../store/postgres/postgres-url.ts';
import { type FileVerified, verifyFile } from '../../store/verify-file.ts';
import { anchorOf } from './anchor-of.ts';
import { Complaint } from './complaint.ts';
import { counted, grouped } from './counted.ts';
import type { CsvColumn } from './format/csv.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { as, type Line, print } from './screen.ts';
import { tableLines } from './table.ts';
import type { Run } from './verbs.ts';

/** Findings that are kept to be listed; all are counted. */
const [listed, usual] = [100_000, 40];

/** `verify`: proves that nothing in a ledger was changed, inserted, swapped or dropped; exit code 2 when something was. */
export const verify: Run = async ([path = ''], options, terminal) => {
  const format = formatOf(options);
  const limit = limitOf(options) ?? (format === 'text' ? usual : listed);
  const anchors = (options.anchor ?? []).map(anchorOf);
  const findings: LedgerFinding[] = [];
  const done = await verifyStore(path, anchors, (found) => {
    if (findings.length < limit) findings.push(found);
  });
  const said = isPostgresUrl(path) ? sayPostgresUrl(path) : path;
  if (done.kind === 'refused') throw new Complaint(done.why);
  const { verified } = done;
  const code = verified.findings > 0 ? 2 : 0;
  if (format !== 'text') {
    const { shards, entries, seals, erased } = verified;
    const head = {
      ...{ file: said, as: done.as, shards, entries, seals, erased, anchors: anchors.length, found: verified.findings },
      heads: verified.heads.map(writeAnchor),
    };
    await writeRows(terminal, format, {
      $schema: 'portcullis:verify:1',
      head,
      key: 'findings',
      rows: findings,
      columns,
    });
    return code;
  }
  await print(terminal, [
    ...aboutLines(said, done),
    ...(code === 0 ? provenLines(anchors) : brokenLines(findings, verified.findings, terminal.columns)),
    ...(code === 0 ? headLines(verified.heads) : []),
  ]);
  return code;
};

async function verifyStore(
  path: string,
  anchors: readonly Head[],
  tell: (found: LedgerFinding) => void,
): Promise<FileVerified> {
  if (!isPostgresUrl(path)) return await verifyFile(path, anchors, tell);
  const { verifyPostgres } = await import('../../store/postgres/verify-postgres.ts');
  return await verifyPostgres(path, anchors, tell);
}

function aboutLines(
  path: string,
  { as: what, verified }: Extract<FileVerified, { kind: 'verified' }>,
): readonly Line[] {
  const { shards, entries, seals, erased } = verified;
  const parts = [
    counted(shards, 'shard'),
    counted(entries, 'entry', 'entries'),
    counted(seals, 'seal'),
    ...(erased === 0 ? [] : [`${counted(erased, 'body', 'bodies')} erased by retention`]),
  ];
  return [[as('bold', 'Ledger  '), `${path}, ${what === 'store' ? 'a store' : 'an export'}: ${parts.join(', ')}`]];
}

function provenLines(anchors: readonly Head[]): readonly Line[] {
  const met = anchors.length === 0 ? '' : ` and ${counted(anchors.length, 'anchor')}`;
  return [
    [as('green', 'Proven  '), `every entry follows from the one before it and agrees with every seal${met}`],
    ...(anchors.length > 0
      ? []
      : [
          [
            as(
              'dim',
              '        what was cut off after the last seal, or rewritten with all seals, shows only against an anchor',
            ),
          ],
        ]),
  ];
}

function brokenLines(findings: readonly LedgerFinding[], total: number, width: number): readonly Line[] {
  const rows = findings.map(({ kind, shard, n, say }) => [
    { text: kind },
    { text: shard === null ? '-' : `${shard}:${n ?? '-'}` },
    { text: say },
  ]);
  const titles = [
    { title: 'FOUND', least: 10 },
    { title: 'AT', least: 6 },
    { title: 'WHAT', least: 30 },
  ];
  return [
    [as('alarm', 'Broken  '), `${counted(total, 'finding')}: this is not the ledger that was written`],
    [],
    ...tableLines(titles, rows, width),
    ...(total > findings.length
      ? [[as('dim', `… and ${grouped(total - findings.length)} more; \`--json\` lists them`)]]
      : []),
  ];
}

function headLines(heads: readonly Head[]): readonly Line[] {
  if (heads.length === 0) return [];
  return [
    [],
    [
      as('bold', 'Heads   '),
      as('dim', 'kept outside the store these are anchors: `--anchor` holds the ledger against them'),
    ],
    ...heads.map((head): Line => ['  ', writeAnchor(head)]),
  ];
}

const columns: readonly CsvColumn<LedgerFinding>[] = [
  { title: 'finding', of: (row) => row.kind },
  { title: 'shard', of: (row) => row.shard },
  { title: 'n', of: (row) => row.n },
  { title: 'what', of: (row) => row.say },
];
