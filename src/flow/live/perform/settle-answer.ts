import type { Performed } from '../../../contracts/live.ts';
import type { Rule } from '../../../core/group/rule.ts';
import { compareAnswer } from '../../../core/plan/act/compare-answer.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { rulesOf } from '../../../core/plan/act/next-order.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import type { ActionRow } from '../tables.ts';
import { tellTask } from '../watch/tell-task.ts';
import { answeredEntry, plain } from './action-entries.ts';
import type { Calling } from './call.ts';
import { commitHeld } from './commit-held.ts';
import { giveBack, type Turn } from './give-back.ts';
import type { Performing } from './performing.ts';
import { settleFailure } from './settle-failure.ts';

/** Settles what a call of an action was answered: what EC2 did is compared with what was judged, and never taken on trust. */
export function settleAnswer(now: Performing, calling: Calling, performed: Performed): Promise<Turn> {
  switch (performed.kind) {
    case 'done':
      return settleDone(now, calling, performed.answer);
    case 'failed':
      return settleFailure(now, calling, performed);
    case 'would':
      return settleFailure(now, calling, {
        kind: 'failed',
        failure: 'malformed',
        code: null,
        message: 'sent as a dry run',
      });
  }
}

type Answer = Extract<Performed, { kind: 'done' }>['answer'];

async function settleDone(now: Performing, calling: Calling, answer: Answer): Promise<Turn> {
  const { order } = calling;
  const { parts, row } = now;
  const at = parts.clock.now();
  const isBack = row.back !== undefined;
  // What gives something back is compared with nothing: it would be given back for ever.
  const compared = isBack
    ? ({ kind: 'as-expected', lineage: lineageOf(order, answer) } as const)
    : compareAnswer(order, row.intent, answer);
  const lineage = { ...row.lineage, ...(compared.kind === 'as-expected' ? compared.lineage : {}) };
  const { back: _settled, ...rest } = row;
  const done: ActionRow = {
    ...(isBack ? rest : row),
    ...{ state: 'verifying', pending: null, last: order, lastWrite: at, reads: 0, goodAt: null, failures: 0, lineage },
    why: isBack ? `${row.back!.why}; given back` : row.why,
  };
  const told = { at, answer: plain(answer), lineage: plain(lineage) };
  if (compared.kind === 'as-expected') {
    const entries = [answeredEntry(now, row.attempt, { ...told, why: null }, calling.how)];
    return giveBack(now, {
      again: at + (parts.settings.reads[0] ?? 0),
      why: 'made the call; reads will tell',
      row: done,
      entries,
    });
  }
  const back = compared.back === null ? {} : { back: { order: withTags(compared.back, calling), why: compared.why } };
  const tell = tellTask({
    about: row.intent.action,
    revision: row.attempt,
    why: 'differs',
    due: at,
    detail: { said: compared.why },
  });
  const committed = await commitHeld(now, {
    expect: 'any',
    entries: [answeredEntry(now, row.attempt, { ...told, why: compared.why }, calling.how)],
    row: { ...done, ...back, why: compared.why },
    effects: { tasks: [tell] },
  });
  return committed.kind === 'committed' || committed.kind === 'moved' ? 'again' : 'over';
}

/** New ids of rules that were given back, by the ids that they had. */
function lineageOf(order: Ec2Order, { made }: Answer): Readonly<Record<string, string>> {
  if (order.call !== 'authorize') return {};
  const pairs = order.rules.flatMap((asked): (readonly [string, string])[] => {
    const id = made?.find((rule) => sameTuple(rule, asked))?.id ?? null;
    return asked.id === null || id === null ? [] : [[asked.id, id]];
  });
  return Object.fromEntries(pairs);
}

/** EC2's answer tells no tags of rules that went; the read before the call did. */
function withTags(order: Ec2Order, { known }: Calling): Ec2Order {
  if (order.call !== 'authorize' || known === null) return order;
  const seen = new Map(rulesOf(known.read.live).map((rule) => [rule.id, rule]));
  const tagged = (rule: Rule): Rule => {
    const tags = seen.get(rule.id)?.tags;
    return tags === undefined ? rule : { ...rule, tags };
  };
  return { ...order, rules: order.rules.map(tagged), image: order.image.map(tagged) };
}
