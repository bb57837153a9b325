import type { Ec2State, HeldRule } from '../../../src/aws/model/state.ts';
import type { IncidentRow, Tables } from '../../../src/flow/live/tables.ts';
import { taskKinds } from '../../../src/flow/live/task-kinds.ts';
import type { Trial } from '../trial.ts';
import { lineOf } from '../world/permission.ts';
import { entriesOf, ofKind, rowsWritten, type ToldDecision } from './ledger-view.ts';
import { objectionsTo, rulesIn, shiftsOf } from './story.ts';

/** What must be so once all has come to rest: nothing is left undone, nothing told as open that is over, nothing told twice. */
export async function judgeRest(trial: Trial): Promise<readonly string[]> {
  return [...(await judgeTasks(trial)), ...(await judgeIncidents(trial)), ...judgeOneStory(trial), ...judgePace(trial)];
}

/** Tasks that should long be over. What recurs by itself, and what waits for a time to come, is none. */
async function judgeTasks(trial: Trial): Promise<readonly string[]> {
  const { store, end } = trial;
  const problems: string[] = [];
  for await (const kept of store.backup()) {
    if (kept.kind !== 'task' || kept.task.state !== 'open') continue;
    const { id, kind, due, why, attempts } = kept.task;
    if (!(taskKinds as readonly string[]).includes(kind) || due > end - 6 * 60_000) continue;
    problems.push(
      `a task is stuck: ${id}, due ${Math.round((end - due) / 1000)} s before the end, ${attempts} attempts, ${why}`,
    );
  }
  return problems;
}

async function rowsOf<T extends keyof Tables>({ store }: Trial, table: T): Promise<readonly Tables[T][]> {
  const rows = await store.rows(table, '', 10_000);
  return rows.map(({ value }) => JSON.parse(value!) as Tables[T]);
}

/** No incident is open of which nothing stands. */
async function judgeIncidents(trial: Trial): Promise<readonly string[]> {
  const { world, end } = trial;
  const { words } = trial.policies.at(-1)!.variant;
  const incidents: readonly IncidentRow[] = await rowsOf(trial, 'incident');
  const violations = await rowsOf(trial, 'violation');
  return incidents.flatMap(({ id, group, family, closedAt, openedAt }) => {
    if (closedAt !== null || family !== 'opening' || openedAt > end - 20 * 60_000) return [];
    const state = world.model.state;
    if (!state.groups.has(group))
      return state.interfaces.has(group) ? [] : [`incident ${id} is open, and its group ${group} is gone`];
    const rules = rulesIn(state, group);
    const open = violations.filter(
      ({ incident, state: now }) => incident === id && (now === 'open' || now === 'closing'),
    );
    const lines = new Set(
      rules.map(({ direction, protocol, ports, peer }) => `${direction} ${protocol}/${ports?.join('-')} ${peer.value}`),
    );
    const told = (tuple: string) => tuple.replace(/\/(\d+)(?=\s)/, '/$1-$1');
    // What only a sum breaks is told by its rules: it is over when they are gone, or when nothing objects any more.
    const stands =
      objectionsTo(besideOf(state, group), words, state, end).length > 0 ||
      open.some(({ tuple }) => lines.has(told(tuple)));
    return stands ? [] : [`incident ${id} of ${group} is open, and nothing of it stands`];
  });
}

/** The rules of a group with those of all groups that are on an interface with it: sizes are measured on all of them. */
function besideOf(state: Ec2State, group: string): readonly HeldRule[] {
  const groups = [...state.interfaces.values()]
    .filter((each) => each.groups.includes(group))
    .flatMap((each) => each.groups);
  return [...new Set([group, ...groups])].flatMap((id) => rulesIn(state, id));
}

/** One change is one story: what a sweep saw of it and what its record tells are one incident, and told once each. */
function judgeOneStory(trial: Trial): readonly string[] {
  const byEvent = new Map(trial.world.calls.map((call) => [call.eventId, call]));
  const shifts = shiftsOf(trial);
  const seen = new Map<string, ToldDecision[]>();
  const told = ofKind(entriesOf(trial), 'decided').map(({ decision }) => decision as unknown as ToldDecision);
  const without = new Map<string, number>();
  const again: string[] = [];
  for (const decision of told) {
    // What stands is told by itself, whoever brought it.
    if (!decision.id.startsWith('chg_')) continue;
    for (const rule of decision.rules) {
      if (rule.id === null || rule.op !== 'add') continue;
      // A rule that was rewritten came again, as another one.
      const id = `${rule.id} ${lineOf(rule)}`;
      const cause = decision.records.map(({ eventId }) => byEvent.get(eventId)).find((call) => call !== undefined);
      const came = shifts.some(
        ({ call, came: rules }) => call === cause && rules.some((each) => `${each.id} ${lineOf(each)}` === id),
      );
      if (decision.origin === 'observed') {
        without.set(id, (without.get(id) ?? 0) + 1);
        if (seen.get(id)?.some(({ origin }) => origin !== 'observed') === true) again.push(id);
      }
      if (decision.origin === 'observed' || came) seen.set(id, [...(seen.get(id) ?? []), decision]);
    }
  }
  const storiesOf = storiesBy(trial);
  const split = [...seen].filter(([, all]) => {
    const stories = all.filter(({ incident }) => incident).map(storiesOf);
    const isOne = stories.length < 2 || [...stories[0]!].some((id) => stories.every((each) => each.has(id)));
    return all.some(({ origin }) => origin === 'observed') && !isOne;
  });
  return [
    ...again.map((id) => `the coming of ${id} was decided without a record after its record had been`),
    ...split.map(([id, all]) => `the coming of ${id} is told in ${all.length} decisions of several incidents`),
    ...[...without]
      .filter(([, times]) => times > 1)
      .map(([id, times]) => `the coming of ${id} was decided ${times} times without a record`),
  ];
}

/**
 * The incidents that tell a decision: its own, and those of another family, or over when it was added to them. What looks saw
 * of one call piece by piece may be told in one incident that was over before the next began, as nobody could know yet that
 * it is one call; its record belongs to both.
 */
function storiesBy(trial: Trial): (decision: ToldDecision) => ReadonlySet<string> {
  const written = rowsWritten(trial, 'incident').flatMap(({ value }) => (value === null ? [] : [value as IncidentRow]));
  return ({ id, incident }) => {
    const family = written.find((each) => each.id === incident)?.family;
    const telling = written.filter(({ decisions }) => decisions.includes(id)).toReversed();
    const added = new Map(telling.map((each) => [each.id, each]));
    const others = [...added.values()].filter((each) => each.closedAt !== null || each.family !== family);
    return new Set([incident!, ...others.map((each) => each.id)]);
  };
}

/** So many commits for one task are a loop that gets nowhere. */
const tooOften = 250;

/** Nothing is tried again and again without an end. */
function judgePace({ answers }: Trial): readonly string[] {
  const counts = new Map<string, number>();
  for (const { effects } of answers) {
    const held = [...(effects.held ?? []), ...(effects.finished ?? []), ...(effects.failed ?? [])];
    for (const { task } of held) counts.set(task, (counts.get(task) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, times]) => times > tooOften)
    .map(([task, times]) => `a task goes round in circles: ${task}, ${times} commits`);
}
