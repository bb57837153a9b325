import type { Appended, Fenced, Task } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Head } from '../../../core/ledger/entry.ts';
import { LiveTeller } from '../../../core/plan/quiet/live-teller.ts';
import type { Telling } from '../../../core/plan/quiet/telling.ts';
import { lazily } from '../../../core/verdict/lazily.ts';
import { coverageNow } from './digest-coverage.ts';
import { type EscalateBody, escalate } from './escalate.ts';
import type { Hearing } from './hear-context.ts';
import { newEntries } from './hear-entries.ts';
import { hearEntries } from './hear-entry.ts';
import { hearEvents } from './hear-events.ts';
import type { HearParts } from './hear-parts.ts';
import { hearTell, readTell } from './hear-tell.ts';
import { Drafts } from './messages-draft.ts';
import { keptRows, readMutes } from './mutes.ts';
import { type Cursor, loadCursor, loadPost, type PostState, savePost } from './post-state.ts';

/** What hearing does of tasks: messages that are due, and what nobody acknowledged. */
const hearKinds = ['tell', 'escalate'] as const;

/** How often a commit is tried when another sender was faster, and how long what was leased then waits. */
const [mostTries, again] = [5, 1_000];

/** How many entries are skipped at a time that are history. */
const mostSkipped = 5_000;

/**
 * Hears what was written since, the tell tasks that are due, and the clock, and writes in one commit what follows: messages
 * (rows), a task for each to deliver it, and how far it has come. The cursor's version makes several senders one: who is
 * slower begins anew. Nothing is due twice, and nothing is lost: what is not committed is heard again.
 */
export async function hearStep(parts: HearParts): Promise<'worked' | 'idle'> {
  const { store, clock } = parts;
  const { cursor } = await loadCursor(store);
  let tasks = await leasedTasks(parts, cursor);
  // Asked for after the tasks: what these are about is among it.
  const heads = await store.heads();
  if (tasks.length === 0 && nothingToDo(parts, cursor, heads)) return 'idle';
  for (let tries = 0; tries < mostTries; tries++) {
    const done = await hearOnce(parts, tasks, heads);
    if (done.kind === 'committed') return 'worked';
    // Whoever leased it anew does it.
    if (done.kind === 'fenced') tasks = tasks.filter(({ id }) => id !== done.task);
    if (done.kind === 'unavailable') break;
  }
  for (const task of tasks) await store.fail(heldOf(task), 'others were faster', clock.now() + again);
  return tasks.length > 0 ? 'worked' : 'idle';
}

/** Tasks are about what is written: as long as more of that waits than one commit hears, they wait too. */
async function leasedTasks({ store, clock, worker, settings, post }: HearParts, cursor: Cursor | null) {
  const behind = (await store.heads()).reduce((sum, { shard, n }) => sum + n - (cursor?.heard[shard] ?? -1), 0);
  if (behind > post.batch) return [];
  const asked = { worker, kinds: hearKinds, now: clock.now(), span: settings.lease, most: post.batch };
  const leased = await store.lease(asked);
  return leased.kind === 'leased' ? leased.tasks : [];
}

function nothingToDo({ clock, policy }: HearParts, cursor: Cursor | null, heads: readonly Head[]): boolean {
  if (cursor === null || cursor.policy !== policy().policy.digest) return false;
  const isHeard = heads.every(({ shard, n }) => n <= (cursor.heard[shard] ?? -1));
  return isHeard && (cursor.wake === null || clock.now() < cursor.wake);
}

async function hearOnce(parts: HearParts, tasks: readonly Task[], heads: readonly Head[]): Promise<Appended> {
  const { store, clock, post } = parts;
  const { policy } = parts.policy();
  const now = clock.now();
  const { teller, ...before } = await remembered(parts);
  const { heard, since } = before.cursor ?? { heard: {}, since: now - post.freshFor };
  const isPast = before.cursor === null || before.cursor.teller.passed === null;
  const news = await newEntries(store, heads, heard, isPast ? Math.max(post.batch, mostSkipped) : post.batch);
  const mutes = await readMutes(store);
  const drafts = new Drafts(store, now, (channel, severity) => teller.interrupt(channel, severity));
  const hearing: Hearing = {
    ...{ parts, now, teller, mutes, drafts, kept: new Map(), seen: new Map(), claimed: new Set() },
    ...{ notices: recent(before.cursor?.notices ?? {}, now - post.noticeWithin) },
    digests: before.cursor?.digests ?? {},
    coverage: lazily(() => coverageNow(store, policy, now)),
  };
  await hearEntries(hearing, news.entries, since);
  // Tasks were made together with entries, or after them: only when all of these are heard is it known what they are about.
  const taken = news.caughtUp ? tasks : [];
  if (news.caughtUp) teller.pass(now);
  await hearEvents(hearing);
  for (const task of taken) await hearTask(hearing, task, since);
  const { lanes, ...rest } = teller.save();
  const cursor: Cursor = {
    heard: heardBy(heard, news.entries),
    ...{ since, teller: rest, notices: hearing.notices, digests: hearing.digests },
    ...{ wake: teller.wake, policy: policy.digest },
  };
  const written = hearing.drafts.write();
  const saved = savePost(before, cursor, lanes);
  const done = await store.append(0, 'any', [], {
    rows: [...saved.writes, ...written.rows, ...keptRows(mutes, hearing.kept)],
    tasks: written.tasks,
    finished: taken.map(heldOf),
    // What is not heard yet is left to the next step, at once.
    failed: tasks
      .filter((each) => !taken.includes(each))
      .map((each) => ({ ...heldOf(each), why: 'entries come first', again: now })),
  });
  if (done.kind === 'committed') parts.memory?.keep({ teller, kept: saved.kept, policy, version: before.version + 1 });
  return done;
}

/** All that was told before, as it was left in this process where nobody else has told anything since, else as it is stored. */
async function remembered(
  parts: HearParts,
): Promise<Pick<PostState, 'cursor' | 'version' | 'kept'> & { readonly teller: LiveTeller }> {
  const { policy } = parts.policy();
  const now = await loadCursor(parts.store);
  const known = parts.memory?.take(now.version, policy) ?? null;
  if (known !== null) return { ...now, kept: known.kept, teller: known.teller };
  const { lanes, ...post } = await loadPost(parts.store);
  const { checks, directory, notify: routes } = policy;
  const telling: Telling = { routes, checks, directory, offsetOf: parts.offsetOf };
  const saved = post.cursor === null ? null : { ...post.cursor.teller, lanes };
  return { ...post, teller: new LiveTeller(telling, saved) };
}

async function hearTask(hearing: Hearing, task: Task, since: Instant): Promise<void> {
  if (task.kind === 'escalate') await escalate(hearing, JSON.parse(task.body) as EscalateBody);
  const tell = task.kind === 'tell' && task.due >= since ? readTell(task.body) : null;
  if (tell !== null) await hearTell(hearing, tell);
}

function heldOf({ id, fence }: Task): Fenced {
  return { task: id, fence };
}

function heardBy(
  heard: Cursor['heard'],
  entries: readonly { readonly header: { readonly shard: number; readonly n: number } }[],
): Cursor['heard'] {
  return { ...heard, ...Object.fromEntries(entries.map(({ header: { shard, n } }) => [shard, n])) };
}

function recent(notices: Cursor['notices'], from: Instant): Cursor['notices'] {
  return Object.fromEntries(Object.entries(notices).filter(([, { at }]) => at > from));
}
