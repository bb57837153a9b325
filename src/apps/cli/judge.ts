import { writeInstant } from '../../core/leaf/instant.ts';
import { withoutKnown } from '../../core/plan/backlog/without-known.ts';
import type { StandingDecision } from '../../core/plan/standing-decision.ts';
import { severities } from '../../core/policy/scale.ts';
import { judgeDeclared } from '../../flow/judge-declared.ts';
import { startRulings } from '../../flow/rulings.ts';
import { Complaint } from './complaint.ts';
import { exitCodeOf } from './exit-code.ts';
import { judgeColumns } from './format/judge-columns.ts';
import { markdownStanding } from './format/markdown-columns.ts';
import { writeSarif } from './format/sarif.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { showJudged } from './judge-lines.ts';
import { openBacklog } from './open-backlog.ts';
import { type OpenedDeclared, openDeclared } from './open-declared.ts';
import { openPolicy } from './open-policy.ts';
import { notice } from './screen.ts';
import type { Run } from './verbs.ts';
import { whenOf } from './when.ts';

/** Groups that are shown unless all are asked for. */
const usual = 40;

/**
 * `judge`: what a policy says of the groups that files declare or list: a plan before it is applied, a template before it
 * is deployed, a snapshot or AWS Config as it stands.
 */
export const judge: Run = async (files, options, terminal) => {
  const [format, limit] = [formatOf(options), limitOf(options)];
  if (files.length === 0)
    throw new Complaint(`\`judge\` needs a file, e.g. \`terraform show -json plan | ${terminal.command} judge -\``);
  const now = options.at === undefined ? terminal.now() : whenOf('--at', options.at, terminal.now(), 'first');
  const backlog = openBacklog(options.backlog);
  const judging = await openPolicy(options, terminal, 'cis-starter@1');
  if (judging === null) throw new Complaint('`judge` needs a policy: leave `--no-policy` out');
  const opened: OpenedDeclared[] = [];
  for (const file of new Set(files)) opened.push(await openDeclared(file));
  const judged = opened.flatMap(({ declared, file }) => judgeDeclared(declared, judging, { file, now }));
  const fresh = judged.map(({ decision, carried }) =>
    backlog === null ? decision : withoutKnown(backlog, decision, carried),
  );
  const owed = new Set(fresh.filter((each, at) => isObjected(judged[at]!.decision) && !isObjected(each)));
  const decisions = fresh.toSorted(worstFirst);
  const { add, rulings } = startRulings();
  for (const decision of decisions) if (!owed.has(decision)) add(decision);
  const misread = opened.flatMap(({ file, misread: reasons }) => reasons.map((reason) => ({ file, reason })));
  if (format === 'text') {
    const most = limit ?? (options.all ? Number.POSITIVE_INFINITY : usual);
    const told = { decisions, rulings: rulings(), misread, owed: owed.size, digest: judging.policy.digest };
    await showJudged(terminal, told, { most, all: options.all === true, files: opened.length });
  } else {
    const head = {
      summary: { files: opened.map(aboutFile), policy: judging.policy.digest, rulings: rulings(), owed: owed.size },
      misread,
    };
    const rows = limit === null ? decisions : decisions.slice(0, limit);
    await writeRows(terminal, format, {
      $schema: 'portcullis:judge:1',
      head,
      key: 'decisions',
      rows,
      columns: judgeColumns,
      brief: markdownStanding,
      headline: 'Security groups against policy',
      sarif: (write) => writeSarif(write, rows, judging),
    });
    if (format !== 'json') for (const { file, reason } of misread) notice(terminal, `${file}: ${reason}`);
  }
  return exitCodeOf(rulings(), options, misread.length > 0);
};

function aboutFile({ file, declared: { kind, takenAt, groups } }: OpenedDeclared) {
  return { file, kind, takenAt: takenAt === null ? null : writeInstant(takenAt), groups: groups.length };
}

function isObjected({ verdict }: StandingDecision): boolean {
  return verdict.ruling === 'breach' || verdict.ruling === 'unknown';
}

const order = ['clear', 'permitted', 'unknown', 'breach'];

/** Severity first, a breach before what may be one, then exposure, then place. */
function worstFirst(a: StandingDecision, b: StandingDecision): number {
  const rank = ({ verdict }: StandingDecision) =>
    severities.indexOf(verdict.severity) * 4 + order.indexOf(verdict.ruling);
  const [one, other] = [a, b].map(({ place }) => `${place.file} ${place.address}`);
  return rank(b) - rank(a) || b.exposure - a.exposure || (one! < other! ? -1 : 1);
}
