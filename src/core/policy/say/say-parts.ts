import { writeInstant } from '../../leaf/instant.ts';
import { isEmpty } from '../../reach/algebra.ts';
import { listed } from '../../reach/say-peers.ts';
import { peersOfReach } from '../../reach/size.ts';
import type { Adjustment, Baseline, Context, Exception, Policy, Route } from '../policy.ts';
import { severities } from '../scale.ts';
import { saySpan } from '../span.ts';
import { type Naming, sayMeaning } from './naming.ts';
import { sayCondition } from './say-condition.ts';
import { sayPerEnvironment, sayResponds } from './say-per-environment.ts';
import { sayServicesOf } from './say-question.ts';
import { sayWhere } from './say-where.ts';
import { capital, counted, saysOr } from './words.ts';

/** How a context finds its answer. */
export function sayContext(name: string, context: Context): string {
  const sources = context.from.map((source) =>
    source.kind === 'tag' ? `its tag ${source.key}` : `the ${source.column} of its account`,
  );
  const map = Object.entries(context.map).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [
    sources.length === 0
      ? `The ${name} of every group is ${context.else}`
      : `The ${name} of a group is the first answer of ${listed(sources)}`,
    ...(map.length === 0 ? [] : [sayMap(map)]),
    ...(context.values === null ? [] : [`only ${listed(context.values)} count as answers`]),
    ...(sources.length === 0 ? [] : [`without an answer it is ${context.else}`]),
  ];
  return `${parts.join('; ')}.`;
}

function sayMap(map: readonly (readonly [string, string])[]): string {
  const meanings = [...new Set(map.map(([, to]) => to))].sort();
  const parts = meanings.map((to) => {
    const from = map.flatMap(([each, meant]) => (meant === to ? [each] : []));
    return `${listed(from)} ${from.length === 1 ? 'counts' : 'count'} as ${to}`;
  });
  return listed(parts);
}

/** How far severity moves, and when. */
export function sayAdjustment({ when, by }: Adjustment, naming: Naming): string {
  const steps = `${counted(Math.abs(by), 'step')} ${by > 0 ? 'worse' : 'milder'}`;
  return `${capital(steps)} when ${sayCondition(when, naming)}; at most two steps count in all.`;
}

/** Which groups are compared with what, and how bad each difference is. */
export function sayBaseline(baseline: Baseline): string {
  const { drift, groups } = baseline;
  const asked = (['extra', 'widened', 'missing'] as const).flatMap((key) => {
    const severity = drift[key];
    return severity === null ? [] : [`what is ${key} is ${sayPerEnvironment(severity, (word) => word)}`];
  });
  const wants = `are compared with ${baseline.from} (${counted(groups.length, 'group')})`;
  const respond = sayResponds(baseline.respond) ?? 'nothing is done to the group';
  return `${capital(sayWhere(baseline.where))} ${wants}: ${asked.join('; ')}; ${respond}.`;
}

/** What is permitted until when, by whom and why. */
export function sayException(exception: Exception): string {
  const { box, declared, group, check, from, until } = exception;
  const what =
    declared !== null
      ? `what an approved plan declares (${counted(declared.length, 'group')})`
      : sayPermitted(box, group);
  const time = `${from === null ? '' : `from ${writeInstant(from)} `}until ${writeInstant(until)}`;
  const whose = `${exception.owner}${exception.ticket === null ? '' : `, ${exception.ticket}`}`;
  return `${capital(time)} ${check === null ? 'every check' : `check ${check}`} permits ${what}: ${exception.reason} (${whose}).`;
}

function sayPermitted(box: Exception['box'], group: string | null): string {
  if (isEmpty(box)) return 'nothing';
  const peers = sayMeaning(peersOfReach(box));
  const ways = [...(box.ingress.length > 0 ? ['in from'] : []), ...(box.egress.length > 0 ? ['out to'] : [])];
  return `${sayServicesOf(box)} ${saysOr(ways)} ${peers} on ${group ?? 'any group'}`;
}

/** Who is told of what, and when. */
export function sayRoute(route: Route): string {
  const { min, where, to, budget } = route;
  const what = min === 'none' ? 'everything' : min === 'critical' ? 'what is critical' : `what is ${min} or worse`;
  const most =
    budget === null ? '' : `; at most ${counted(budget.count, 'message')} in ${saySpan(budget.per)}, the rest in one`;
  const told = `${listed(to)} ${to.length === 1 ? 'is' : 'are'} told of ${what} on ${sayWhere(where)}`;
  return `${told}, ${sayTimes(route)}${most}${sayQuiet(route)}${sayEscalation(route)}.`;
}

function sayTimes({ groupFor, dailyAt, weeklyAt, zone }: Route): string {
  if (dailyAt !== null) return `once a day at ${dailyAt} (${zone})`;
  if (weeklyAt !== null) return `once a week, ${weeklyAt} (${zone})`;
  return groupFor === null ? 'at once' : `gathered for ${saySpan(groupFor)}`;
}

function sayQuiet({ quietHours, zone }: Route): string {
  if (quietHours === null) return '';
  return `; from ${quietHours.replace('-', ' to ')} (${zone}) only of what is critical, of the rest in one message after that`;
}

function sayEscalation({ acknowledgeWithin, escalateTo }: Route): string {
  const times = severities.toReversed().flatMap((severity) => {
    const span = acknowledgeWithin[severity];
    return span === undefined ? [] : [`${severity} within ${saySpan(span)}`];
  });
  if (times.length === 0) return '';
  const next =
    escalateTo.length === 0
      ? 'it is told again'
      : `${listed(escalateTo)} ${escalateTo.length === 1 ? 'is' : 'are'} told too`;
  return `; somebody has to acknowledge what is ${listed(times)}, else ${next}`;
}

/** What a test expects. */
export function sayTest({ given, expect }: Policy['tests'][number]): string {
  const wanted = Object.keys(expect)
    .sort()
    .map((check) => {
      const { ruling, severity, respond } = expect[check]!;
      const parts = [ruling, severity, respond === undefined ? undefined : listed(respond)].filter(
        (part) => part !== undefined,
      );
      return `${check}${parts.length === 0 ? ' to object' : ` to say ${parts.join(', ')}`}`;
    });
  return `${given} is expected to make ${wanted.length === 0 ? 'no check object' : listed(wanted)}.`;
}
