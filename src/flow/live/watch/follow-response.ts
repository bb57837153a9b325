import type { NewTask, RowWrite, Store } from '../../../contracts/store.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Json } from '../../../core/leaf/canonical.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { DueIntent } from '../../../core/plan/act/intents-of.ts';
import { planHash } from '../../../core/plan/act/plan-hash.ts';
import type { Decision, ResponseStep } from '../../../core/plan/decision.ts';
import { type ActionRow, type AskRow, rowName } from '../tables.ts';
import { tellTask } from './tell-task.ts';

/** What follows from a decision's response: what is written and done, and the decision that says so. */
export interface FollowedResponse {
  readonly decision: Decision;
  readonly rows: readonly RowWrite[];
  readonly tasks: readonly NewTask[];
  /** Ids of the actions that are made now. */
  readonly actions: readonly string[];
  /** The same for the entry, so that all can be made again from it. */
  readonly told: readonly Json[];
}

/** How long people may answer a question. */
const askFor = 86_400_000;

/**
 * Makes the actions and questions that follow from a decision: an action is a row and a task that takes it further, a
 * question a row and a task for its end. What is known already (a retry, a difference that a sweep saw before its record
 * came) is not made again.
 */
export async function followResponse(
  store: Pick<Store, 'view'>,
  decision: Decision,
  due: readonly DueIntent[],
  { image, now }: { readonly image: readonly Rule[]; readonly now: Instant },
): Promise<FollowedResponse> {
  const rows: RowWrite[] = [];
  const tasks: NewTask[] = [];
  const told: Json[] = [];
  const actions = new Set<string>();
  const states = new Map<string, ResponseStep['state']>();
  const names = due.map(({ ask, intent }) =>
    ask ? rowName('ask', planHash(intent)) : rowName('action', intent.action),
  );
  const { rows: known } = names.length === 0 ? { rows: [] } : await store.view({ rows: names });
  for (const [at, each] of due.entries()) {
    const { intent, ask, step } = each;
    const name = names[at]!;
    states.set(step, states.get(step) === 'planned' || !ask ? 'planned' : 'waiting');
    const hash = planHash(intent);
    if (ask)
      tasks.push(tellTask({ about: hash, revision: 0, why: 'ask', due: now, detail: askDetail(each, decision) }));
    if (known[at]!.version > 0 || (ask && intent.aims.length === 0)) continue;
    const value: ActionRow | AskRow = ask ? askRow(each, decision, image, now) : actionRow(each, image, now);
    if (!ask) actions.add(intent.action);
    rows.push({ ...name, value: JSON.stringify(value), expect: 0 });
    told.push(JSON.parse(JSON.stringify({ [name.table]: value, due: each.due })) as Json);
    tasks.push(
      ask
        ? task('ask-end', hash, now + askFor, { hash })
        : task('act', intent.action, each.due, { action: intent.action }),
    );
  }
  return { decision: withStates(decision, states), rows, tasks, actions: [...actions], told };
}

function actionRow({ intent, due }: DueIntent, image: readonly Rule[], now: Instant): ActionRow {
  return {
    intent,
    image,
    state: 'due',
    why: null,
    attempt: 0,
    failures: 0,
    pending: null,
    lastWrite: null,
    reads: 0,
    goodAt: null,
    found: null,
    left: null,
    lineage: {},
    startedAt: Math.min(now, due),
    endedAt: null,
  };
}

function askRow({ intent }: DueIntent, { id, on, actor }: Decision, image: readonly Rule[], now: Instant): AskRow {
  return {
    hash: planHash(intent),
    intent,
    image,
    decision: id,
    environment: on.environment ?? 'else',
    owner: on.owner ?? '',
    requester: actor.person ?? actor.principal,
    askedAt: now,
    until: now + askFor,
    approvedBy: [],
    state: 'waiting',
  };
}

function askDetail({ unsure, intent }: DueIntent, { id }: Decision): Readonly<Record<string, string>> {
  return { decision: id, can: intent.aims.length > 0 ? 'approve' : 'nothing', unsure: unsure.join('; ') };
}

function task(kind: 'act' | 'ask-end', id: string, due: Instant, body: Readonly<Record<string, string>>): NewTask {
  return { id: `${kind}/${id}`, key: `${kind}/${id}`, kind, due, body: JSON.stringify(body) };
}

function withStates(decision: Decision, states: ReadonlyMap<string, ResponseStep['state']>): Decision {
  const { response } = decision;
  if (response === undefined || states.size === 0) return decision;
  const steps = response.steps.map((step) => ({ ...step, state: states.get(step.id) ?? step.state }));
  return { ...decision, response: { ...response, steps } };
}
