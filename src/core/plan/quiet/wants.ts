import { isAtOnce } from '../../policy/day-times.ts';
import { fitsAny } from '../../policy/glob.ts';
import type { Route, Where } from '../../policy/policy.ts';
import { isAtLeast, type Severity, severities, worse } from '../../policy/scale.ts';
import type { News } from './news.ts';
import { actorChannel, actorOf, routeWord } from './people-channels.ts';

/** What a channel wants of a piece of news. */
export interface Due {
  /** Checks below this are no reason to tell. */
  readonly min: Severity;
  readonly groupFor: number;
  readonly budget: Route['budget'];
  /** When what is not critical waits. */
  readonly quiet: { readonly hours: string; readonly zone: string } | null;
  /** How soon somebody has to acknowledge it, by severity, and who is told else. */
  readonly within: Route['acknowledgeWithin'];
  readonly escalateTo: readonly string[];
}

/** The channels of the routes that tell at once, with what each wants; the most urgent route of a channel counts. */
export function dueChannels(news: News, routes: readonly Route[]): ReadonlyMap<string, Due> {
  const due = new Map<string, Due>();
  for (const route of routes) {
    const min = worse(route.min, 'low');
    if (!isAtOnce(route) || !isAtLeast(news.severity, min) || !isMeant(news, route.where)) continue;
    for (const channel of channelsOf(news, route)) {
      const other = due.get(channel);
      const own = actorOf(channel) === null ? dueOf(route, min) : { ...dueOf(route, min), ...unasked };
      due.set(channel, other === undefined ? own : looser(other, own));
    }
  }
  return due;
}

/** What a channel wants of whatever is told there at once, by the loosest of its routes; `null`: no route tells there so. */
export function channelDue(channel: string, routes: readonly Route[]): Due | null {
  const name = routeWord(channel);
  const own = routes.filter((route) => isAtOnce(route) && route.to.includes(name)).map((each) => dueOf(each, each.min));
  const [first, ...rest] = own;
  if (first === undefined) return null;
  const due = rest.reduce(looser, first);
  return actorOf(channel) === null ? due : { ...due, ...unasked };
}

/** The channels whose digest lists it. */
export function digestRoutes(news: News, routes: readonly Route[]): readonly { channel: string; route: Route }[] {
  return routes
    .filter((each) => !isAtOnce(each) && isAtLeast(news.severity, each.min) && isMeant(news, each.where))
    .flatMap((route) => channelsOf({ ...news, doer: null }, route).map((channel) => ({ channel, route })));
}

function dueOf(route: Route, min: Severity): Due {
  const { groupFor, budget, quietHours: hours, zone, acknowledgeWithin: within, escalateTo } = route;
  return { min, groupFor: groupFor ?? 0, budget, quiet: hours === null ? null : { hours, zone }, within, escalateTo };
}

/** Whoever made the change is told of it, not asked to see to it. */
const unasked = { within: {}, escalateTo: [] } as const;

function channelsOf({ decision, doer }: News, { to }: Route): readonly string[] {
  return to.flatMap((each) => {
    if (each === 'actor') return doer === null ? [] : [actorChannel(doer)];
    return each === 'owner' ? [`owner:${decision.on.owner ?? 'unowned'}`] : [each];
  });
}

function looser(a: Due, b: Due): Due {
  const rate = (due: Due): number =>
    due.budget === null ? Number.POSITIVE_INFINITY : due.budget.count / due.budget.per;
  return {
    min: severities.indexOf(a.min) < severities.indexOf(b.min) ? a.min : b.min,
    groupFor: Math.min(a.groupFor, b.groupFor),
    budget: rate(a) >= rate(b) ? a.budget : b.budget,
    quiet: a.quiet === null || b.quiet === null ? null : a.quiet,
    within: sooner(a.within, b.within),
    escalateTo: [...new Set([...a.escalateTo, ...b.escalateTo])],
  };
}

function sooner(a: Due['within'], b: Due['within']): Due['within'] {
  const either = Object.entries(a).map(([severity, span]) => {
    return [severity, Math.min(span, b[severity as Severity] ?? span)] as const;
  });
  return { ...b, ...Object.fromEntries(either) };
}

/** Whether a route's conditions hold; what is not known of the group does not keep a message back. */
function isMeant({ decision }: News, where: Where): boolean {
  const { on, account, region } = decision;
  const fits = (patterns: readonly string[] | undefined, ...texts: readonly (string | null)[]): boolean => {
    const known = texts.filter((text) => text !== null);
    return patterns === undefined || known.length === 0 || known.some((text) => fitsAny(patterns, text));
  };
  const tagged = Object.entries(where.tags ?? {}).every(
    ([key, patterns]) => on.tags === null || fits(patterns, Object.hasOwn(on.tags, key) ? on.tags[key]! : ''),
  );
  return (
    tagged &&
    fits(where.group, on.id) &&
    fits(where.name, on.name) &&
    fits(where.environment, on.environment) &&
    fits(where.owner, on.owner) &&
    fits(where.account, account.id, account.name) &&
    fits(where.ou, account.ou) &&
    fits(where.region, region) &&
    fits(where.vpc, on.vpc) &&
    (where.default === undefined || on.name === null || where.default.includes(on.name === 'default'))
  );
}
