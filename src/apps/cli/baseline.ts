import type { DeclaredGroup, DeclaredKind } from '../../core/group/declared.ts';
import type { Json, JsonObject } from '../../core/leaf/canonical.ts';
import { captureBaseline } from '../../core/policy/baseline/capture-baseline.ts';
import { isNamed } from '../../core/policy/baseline/is-named.ts';
import { readBaseline } from '../../core/policy/baseline/read-baseline.ts';
import { tuplesOf } from '../../core/policy/baseline/told-rules.ts';
import type { BaselineGroup } from '../../core/policy/policy.ts';
import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { compareDeclared } from '../../flow/compare-declared.ts';
import { readDeclaredFile } from '../../settings/declared-file.ts';
import { comparisonLines, comparisonRows } from './baseline-lines.ts';
import { Complaint } from './complaint.ts';
import { counted } from './counted.ts';
import { jsonText } from './format/write-rows.ts';
import { type OpenedDeclared, openDeclared } from './open-declared.ts';
import type { Options } from './options.ts';
import { plainJson } from './plain-text.ts';
import { notice, print, type Terminal } from './screen.ts';
import type { Run } from './verbs.ts';
import { refuseToOverwrite, writeNewFile } from './write-new-file.ts';

const kinds = ['capture', 'import', 'compare'];

/** `baseline`: writes down what groups are meant to be, from what stands or from what is declared, and compares it later. */
export const baseline: Run = async ([what = '', ...files], options, terminal) => {
  switch (what) {
    case 'capture':
      return await write(oneFile(what, files, terminal), stands, options, terminal);
    case 'import':
      return await write(oneFile(what, files, terminal), null, options, terminal);
    case 'compare':
      return await compare(files, options, terminal);
    default: {
      const near = nearestWords(what, kinds)[0];
      const hint = near === undefined ? '' : `, did you mean \`${near}\``;
      throw new Complaint(`expected one of ${kinds.join(', ')} after \`baseline\`, got \`${what}\`${hint}`);
    }
  }
};

const stands: ReadonlySet<DeclaredKind> = new Set(['describe', 'config', 'terraform-state']);

function oneFile(what: string, files: readonly string[], { command }: Terminal): string {
  const [file, ...more] = files;
  if (file !== undefined && more.length === 0) return file;
  const example = what === 'capture' ? 'snapshot.json' : 'plan.json';
  throw new Complaint(
    `\`baseline ${what}\` needs one file, e.g. \`${command} baseline ${what} ${example} --out baseline.json\``,
  );
}

/** Writes a baseline of a file's groups. What is not understood whole is refused: a baseline permits. */
async function write(
  file: string,
  only: ReadonlySet<DeclaredKind> | null,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const out = options.out ?? '-';
  refuseToOverwrite(out, options.force);
  const { declared, misread, file: name } = await openDeclared(file);
  if (misread.length > 0) throw new Complaint(`${name}: ${misread.slice(0, 5).join('; ')}: nothing was written`);
  if (only !== null && !only.has(declared.kind))
    throw new Complaint(`${name} tells what is wanted, not what stands: \`baseline import\` takes it`);
  const wants = (group: DeclaredGroup) => isWanted(group, options);
  const own = declared.groups.filter((group) => !group.deleted && wants(group));
  if (own.length === 0) throw new Complaint(`${name} has no group that was asked for: nothing was written`);
  const text = baselineText(captureBaseline(declared, wants));
  const left = own.reduce((sum, group) => sum + group.rules.length - tuplesOf(group.rules).length, 0);
  if (left > 0) notice(terminal, `${counted(left, 'rule')} that nobody can tell before it is applied: left out`);
  const nameless = own.filter((group) => !isNamed(group)).length;
  if (nameless > 0) notice(terminal, `${counted(nameless, 'group')} without id and name: left out`);
  if (out === '-') await terminal.out(text);
  else {
    writeNewFile(out, text);
    await print(terminal, [[`${counted(own.length - nameless, 'group')} written to ${out}`]]);
  }
  return 0;
}

/** One rule a line, so that people can review it and Git shows what changed. */
function baselineText(captured: JsonObject): string {
  const lines = (key: string, indent: string, held: Json | undefined): string =>
    `${indent}"${key}": [${(held as readonly Json[]).map((each) => `\n${indent} ${JSON.stringify(each)}`).join(',')}\n${indent}]`;
  const groups = (captured.groups as readonly JsonObject[]).map(({ rules, ...group }) => {
    const head = JSON.stringify(group).slice(0, -1);
    return `  ${head},\n${lines('rules', '   ', rules)}}`;
  });
  const head = `{"$schema": ${JSON.stringify(captured.$schema)}, "takenAt": ${JSON.stringify(captured.takenAt)},`;
  return plainJson(`${head}\n "groups": [\n${groups.join(',\n')}\n ],\n${lines('lists', ' ', captured.lists)}\n}\n`);
}

function isWanted(group: DeclaredGroup, { account, region, group: asked }: Options): boolean {
  return (
    (account ?? group.account) === group.account &&
    (region ?? group.region) === group.region &&
    (asked === undefined || group.name === asked || (group.id?.startsWith(asked) ?? false))
  );
}

/** Exit code 2 when anything differs by effect; 3 when nothing does but the file was not understood whole. */
async function compare(files: readonly string[], options: Options, terminal: Terminal): Promise<number> {
  const [first, second, ...more] = files;
  if (first === undefined || second === undefined || more.length > 0)
    throw new Complaint(
      `\`baseline compare\` needs two files, e.g. \`${terminal.command} baseline compare baseline.json snapshot.json\``,
    );
  const narrowing = ['account', 'region', 'group', 'out'].find((name) => name in options);
  if (narrowing !== undefined)
    throw new Complaint(
      `\`--${narrowing}\` is for \`capture\` and \`import\`: \`baseline compare\` compares all and writes no file`,
    );
  const wanted = await openBaseline(first);
  const opened: OpenedDeclared = await openDeclared(second);
  const comparison = compareDeclared(wanted, opened.declared);
  const differing = comparison.groups.filter((group) => !group.inStep).length;
  if (options.json)
    await terminal.out(`${jsonText(comparisonRows(comparison, { baseline: first, file: opened.file }))}\n`);
  else await print(terminal, comparisonLines(comparison, options.all === true, terminal.columns));
  for (const reason of opened.misread) notice(terminal, `${opened.file}: ${reason}`);
  return differing > 0 ? 2 : opened.misread.length > 0 ? 3 : 0;
}

async function openBaseline(file: string): Promise<readonly BaselineGroup[]> {
  const read = await readDeclaredFile(file);
  if ('wrong' in read) throw new Complaint(`${file}: ${read.wrong}`);
  const found = readBaseline(read.json);
  if ('misread' in found) throw new Complaint(`${file}: ${found.misread}`);
  if (found.groups.length === 0) throw new Complaint(`${file}: it names no group, so nothing can be compared`);
  return found.groups;
}
