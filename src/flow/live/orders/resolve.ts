import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import type { Incident, Violation } from '../../../core/plan/incident/episodes.ts';
import { familyOf } from '../../../core/plan/incident/family-of.ts';
import { type Stance, stanceOf } from '../../../core/plan/incident/stance-of.ts';
import type { LiveParts } from '../live-parts.ts';
import { plain } from '../perform/action-entries.ts';
import { isInForce } from '../perform/granted.ts';
import { followsOf } from '../sweep/follow-entry.ts';
import { episodesOf, episodeWrites } from '../watch/episodes-of.ts';
import { tellTask } from '../watch/tell-task.ts';
import { contextOf, type OrderContext } from './context-of.ts';
import { findIncident, type IncidentOrder } from './find-incident.ts';
import { orderOnce, type Weighed } from './order-once.ts';
import type { Ordered } from './ordered.ts';

/** An incident that somebody wants ended, with the reason that it ends with. */
export interface ResolveOrder extends IncidentOrder {
  /** Whether it was worth telling; left out, nobody says. */
  readonly noise?: boolean;
}

/**
 * Ends an incident of which nothing stands (refused calls, what was taken away, tags that changed), with a reason. What
 * stands ends only when it is gone, accepted or its group is gone: then it is said what leads there instead. Of one that is
 * over it notes the reason, and whether it was worth telling.
 */
export function resolve(parts: LiveParts, order: ResolveOrder): Promise<Ordered> {
  return orderOnce(parts, 'resolve', { ordering: order, id: order.incident }, async () => {
    const found = await findIncident(parts, order.incident);
    if (found.kind === 'refused') return found;
    const { site, group } = found.incident;
    const context = await contextOf(parts, site, group);
    if (context.kind !== 'context') return context;
    return weigh(parts, order, found, context);
  });
}

async function weigh(
  { clock, policy, store }: LiveParts,
  order: ResolveOrder,
  { incident, version }: { readonly incident: Incident; readonly version: number },
  { judged, memory }: OrderContext,
): Promise<Weighed> {
  const { noise, person, reason } = order;
  const now = clock.now();
  const { closedAt, group, id, site } = incident;
  const episodes = await episodesOf(store, site, group);
  const open = episodes.violations.filter(
    (each) => each.incident === id && (each.state === 'open' || each.state === 'closing'),
  );
  const inForce = memory.grants.filter((each) => each.group === group && isInForce(each, now));
  const granted = (tuple: string): boolean =>
    inForce.some(({ rules }) => rules.some((rule) => tupleText(rule) === tuple));
  const asked = { site, group, policy: policy().policy, lists: judged.lists };
  const told = { ...asked, seen: judged.now, standing: judged.standing, granted };
  const standing = open.flatMap((each) => {
    const stance = stanceOf(each, familyOf(each.check, policy().policy), told);
    return stance === 'episode' ? [] : [{ each, stance }];
  });
  if (standing.length > 0) return { kind: 'refused', why: sayStanding(incident, standing) };
  const resolved = { by: person, at: now, reason };
  const followed = {
    violations: open.map((each): Violation => ({ ...each, state: 'resolved', closedAt: now })),
    incidents: [{ ...incident, closedAt: closedAt ?? now, resolved }],
  };
  // The incident may be of a time that no violation names any more.
  const versions = new Map([...episodes.versions, [`incident ${id}`, version]]);
  const rows = episodeWrites({ ...followed, ...nothingElse }, { ...episodes, versions });
  const closed = tellTask({ about: id, revision: `resolved/${now}`, why: 'closed', due: now });
  return {
    kind: 'write',
    commit: {
      ...{ shard: memory.shard, expect: memory.head, order: 'resolve', on: id, until: null },
      detail: plain({ ...followsOf(followed), ...(noise === undefined ? {} : { noise }) }),
      effects: { rows, tasks: closedAt === null ? [closed] : [] },
    },
  };
}

const nothingElse = { opened: [], closed: [], closing: false, unattendedAt: null, incidentOf: new Map() };

interface Standing {
  readonly each: Violation;
  readonly stance: Stance;
}

function sayStanding({ decisions, group, id }: Incident, standing: readonly Standing[]): string {
  const stands = standing.filter(({ stance }) => stance === 'stands' || stance === 'unsure');
  if (stands.length === 0)
    return `\`${id}\` ends by itself: what it is about is gone or permitted, as two good reads are about to show`;
  const what = stands.map(({ each }) => (each.tuple === '' ? each.check : `${each.tuple} (${each.check})`));
  const shown = [...new Set(what)].slice(0, 5).join(', ');
  const last = decisions.at(-1);
  const revert = last === undefined ? 'close it' : `\`revert --plan ${last}\` closes it`;
  return `it still stands: ${shown}; ${revert}, \`allow ${group}\` permits it for a while, an exception of the policy for longer`;
}
