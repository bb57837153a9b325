import type { Store, Task } from '../../src/contracts/store.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import type { EntryBody } from '../../src/core/ledger/entry-body.ts';
import { startVerifying } from '../../src/core/ledger/verify.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import { type ActionRow, type IncidentRow, readRow, type Tables } from '../../src/flow/live/tables.ts';
import { nativeDigest } from '../../src/store/native-digest.ts';
import type { AwsStandIn } from './aws-stand-in.ts';

/** What a shared store holds in the end, and everything that should not be. */
export interface ShareFigures {
  readonly entries: number;
  readonly decisions: number;
  readonly breaches: number;
  /** Those that did anything. */
  readonly actions: number;
  readonly tells: number;
  readonly wrong: readonly string[];
}

/** Holds a store against what people did and what EC2 saw of us: everything is there, and once. */
export async function inspectShare(store: Store, aws: AwsStandIn): Promise<ShareFigures> {
  const wrong: string[] = [];
  const verifier = startVerifying({ anchors: [], shards: store.shards, digest: nativeDigest });
  const tell = (found: readonly { readonly kind: string; readonly say: string }[]): void =>
    void wrong.push(...found.map(({ kind, say }) => `${kind}: ${say}`));
  const decided = new Map<string, string[]>();
  const breaching = new Set<string>();
  const tells: Task[] = [];
  let [entries, decisions] = [0, 0];
  for await (const kept of store.backup()) {
    if (kept.kind === 'task' && kept.task.kind === 'tell') tells.push(kept.task);
    if (kept.kind !== 'entry') continue;
    entries++;
    tell(verifier.take(kept.entry));
    const body = JSON.parse(kept.entry.body!) as EntryBody;
    if (body.kind !== 'decided') continue;
    decisions++;
    const decision = body.decision as unknown as Decision;
    if (decision.verdict?.ruling === 'breach') breaching.add(decision.id);
    for (const { eventId } of decision.records) if (eventId !== null) listIn(decided, eventId).push(decision.id);
  }
  tell(verifier.finish().findings);
  const actions = await rowsOf(store, 'action');
  const breaches = aws.made.filter(({ breach }) => breach !== null).length;
  wrong.push(
    ...findDecided(aws, decided),
    ...findActed(aws, actions),
    ...findTold(tells, breaching, actions, await rowsOf(store, 'incident')),
  );
  return { entries, decisions, breaches, actions: actions.filter(didAnything).length, tells: tells.length, wrong };
}

/** Each record has one decision, and none of them stands twice. */
function findDecided({ made }: AwsStandIn, decided: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return made.flatMap(({ record: { eventID, eventName } }) => {
    const ids = decided.get(String(eventID)) ?? [];
    return ids.length === 1 ? [] : [`${eventName} ${eventID} has ${ids.length} decisions: ${ids}`];
  });
}

/** Each rule that was objected to was taken away by one action and one call of ours; EC2 refused none. */
function findActed({ made, own, stillOpen }: AwsStandIn, all: readonly ActionRow[]): readonly string[] {
  const wrong: string[] = [];
  const actions = all.filter(didAnything);
  const breaches = made.flatMap(({ breach }) => breach ?? []);
  for (const { state, why, intent } of actions)
    if (state !== 'verified') wrong.push(`${intent.action} is ${state}: ${why}`);
  for (const { action, session, granted } of own) if (!granted) wrong.push(`EC2 refused ${action} of ${session}`);
  for (const rule of breaches) {
    const [acts, calls] = [
      actions.filter(({ intent }) => intent.aims.some((aim) => aim.kind === 'close' && aim.rule.id === rule)),
      own.filter(({ rules }) => rules.includes(rule)),
    ];
    if (acts.length !== 1) wrong.push(`${rule} has ${acts.length} actions`);
    if (calls.length !== 1) wrong.push(`${rule} was taken away by ${calls.length} calls`);
  }
  if (own.length !== breaches.length) wrong.push(`${own.length} calls of ours for ${breaches.length} rules`);
  if (stillOpen() > 0) wrong.push(`${stillOpen()} rules stand that should be gone`);
  return wrong;
}

/** Each breach, action and incident was told as often as it happened, and nothing else. */
function findTold(
  tells: readonly Task[],
  breaching: ReadonlySet<string>,
  actions: readonly ActionRow[],
  incidents: readonly IncidentRow[],
): readonly string[] {
  const counts = new Map<string, number>();
  const whys = new Map<string, number>();
  for (const { body } of tells) {
    const { about, why } = JSON.parse(body) as JsonObject;
    counts.set(`${why} ${about}`, (counts.get(`${why} ${about}`) ?? 0) + 1);
    whys.set(String(why), (whys.get(String(why)) ?? 0) + 1);
  }
  const of = (why: string, about: string): number => counts.get(`${why} ${about}`) ?? 0;
  const odd = [...whys].filter(([why]) => !['breach', 'late', 'revised', 'acted', 'opened', 'closed'].includes(why));
  const wrong = odd.map(([why, times]) => `${times} were told that nobody should be: ${why}`);
  for (const id of breaching) {
    const times = of('breach', id) + of('late', id);
    if (times !== 1) wrong.push(`${id} was told ${times} times`);
  }
  for (const { intent } of actions)
    if (of('acted', intent.action) !== 1) wrong.push(`${intent.action} was told ${of('acted', intent.action)} times`);
  const told = (whys.get('breach') ?? 0) + (whys.get('late') ?? 0);
  if (told !== breaching.size) wrong.push(`${told} breaches were told of ${breaching.size}`);
  for (const { id, closedAt, decisions } of incidents) {
    const [opened, closed] = [of('opened', id), of('closed', id)];
    if (closedAt === null) wrong.push(`${id} is open`);
    else if (opened !== closed || opened < 1 || opened > decisions.length)
      wrong.push(`${id} of ${decisions.length} decisions was told ${opened} times as opened, ${closed} as closed`);
  }
  return wrong;
}

/** An action that came to find it done already, and made no call, did nothing. */
function didAnything({ attempt, state }: ActionRow): boolean {
  return state !== 'superseded' || attempt > 0;
}

async function rowsOf<T extends keyof Tables>(store: Store, table: T): Promise<readonly Tables[T][]> {
  return (await store.rows(table, '', 1_000_000)).flatMap((row) => readRow(table, row) ?? []);
}

function listIn(lists: Map<string, string[]>, key: string): string[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
