import type { Group } from '../../../core/group/group.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Aim, Intent } from '../../../core/plan/act/intent.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import type { ActionRow } from '../tables.ts';
import type { Known } from './know.ts';

/** What of an intent may be done, and why the rest may not; `intent: null`: nothing may. */
export interface Unobjected {
  readonly intent: Intent | null;
  readonly refused: string | null;
}

/**
 * Leaves out rules that an intent would put back and that a check objects to as soon as they stand: who opens a group to
 * the world and closes it again must not have it opened by us. What people permitted or approved is theirs.
 */
export function unobjected(row: Pick<ActionRow, 'approvedBy'>, intent: Intent, known: Known): Unobjected {
  const { live } = known.read;
  const isAsked = intent.do === 'undo' || row.approvedBy !== undefined;
  if (isAsked || live.kind !== 'group' || live.group === null) return { intent, refused: null };
  const opens = putBackBy(intent, live.group);
  if (opens.length === 0) return { intent, refused: null };
  // An id that went is taken for a lagging replica's: what would stand gets ids that nothing had.
  const put = opens.map(({ rule }, place): Rule => ({ ...rule, id: `sgr-put-${place}` }));
  const group = { ...live.group, rules: [...live.group.rules, ...put] };
  const { standing } = judgeSubject(known.memory, known.judging, known.at, [{ kind: 'observed', at: known.at, group }]);
  const broken = standing?.verdict.checks.filter(({ ruling }) => ruling === 'breach') ?? [];
  const by = (place: number) => broken.find(({ id }) => standing?.carriers[id]?.includes(`sgr-put-${place}`));
  const against = new Map<Aim, string>();
  opens.forEach(({ aim, rule }, place) => {
    const check = by(place);
    if (check !== undefined) against.set(aim, `\`${tupleText(rule)}\` would break \`${check.id}\` at once`);
  });
  if (against.size === 0) return { intent, refused: null };
  const aims = intent.aims.filter((aim) => !against.has(aim));
  return { intent: aims.length === 0 ? null : { ...intent, aims }, refused: [...against.values()].join('; ') };
}

/** The rules that come anew by an intent: a rewritten one too, whose rule is gone. */
function putBackBy(
  { aims, do: does }: Intent,
  { rules }: Group,
): readonly { readonly aim: Aim; readonly rule: Rule }[] {
  const isGone = (id: string) => rules.every((rule) => rule.id !== id);
  return aims.flatMap((aim): readonly { readonly aim: Aim; readonly rule: Rule }[] => {
    if (aim.kind === 'open') return [{ aim, rule: aim.rule }];
    const comesBack = aim.kind === 'rewrite' && (does === 'restore' || aim.lost === true) && isGone(aim.id);
    return comesBack ? [{ aim, rule: aim.to }] : [];
  });
}
