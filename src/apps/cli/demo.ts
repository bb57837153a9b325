import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Decision } from '../../core/plan/decision.ts';
import { startTelling } from '../../core/plan/quiet/tell.ts';
import type { Post } from '../../core/plan/quiet/telling.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { type Severity, severities } from '../../core/policy/scale.ts';
import { billOf } from '../../flow/bill.ts';
import { shortestId } from '../../flow/explain.ts';
import { onceEach } from '../../flow/figures.ts';
import { type Rulings, startRulings } from '../../flow/rulings.ts';
import { selected } from '../../flow/select.ts';
import { Complaint } from './complaint.ts';
import { counted, grouped } from './counted.ts';
import { nextLines, shellPaths } from './hints.ts';
import { type OpenedPolicy, readPolicies } from './open-policy.ts';
import { packageRoot } from './package-root.ts';
import { type Reading, withArchive } from './read-archive.ts';
import { as, type Line, print, type Terminal } from './screen.ts';
import { cut } from './table.ts';
import type { Run } from './verbs.ts';
import { verdictLook } from './verdict-text.ts';
import { wrapLine } from './wrap-line.ts';

/** What each severity means for people. */
const meanings: Readonly<Record<Severity, string>> = {
  critical: 'broke policy where it matters most',
  high: 'broke policy, for today',
  medium: 'broke policy, for this week',
  low: 'broke policy, in the digest only',
  none: 'broke policy, nobody is told',
};

/** `demo`: (`--live` apart) replays the bundled archive, judges it by its policy, and says what happened and what to type next. */
export const demo: Run = async (args, options, terminal) => {
  if (options.live) return await (await import('./live-demo/demo-live.ts')).demoLive(args, options, terminal);
  const [path, snapshot, policy] = ['week', 'snapshot.json', 'portcullis.yaml'].map((name) =>
    join(packageRoot(), 'examples', name),
  ) as [string, string, string];
  if (!existsSync(path))
    throw new Complaint(`expected the example archive at \`${path}\`, found none: install again, or \`scan\` your own`);
  const using = { ...options, cache: false, threads: '1', snapshot };
  const judging = await readPolicies([policy], terminal);
  return await withArchive({ paths: [path], options: using, terminal, decide: true, judging }, async (reading) => {
    const typed = [path, '--snapshot', snapshot, '--policy', policy].map((each) =>
      each.startsWith('--') ? each : relative(process.cwd(), each) || '.',
    );
    await print(terminal, demoLines(reading, judging, terminal, shellPaths(typed)));
    return reading.exitCode;
  });
};

function demoLines(reading: Reading, judging: OpenedPolicy, terminal: Terminal, archive: string): readonly Line[] {
  const { spill, tally, files, millis } = reading;
  const bill = billOf(selected(spill, 'time', {}));
  const days =
    bill.first === null
      ? 0
      : Math.round((Date.parse(`${bill.last!.slice(0, 10)}Z`) - Date.parse(`${bill.first.slice(0, 10)}Z`)) / 864e5) + 1;
  const applied = bill.decisions - bill.attempts;
  const changes = applied + bill.net.changes - bill.net.acts;
  const { rulings, told, worst } = judged(spill, judging.policy);
  const first = [...worst.values()][0];
  const fit = (line: Line): readonly Line[] => wrapLine(line, terminal.columns, ' '.repeat(10));
  const packs = judging.files.filter((file) => file.includes('@')).length;
  return [
    [],
    ...fit([
      as('bold', 'Portcullis demo'),
      ` · bundled CloudTrail archive · ${counted(bill.accounts.length, 'account')}, ${counted(bill.regions.length, 'region')}, ${counted(days, 'day')} · offline`,
    ]),
    [],
    ...fit([
      as('bold', 'Read      '),
      `${counted(files, 'file')} → ${counted(tally.records, 'record')} of watched calls → ${counted(changes, 'change')} → ${grouped(applied)} when told by net effect`,
      as('dim', `   ${(millis / 1000).toFixed(1)} s`),
    ]),
    ...fit([
      as('bold', 'Judged    '),
      `by examples/portcullis.yaml: ${counted(judging.policy.checks.length, 'check')}, most of them from ${counted(packs, 'pack')}`,
    ]),
    [],
    ...severities
      .toReversed()
      .filter((severity) => rulings.breach[severity] > 0)
      .map((severity) => breachLine(severity, rulings, worst.get(severity), terminal.columns)),
    [as('green', 'ok        '), `${String(rulings.clear + rulings.permitted).padStart(5)}  ${sayOk(rulings)}`],
    [
      as('dim', 'attempts  '),
      `${String(bill.attempts).padStart(5)}  refused or only tried: nothing changed, nothing is done`,
    ],
    ...(tally.unreadable === 0
      ? []
      : [
          [
            as('yellow', 'unreadable'),
            `${String(tally.unreadable).padStart(5)}  told with file and reason by \`scan\``,
          ],
        ]),
    [],
    [sayTold(told, changes)],
    [],
    ...nextLines(terminal, [
      ...(first === undefined
        ? []
        : [[`explain ${shortestId(spill, first.id)} ${archive}`, 'the worst one, in plain words'] as const]),
      [`exposed ${archive}`, 'what stands open at the end'],
      ['scan <your CloudTrail folder>', 'the same for your own logs'],
    ]),
    [],
  ];
}

/** Verdicts, the messages that the policy would have sent, and the worst decision of each severity. */
function judged(spill: Reading['spill'], policy: Policy) {
  const count = startRulings();
  const teller = startTelling({ routes: policy.notify, checks: policy.checks });
  for (const decision of selected(spill, 'time', {})) {
    count.add(decision);
    teller.take(decision);
  }
  const worst = new Map<Severity, Decision>();
  for (const decision of selected(spill, 'worst', {})) {
    const { ruling, severity } = decision.verdict!;
    if (ruling === 'breach' && !worst.has(severity)) worst.set(severity, decision);
  }
  return { rulings: count.rulings(), told: teller.end(), worst };
}

function breachLine(severity: Severity, { breach }: Rulings, example: Decision | undefined, columns: number): Line {
  const word = as(verdictLook({ ruling: 'breach', severity }), severity.toUpperCase().padEnd(10));
  const head = `${String(breach[severity]).padStart(5)}  ${meanings[severity].padEnd(36)}`;
  return [word, head, example === undefined ? '' : as('dim', cut(sayOne(example), columns - 12 - head.length))];
}

function sayOk({ permitted }: Rulings): string {
  return permitted === 0 ? 'inside policy' : `inside policy, ${permitted} of them because somebody may`;
}

function sayTold({ messages }: Post, changes: number): string {
  const sent = onceEach(messages).filter(({ kind }) => kind !== 'digest').length;
  const digests = new Set(messages.filter(({ kind }) => kind === 'digest').map(({ at }) => at)).size;
  return `You would have received ${counted(sent, 'message')} and ${counted(digests, 'daily digest')} for ${counted(changes, 'change')}.`;
}

function sayOne(decision: Decision): string {
  return `${decision.on.name ?? decision.on.id ?? ''}: ${decision.short}`;
}
