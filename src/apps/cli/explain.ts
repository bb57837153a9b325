import type { Decision } from '../../core/plan/decision.ts';
import { decisionMatrices } from '../../core/plan/decision-matrices.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { type Explained, explainDecision, findDecisions, shortestId } from '../../flow/explain.ts';
import { selected } from '../../flow/select.ts';
import { Complaint } from './complaint.ts';
import { decisionTable } from './decision-table.ts';
import { explainLines } from './explain-lines.ts';
import { needPaths } from './find-one-group.ts';
import { decisionColumns } from './format/decision-columns.ts';
import { markdownDecision } from './format/markdown-columns.ts';
import { formatOf, jsonText, writeRows } from './format/write-rows.ts';
import { nextLines, readingWords, shellPaths } from './hints.ts';
import { doneLines } from './ledger/done-lines.ts';
import { matrixLines } from './matrix-lines.ts';
import { openPolicyFor } from './open-policy.ts';
import { type Reading, withArchive } from './read-archive.ts';
import { paint, print, type Terminal } from './screen.ts';
import { tableLines } from './table.ts';
import type { Run } from './verbs.ts';

/** `explain`: one change in plain words: effect, rules, group, person, certainty, proof. */
export const explain: Run = async ([asked = '', ...rest], options, terminal) => {
  const paths = needPaths('explain', rest, 'explain chg_7f3k ./cloudtrail');
  const format = formatOf(options);
  const judging = await openPolicyFor(paths, options, terminal);
  return await withArchive({ paths, options, terminal, ledgers: true, decide: true, judging }, async (reading) => {
    const found = findDecisions(reading.spill, asked);
    const same = found.find((each) => each.id === asked.toLowerCase());
    const [decision] = same === undefined ? found : [same];
    if (decision === undefined) throw new Complaint(sayUnknown(reading, asked));
    if (found.length > 1 && same === undefined && !isEventId(asked))
      throw new Complaint(sayMany(reading, asked, found, terminal));
    const all = isEventId(asked) ? found : [decision];
    if (options.asDecided) {
      for (const { id } of all) await terminal.out(`${await asDecided(reading, id, paths)}\n`);
      return 0;
    }
    if (format === 'json') await terminal.out(`${jsonText(all.length === 1 ? decision : all)}\n`);
    else if (format !== 'text')
      await writeRows(terminal, format, {
        $schema: '',
        head: {},
        key: '',
        rows: all,
        columns: decisionColumns,
        brief: markdownDecision,
      });
    else
      for (const each of all)
        await show(
          terminal,
          reading,
          explainDecision(reading.spill, reading.snapshot, each, reading.looks),
          judging?.policy.addresses ?? new Map(),
          readingWords(paths, options),
        );
    return reading.exitCode;
  });
};

async function show(
  terminal: Terminal,
  { spill, ledger }: Reading,
  explained: Explained,
  places: Policy['addresses'],
  at: string,
): Promise<void> {
  const { decision, before, after } = explained;
  const stored = (await ledger?.stored(decision.id)) ?? null;
  const stood = { before: before?.bounds ?? null, after: after?.bounds ?? null };
  const matrices = decisionMatrices(decision, stood, places);
  const id = shortestId(spill, decision.id);
  const group = decision.on.kind === 'group' ? (decision.on.name ?? decision.on.id) : null;
  await print(terminal, [
    ...explainLines(explained, id, terminal.columns),
    ...(ledger === undefined || stored === null ? [] : doneLines(ledger, stored, terminal.columns)),
    [],
    ...matrices.flatMap((matrix) => [...matrixLines(matrix, terminal.columns), []]),
  ]);
  if (group === null) return;
  const named = shellPaths([decision.on.id ?? group]);
  await print(
    terminal,
    nextLines(terminal, [
      [`log ${named} ${at}`, 'the whole history of the group'],
      [`diff ${named} ${id} ${at}`, 'what is different since'],
    ]),
  );
}

/** The text of the ledger's entry, byte for byte. */
async function asDecided({ ledger }: Reading, id: string, paths: readonly string[]): Promise<string> {
  if (ledger === undefined)
    throw new Complaint(`expected a ledger with \`--as-decided\`, ${shellPaths(paths)} holds records only`);
  return (await ledger.stored(id))?.body ?? '';
}

function isEventId(asked: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(asked);
}

function sayUnknown({ spill }: Reading, asked: string): string {
  const ids = [...selected(spill, 'time', {})]
    .slice(0, 20_000)
    .map((each) => each.id.slice(0, Math.max(8, asked.length)));
  const near = nearestWords(asked.toLowerCase(), ids);
  const hint =
    near.length > 0 ? `, did you mean ${near.map((each) => `\`${each}\``).join(' or ')}` : ': `scan` lists the ids';
  return `no change here has the id \`${asked}\`${hint}`;
}

function sayMany({ spill }: Reading, asked: string, found: readonly Decision[], terminal: Terminal): string {
  const table = decisionTable({ withGroup: true, withYear: true, idOf: (id) => shortestId(spill, id) });
  const lines = tableLines(table.columns, found.slice(0, 10).map(table.row), terminal.columns - 2).map((line) =>
    paint(line, false),
  );
  return [
    `${found.length} changes begin with \`${asked}\`: give more of the id`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}
