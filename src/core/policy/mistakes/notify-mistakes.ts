import { isAtOnce } from '../day-times.ts';
import { type Said, saidIn, saidOf } from '../join.ts';
import type { Route } from '../policy.ts';
import { listOf, textAt, textsOf, valueAt } from '../read/plain-value.ts';
import { tellUnknown } from '../read/read-names.ts';
import { type Tell, within } from '../tell.ts';
import type { AsWritten } from './as-written.ts';

/** Routes and channels over which nothing can arrive. */
export function findNotifyMistakes(whole: AsWritten, tell: Tell): void {
  const channels = new Map(saidIn(whole.joined, 'channels'));
  const reachable = [...channels.keys(), OWNER, ACTOR];
  for (const { said, made } of whole.routes) {
    if (made.to.length === 0)
      tell(
        'error',
        within(said, 'to'),
        `route \`${made.id}\` leads nowhere: name a channel, \`${OWNER}\` or \`${ACTOR}\``,
      );
    if (made.where.attached !== undefined)
      tell(
        'error',
        within(said, 'where', 'attached'),
        'a route cannot ask what a group is on, since messages do not carry it: ask it in the `where` of a check',
      );
    findTimeMistakes(said, made, tell);
    if (made.escalateTo.length > 0 && Object.keys(made.acknowledgeWithin).length === 0)
      tell(
        'error',
        within(said, 'escalate_to'),
        `route \`${made.id}\` never escalates: say in \`acknowledge_within\` how soon somebody has to acknowledge`,
      );
    made.escalateTo.forEach((name, i) => {
      const spot = within(said, 'escalate_to', i);
      if (!channels.has(name)) tellUnknown('a channel', name, [...channels.keys()], spot, tell);
    });
    made.to.forEach((name, i) => {
      const spot = within(said, 'to', i);
      if (!reachable.includes(name)) tellUnknown('a channel, `owner` or `actor`', name, reachable, spot, tell);
      else if ((name === OWNER || name === ACTOR) && saidOf(whole.joined, 'directory', 'people') === null) {
        const mend = 'write `directory: { people: <table> }`';
        tell('warning', spot, `\`${name}\` has no address, since no directory names people: ${mend}`);
      }
    });
  }
  findSilence(whole, tell);
  for (const [id, said] of channels) {
    findMissingParts(id, said, tell);
    const fallback = textAt(said.value, 'fallback');
    if (fallback === null) continue;
    if (!channels.has(fallback))
      tellUnknown('a channel', fallback, [...channels.keys()], within(said, 'fallback'), tell);
    else findCycle(id, said, channels, tell);
  }
}

const [OWNER, ACTOR] = ['owner', 'actor'];

/** A digest waits for its time whatever comes: times for what is told at once mean nothing beside it. */
function findTimeMistakes(said: Said, made: Route, tell: Tell): void {
  if (made.dailyAt !== null && made.weeklyAt !== null)
    tell(
      'error',
      within(said, 'weekly_at'),
      `route \`${made.id}\` is told daily and weekly: make it two routes, or take one time away`,
    );
  if (isAtOnce(made)) return;
  if (made.to.includes(ACTOR))
    tell(
      'error',
      within(said, 'to'),
      `a digest is nothing for \`${ACTOR}\`: they are told of each change at once, or not`,
    );
  for (const key of ['quiet_hours', 'acknowledge_within', 'escalate_to'])
    if (valueAt(said.value, key) !== undefined)
      tell(
        'warning',
        within(said, key),
        `\`${key}\` means nothing for route \`${made.id}\`: its digest comes at its time only`,
        { on: 'key' },
      );
}

function findSilence({ routes }: AsWritten, tell: Tell): void {
  const [first] = routes;
  const always = routes.some(({ made }) => Object.keys(made.where).length === 0 && isAtOnce(made));
  if (first === undefined || always) return;
  const why = 'each route has a `where`, or tells once a day or week only';
  tell(
    'warning',
    { layer: first.said.layer, path: ['notify'] },
    `something critical may reach nobody at once: ${why}: add a route for \`critical\` without \`where\``,
    { on: 'key' },
  );
}

const needed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  slack: [['secret']],
  teams: [['secret']],
  pagerduty: [['secret']],
  smtp: [['secret'], ['to']],
  ses: [['from'], ['to']],
  sns: [['topic']],
  webhook: [['url', 'secret']],
};

function findMissingParts(id: string, said: Said, tell: Tell): void {
  const kind = textAt(said.value, 'kind') ?? '';
  for (const anyOf of Object.hasOwn(needed, kind) ? needed[kind]! : []) {
    const has = anyOf.some((key) => {
      const value = valueAt(said.value, key);
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    });
    if (has) continue;
    const keys = anyOf.map((key) => `\`${key}\``).join(' or ');
    tell('error', said, `channel \`${id}\` cannot send: a ${kind} channel needs ${keys}`, { on: 'key' });
  }
  if (
    (kind === 'smtp' || kind === 'ses') &&
    listOf(valueAt(said.value, 'to')).length > 0 &&
    !textsOf(valueAt(said.value, 'to')).every((to) => to.includes('@'))
  ) {
    tell(
      'error',
      within(said, 'to'),
      `channel \`${id}\` cannot send: expected mail addresses such as \`secops@example.com\``,
    );
  }
}

/** Told once for each cycle, at its first channel. */
function findCycle(id: string, said: Said, channels: ReadonlyMap<string, Said>, tell: Tell): void {
  const path = [id];
  for (let next = textAt(said.value, 'fallback'); next !== null; next = textAt(channels.get(next)?.value, 'fallback')) {
    if (next === id) {
      if ([...path].sort()[0] !== id) return;
      const chain = [...path, id].map((each) => `\`${each}\``).join(' → ');
      tell('error', within(said, 'fallback'), `fallbacks run in a circle: ${chain}: let the last one have none`);
      return;
    }
    if (path.includes(next)) return;
    path.push(next);
  }
}
