import type { Store } from '../../../contracts/store.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { type DueIntent, intentsOf } from '../../../core/plan/act/intents-of.ts';
import { standsAsMeant } from '../../../core/plan/act/stands-as-meant.ts';
import type { LiveParts } from '../live-parts.ts';
import { aimTuples } from '../perform/aim-tuples.ts';
import { isTrusted } from '../perform/trusted.ts';
import { beforeChange } from './before-change.ts';
import type { Decided } from './decide-changes.ts';
import { type FollowedResponse, followResponse } from './follow-response.ts';
import type { Known } from './known.ts';

/** What it takes to respond to a decision: what is known of its subject and how that is judged. */
export interface Responding
  extends Pick<Known, 'site' | 'subject' | 'memory' | 'judging' | 'judged' | 'now' | 'told' | 'look'> {
  readonly explained: Pick<Known['explained'], 'instead'>;
}

/**
 * What is done about a decision. A breach that is known to be over is told and never acted upon; what a sweep saw before
 * its record came goes by the name it got then, so that it is not done twice. `isAsked`: nothing is asked (again).
 * `isWanted`: which of it is to be done. `again`: what tells it from what was done about the decision before.
 */
export async function respondTo(
  { store, settings }: { readonly store: Pick<Store, 'view'>; readonly settings: LiveParts['settings'] },
  { id, change, decision }: Decided,
  known: Responding,
  {
    isAsked = false,
    isWanted = () => true,
    again,
  }: { readonly isAsked?: boolean; readonly isWanted?: (intent: Intent) => boolean; readonly again?: string } = {},
): Promise<FollowedResponse> {
  const { judged, judging, site, now, memory, told, look, explained } = known;
  const image = judged.imageBefore(id);
  const evidence = [...memory.evidence, ...told, ...(look === null ? [] : [look.evidence])];
  const first = again ?? explained.instead.get(id)?.[0];
  const due =
    decision.own !== undefined || change.record.result !== 'applied'
      ? []
      : intentsOf(decision, image, {
          policy: judging.policy,
          ...{ site, quiet: settings.quiet, now },
          pipeline: isTrusted(change.record.actor, judging.policy, site.account),
          ...(first === undefined ? {} : { first }),
          before: beforeChange({ id, change }, evidence),
        });
  const wanted = due.filter(
    (each) => !(isAsked && each.ask) && !(decision.late && isOver(each, known)) && isWanted(each.intent),
  );
  return followResponse(store, decision, wanted, { image: image ?? [], now });
}

/** Whether what should be brought about is known to hold already. */
function isOver({ intent }: DueIntent, { judged, subject }: Responding): boolean {
  const { known, exists, maybe = [], rules, tags } = judged.now;
  if (intent.on.kind !== 'group' || known !== 'known' || exists !== 'yes' || intent.aims.length === 0) return false;
  if (aimTuples(intent.aims).some((tuple) => maybe.includes(tuple))) return false;
  const about = { name: null, vpc: null, account: null, region: null };
  return standsAsMeant(intent, { kind: 'group', group: { ...about, id: subject, tags, rules } }).met;
}
