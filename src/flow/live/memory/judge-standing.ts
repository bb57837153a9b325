import { decideStanding } from '../../../core/decide-standing.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { ListBook } from '../../../core/ledger/lists.ts';
import type { Moment } from '../../../core/ledger/timeline.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { StandingDecision } from '../../../core/plan/standing-decision.ts';
import { noEffect } from '../../../core/reach/bounds.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { Walked } from '../../decide-group.ts';
import type { FactBook } from '../../fact-book.ts';
import type { GroupJudge } from '../../judge-group.ts';

/** Judges a group as it stands at the end of its history, by the policy and the exceptions of now. */
export function judgeStanding(
  moment: Moment,
  told: {
    readonly site: Site;
    readonly subject: string;
    readonly walked: Walked;
    readonly judge: GroupJudge;
    readonly book: FactBook | null;
    readonly lists: ListBook;
    readonly judging: Judging;
    readonly now: Instant;
  },
): StandingDecision {
  const { site, subject, walked, judge, book, lists, judging, now } = told;
  const { traces, group } = walked;
  const { isolatedAt: _, ...facts } = judge.factsAt(traces.length - 1);
  const isolatedAt = book?.isolatedAt(facts.vpc, now) ?? null;
  const isolated = isolatedAt === null ? {} : { isolatedAt };
  const on = { id: group.key, account: facts.account ?? site.account, region: facts.region ?? site.region };
  const gained = { atLeast: moment.bounds.certain, atMost: moment.bounds.held };
  const attached = book?.attachedAt(on, now, { ...noEffect, gained }) ?? null;
  return decideStanding(
    {
      ...{ origin: 'observed', kind: 'standing', place: { file: 'live', address: subject } },
      ...{ at: moment.at, judgedAt: now, group: { ...facts, ...on, ...isolated, id: facts.id, attached } },
      ...{ stands: moment.bounds, before: null, rules: moment.rules },
      known: {
        self: group.key,
        lists: (id) => (moment.lists.get(id) ?? lists.get(id)?.still)?.entries ?? null,
      },
    },
    judging,
  );
}
