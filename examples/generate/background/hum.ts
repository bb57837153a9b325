import type { Cloud } from '../ec2/cloud.ts';
import { type Site, sites } from '../organisation.ts';
import type { Scene, Sent, Step } from '../scene.ts';
import { actAll } from '../scene.ts';
import type { Random } from '../seeded.ts';
import { day, type Moment, minute, second, weekStart } from '../week.ts';
import type { Habit } from './habit.ts';
import { machineHabits } from './machines.ts';
import { watcherHabits } from './watchers.ts';

const habits = [...machineHabits, ...watcherHabits];

/** Log files a day that hold nothing of the stories, by environment and region. */
const quietFiles: Readonly<Record<Site['account']['environment'], readonly number[]>> = {
  prod: [6, 3, 3, 1],
  stage: [4, 1, 2, 1],
  tools: [4, 1, 2, 1],
};

/** Records a file has on average, by region. */
const density = [72, 41, 47, 15];

/**
 * The calls that are not about groups. They fill the log files of the stories and files of their own, and are decided
 * per file, so that a story can change without moving the rest.
 */
export function hum(cloud: Cloud, storySlots: ReadonlyMap<Site, readonly Moment[]>, random: Random): readonly Sent[] {
  return sites.flatMap((site, index) => {
    const slots = new Set([
      ...(storySlots.get(site) ?? []),
      ...quietSlots(site, index % 4, random.fork(`quiet ${site.key}`)),
    ]);
    const mean = density[index % 4] ?? 1;
    return [...slots]
      .sort((a, b) => a - b)
      .flatMap((slot) => fill(cloud, site, slot, mean, random.fork(`${site.key} ${slot}`)));
  });
}

function quietSlots(site: Site, column: number, random: Random): readonly Moment[] {
  const perDay = quietFiles[site.account.environment][column] ?? 0;
  return Array.from({ length: 7 * perDay }, (_, index) => {
    const morning = weekStart + Math.floor(index / perDay) * day;
    return morning + random.between(3, 287) * 5 * minute;
  });
}

/** A few sessions share a file: each repeats its chores with the same caller, as real ones do. */
function fill(cloud: Cloud, site: Site, slot: Moment, mean: number, random: Random): readonly Sent[] {
  const here = habits.filter((habit) => habit.runsAt(site));
  const count = random.chance(0.1)
    ? random.between(1, 3)
    : Math.round(mean * (0.4 + 1.2 * (random.below(1000) / 1000)));
  const steps: Step[] = [];
  while (steps.length < count) {
    const session = playSession(site, slot, pickHabit(here, random), random);
    steps.push(...session.slice(0, count - steps.length));
  }
  return actAll(steps, cloud, random.fork('acts')).sent;
}

function playSession(site: Site, slot: Moment, habit: Habit, random: Random): readonly Step[] {
  const by = habit.by(site, random);
  const chores = habit.chores(site, random);
  const start = slot - random.between(150, 590) * second;
  return Array.from({ length: random.between(4, 24) }, (_, index): Step => {
    const at = Math.min(start + index * random.below(3) * second, slot - 2 * minute);
    const chore = chores[index % chores.length]!;
    return { at, act: (scene: Scene) => void scene.send({ ...chore, site, by }, slot) };
  });
}

function pickHabit(here: readonly Habit[], random: Random): Habit {
  return random.pick(here.flatMap((habit) => Array<Habit>(habit.weight).fill(habit)));
}
