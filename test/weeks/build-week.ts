import { Cloud } from '../../examples/generate/ec2/cloud.ts';
import { actAll, type Scene, type Sent, type Step, type Watch, watched } from '../../examples/generate/scene.ts';
import { Random } from '../../examples/generate/seeded.ts';
import { takeSnapshot } from '../../examples/generate/snapshot.ts';
import { stamp, weekEnd, weekStart } from '../../examples/generate/week.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import { editHabits } from './background/edits.ts';
import type { Habit } from './background/habit.ts';
import { machineHabits } from './background/machines.ts';
import { pipelineHabits } from './background/pipelines.ts';
import { foundShop, makeRanges } from './found-shop.ts';
import type { Kind, Planned } from './incidents/kind.ts';
import { incidentKinds } from './incidents/kinds.ts';
import { makeShop, type Purpose, type Shop, targetsOf } from './shop.ts';

/** What was planted, by its effect and by the records that carry it. */
export interface Incident {
  readonly kind: string;
  readonly title: string;
  /** Event ids of all records that belong to it, in order. */
  readonly ids: readonly string[];
  /** Those of them after which somebody must have been told. */
  readonly decisive: readonly string[];
  readonly account: string;
  readonly region: string;
  readonly group: { readonly id: string; readonly name: string };
  readonly at: string;
  readonly expect: string;
}

/** A week of an organisation, in memory. */
export interface Week {
  readonly seed: number;
  readonly shop: Shop;
  /** CloudTrail records by time. */
  readonly records: readonly JsonObject[];
  /** What stood when it began, and when it ended. */
  readonly before: Json;
  readonly after: Json;
  readonly incidents: readonly Incident[];
}

/** Makes a week from a seed; the same seed makes the same week. `watch` sees the cloud as it stands after each step. */
export function buildWeek(seed: number, watch: Watch = () => {}): Week {
  const random = new Random(`week ${seed}`);
  const shop = makeShop(random.fork('shop'));
  const ranges = makeRanges(random.fork('ranges'));
  const cloud = new Cloud();
  foundShop(shop, ranges, cloud, random.fork('founding'));
  const before = snapshotAt(cloud, weekStart);
  watch(cloud, weekStart);
  const founded = new Map(cloud.groups.map((group) => [`${group.site.key} ${group.name}`, group.id]));
  const planted = planIncidents(shop, random.fork('incidents'));
  const changes = random.between(150, 400) - planted.length;
  const background = planBackground(shop, ranges, changes, random.fork('background'));
  const steps = [...background, ...planted.flatMap(({ plan }) => plan.steps)];
  const { sent, labels } = actAll(watched(steps, watch), cloud, random.fork('acts'));
  const ordered = sent.toSorted((a, b) => a.at - b.at);
  return {
    seed,
    shop,
    records: ordered.map(({ record }) => JSON.parse(JSON.stringify(record)) as JsonObject),
    before,
    after: snapshotAt(cloud, weekEnd),
    incidents: planted
      .map(({ kind, plan }) => describe(kind, plan, { labels, sent: ordered, founded }))
      .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
  };
}

interface Planting {
  readonly kind: Kind;
  readonly plan: Planned;
}

function planIncidents(shop: Shop, random: Random): readonly Planting[] {
  const kinds = random.shuffle(incidentKinds).slice(0, random.between(4, 8));
  const used = new Set<string>();
  const draw = (...purposes: readonly Purpose[]) => {
    const { prod, second } = shop.sites;
    const free = purposes
      .flatMap((purpose) => targetsOf(shop, purpose, prod, second))
      .filter(({ site, name }) => !used.has(`${site.key} ${name}`));
    const target = random.pick(free);
    used.add(`${target.site.key} ${target.name}`);
    return target;
  };
  return kinds.map((kind) => {
    const mark = (scene: Scene, eventId: string, part: 'leading' | 'decisive' = 'decisive'): void => {
      scene.label(kind.name, eventId);
      if (part === 'decisive') scene.label(`${kind.name} decisive`, eventId);
    };
    return { kind, plan: kind.plan({ shop, random: random.fork(kind.name), draw, mark }) };
  });
}

/** Turns of all habits, by their weights, until there are about as many changes as wanted. */
function planBackground(shop: Shop, ranges: readonly string[], wanted: number, random: Random): readonly Step[] {
  const habits = [...pipelineHabits, ...machineHabits, ...editHabits];
  const steps: Step[] = [];
  let changes = 0;
  for (let count = 0; changes < wanted; count++) {
    const turn = pickWeighted(habits, random).plan({ shop, random: random.fork(`turn ${count}`), ranges, count });
    steps.push(...turn.steps);
    changes += turn.changes;
  }
  return steps;
}

function pickWeighted(habits: readonly Habit[], random: Random): Habit {
  const total = habits.reduce((sum, { weight }) => sum + weight, 0);
  let left = (random.below(1_000_000) / 1_000_000) * total;
  for (const habit of habits) {
    left -= habit.weight;
    if (left < 0) return habit;
  }
  return habits[0]!;
}

interface Known {
  readonly labels: ReadonlyMap<string, readonly string[]>;
  readonly sent: readonly Sent[];
  readonly founded: ReadonlyMap<string, string>;
}

function describe(
  { name: kind, title }: Kind,
  { target, expect }: Planned,
  { labels, sent, founded }: Known,
): Incident {
  const ids = labels.get(kind) ?? [];
  const first = sent.find(({ eventId }) => eventId === ids[0]);
  return {
    kind,
    title,
    ids,
    decisive: labels.get(`${kind} decisive`) ?? [],
    account: target.site.account.id,
    region: target.site.region,
    group: { id: founded.get(`${target.site.key} ${target.name}`)!, name: target.name },
    at: stamp(first!.at),
    expect,
  };
}

function snapshotAt(cloud: Cloud, at: number): Json {
  const shown = { ...takeSnapshot(cloud), takenAt: stamp(at) };
  return JSON.parse(JSON.stringify(shown)) as Json;
}
