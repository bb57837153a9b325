import { existsSync, readFileSync } from 'node:fs';
import { writeInstant } from '../../../core/leaf/instant.ts';
import { sayAim } from '../../../core/plan/act/say-aim.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import { planRevert, type RevertPlan } from '../../../flow/live/orders/plan-revert.ts';
import { revert as revertPlanned } from '../../../flow/live/orders/revert.ts';
import { Complaint } from '../complaint.ts';
import { counted } from '../counted.ts';
import { jsonText } from '../format/write-rows.ts';
import { nextLines, shellPaths } from '../hints.ts';
import { as, type Line, print } from '../screen.ts';
import type { Run } from '../verbs.ts';
import { wrapLine } from '../wrap-line.ts';
import { refuseToOverwrite, writeNewFile } from '../write-new-file.ts';
import { carryOut } from './carry-out.ts';
import { findDecision } from './find-decision.ts';
import { openDesk, orderingOf } from './open-desk.ts';

const schema = 'portcullis:plan:1';

/** `revert`: `--plan` says what undoing a change would do and writes nothing but the plan; `--apply` has it done. */
export const revert: Run = async (args, options, terminal) => {
  if ((options.plan === undefined) === (options.apply === undefined))
    throw new Complaint('expected one of `--plan <id>` and `--apply <plan.json>`');
  return options.plan === undefined
    ? await apply(args, options, terminal)
    : await show(options.plan, options, terminal);
};

async function show(asked: string, ...[options, terminal]: [Parameters<Run>[1], Parameters<Run>[2]]): Promise<number> {
  if (options.out !== undefined) refuseToOverwrite(options.out, options.force);
  const desk = await openDesk(options, terminal);
  try {
    const plan = await planRevert(desk.parts, await findDecision(desk.store, asked));
    if ('kind' in plan) throw new Complaint(`revert: ${plan.why}`);
    const text = `${jsonText({ $schema: schema, ...plan })}\n`;
    if (options.out !== undefined && options.out !== '-') writeNewFile(options.out, text);
    if (options.json || options.out === '-') await terminal.out(text);
    else {
      await print(terminal, planLines(plan, terminal.columns));
      const ledger = `--ledger ${shellPaths([desk.ledger])}`;
      const hint =
        options.out === undefined
          ? `revert --plan ${asked} --out plan.json ${ledger}`
          : `revert --apply ${shellPaths([options.out])} --reason '…' ${ledger}`;
      const say = options.out === undefined ? 'keeps the plan, to apply exactly this' : 'applies exactly this';
      await print(terminal, [[], ...nextLines(terminal, [[hint, say]])]);
    }
    return 0;
  } finally {
    await desk.store.close();
  }
}

/** The plan as terraform prints one. */
function planLines(plan: RevertPlan, columns: number): readonly Line[] {
  const { intent, kept, unsure, until, hash } = plan;
  const removes = intent.aims.filter(({ kind }) => kind === 'close').length;
  const restores = intent.aims.length - removes;
  const line = (sign: string, word: string, text: string, look: 'red' | 'green' | 'dim' | 'yellow'): readonly Line[] =>
    wrapLine(['  ', as(look, `${sign} ${word.padEnd(9)}`), text], columns, ' '.repeat(13));
  return [
    [as('bold', `Portcullis will, on ${intent.on.id} (${intent.site.account} ${intent.site.region}):`)],
    ...intent.aims.flatMap((aim) =>
      aim.kind === 'close'
        ? line('-', 'remove', `${tupleText(aim.rule)}  ${aim.rule.id ?? ''}`, 'red')
        : aim.kind === 'open'
          ? line('+', 'restore', `${tupleText(aim.rule)}  with a new id`, 'green')
          : line('~', 'restore', sayAim(aim), 'yellow'),
    ),
    ...kept.flatMap((rule) =>
      line('=', 'keep', `${tupleText(rule)}  ${rule.id ?? ''}  same call, inside policy`, 'dim'),
    ),
    ...unsure.flatMap((text) => line('?', 'by hand', text, 'yellow')),
    [
      `Plan: ${removes} to remove, ${restores} to restore, ${kept.length} kept. Valid until ${writeInstant(until)}, or until the group or the policy changes.`,
    ],
    [as('dim', hash)],
  ].flatMap((each) => wrapLine(each, columns, '  '));
}

async function apply(...[, options, terminal]: Parameters<Run>): Promise<number> {
  const plan = readPlan(options.apply!);
  const ordering = orderingOf(options, ['revert', plan.hash], terminal);
  const desk = await openDesk(options, terminal);
  const what = `revert, ${counted(plan.intent.aims.length, 'step')}`;
  return await carryOut(desk, { options, terminal, what }, () => revertPlanned(desk.parts, { ...ordering, plan }));
}

/** A plan is compared with a fresh one before anything is done: what is wrong in it is refused there. */
function readPlan(file: string): RevertPlan {
  if (!existsSync(file)) throw new Complaint(`expected a plan at \`${file}\`, found nothing`);
  const wrong = `expected a plan as \`revert --plan … --out\` writes it in \`${file}\``;
  let json: Partial<RevertPlan> & { readonly $schema?: unknown };
  try {
    json = JSON.parse(readFileSync(file, 'utf8')) as typeof json;
  } catch (error) {
    throw new Complaint(`${wrong}: ${(error as Error).message}`);
  }
  const isPlan = json?.$schema === schema && typeof json.hash === 'string' && Array.isArray(json.intent?.aims);
  if (!isPlan || !Array.isArray(json.kept) || typeof json.intent?.for !== 'string') throw new Complaint(wrong);
  return json as RevertPlan;
}
