import type { Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Entry } from '../../../core/ledger/entry.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Verdict } from '../../../core/verdict/verdict.ts';
import { type ActionRow, type AskRow, readRow, rowName } from '../../../flow/live/tables.ts';
import { bodyOf } from '../ledger/read-ledger.ts';

/** What happened in a ledger since it was looked at last, with what is needed to tell it. */
export type News = { readonly at: Instant } /** `waits`: what is to be done is not done before then. */ & (
  | { readonly kind: 'decided'; readonly decision: Decision; readonly waits: Instant | null }
  | { readonly kind: 'revised'; readonly decision: Decision | null; readonly verdict: Verdict }
  | { readonly kind: 'acting'; readonly call: string; readonly row: ActionRow; readonly attempt: number }
  | {
      readonly kind: 'outcome';
      readonly row: ActionRow;
      readonly state: string;
      readonly why: string | null;
      /** What Terraform needs to know of rules that came back. */
      readonly imports: readonly string[];
      readonly of: Decision | null;
    }
  | {
      readonly kind: 'ordered';
      readonly order: string;
      readonly person: string;
      readonly on: string;
      readonly reason: string;
    }
  | { readonly kind: 'looked'; readonly groups: readonly string[] }
  | { readonly kind: 'gap'; readonly why: string }
  | { readonly kind: 'asked'; readonly ask: AskRow }
  | {
      readonly kind: 'told';
      readonly about: string;
      /** The group of the action it is about. */
      readonly group: string | null;
      readonly why: string;
      readonly detail: Readonly<Record<string, string>>;
    }
);

/** Reads a store's entries as they come, each once, and takes the messages that are due. */
export interface Chronicle {
  news(): Promise<readonly News[]>;
  /** A decision that came by. */
  decision(id: string): Decision | null;
}

/** From where a store is followed, and how. */
export interface Following {
  /** After what it holds already; else from its beginning. */
  readonly fromNow: boolean;
  /** `false`: nothing is remembered of what it holds already, and of what comes the latest only: it may go on for months. */
  readonly past?: boolean;
  /** `false`: messages are left to whoever delivers them. */
  readonly messages?: boolean;
}

/** How many decisions are remembered where the past is not. */
const mostDecisions = 2_000;

/** Begins to follow a store. */
export async function follow(
  store: Store,
  now: () => Instant,
  { fromNow, past = true, messages: delivers = true }: Following,
): Promise<Chronicle> {
  const next = new Map<number, number>();
  const decisions = new Map<string, Decision>();
  const asked = new Set<string>();
  if (fromNow) {
    for (const { key } of await store.rows('ask', '', 1000)) asked.add(key);
    for (const { shard, n } of await store.heads()) {
      if (past) for await (const entry of store.read(shard, 0)) remember(entry);
      next.set(shard, n + 1);
    }
  }

  function remember(entry: Entry): void {
    const body = entry.header.kind === 'decided' ? bodyOf(entry) : null;
    if (body?.kind !== 'decided') return;
    const decision = body.decision as unknown as Decision;
    decisions.set(decision.id, decision);
    if (!past && decisions.size > mostDecisions) decisions.delete(decisions.keys().next().value!);
  }

  async function newEntries(): Promise<readonly Entry[]> {
    const found: Entry[] = [];
    for (const { shard } of await store.heads()) {
      for await (const entry of store.read(shard, next.get(shard) ?? 0)) {
        next.set(shard, entry.header.n + 1);
        found.push(entry);
        remember(entry);
      }
    }
    return found.sort((a, b) => a.header.at - b.header.at);
  }

  async function actionOf(id: string): Promise<ActionRow | null> {
    return readRow('action', await store.row(rowName('action', id)));
  }

  async function newDecision(at: Instant, decision: Decision): Promise<News> {
    const row = readRow('decision', await store.row(rowName('decision', decision.id)));
    const tasks = await Promise.all((row?.actions ?? []).map((action) => store.task(`act/${action}`)));
    const due = Math.max(at, ...tasks.map((task) => (task?.attempts === 0 ? task.due : at)));
    return { kind: 'decided', at, decision, waits: due > at ? due : null };
  }

  async function newsOf(entry: Entry): Promise<News | null> {
    const body = bodyOf(entry);
    const { at } = entry.header;
    switch (body?.kind) {
      case 'decided':
        return await newDecision(at, decisions.get((body.decision as unknown as Decision).id)!);
      case 'revised':
        return {
          kind: 'revised',
          at,
          decision: decisions.get(body.of) ?? null,
          verdict: body.verdict as unknown as Verdict,
        };
      case 'acting': {
        const row = await actionOf(body.action);
        return row && { kind: 'acting', at, call: body.call, row, attempt: body.attempt };
      }
      case 'outcome': {
        const row = await actionOf(body.action);
        const of = decisions.get(row?.intent.for ?? '') ?? null;
        const { imports = [] } = (body.answer ?? {}) as { readonly imports?: readonly string[] };
        return row && { kind: 'outcome', at, row, state: body.state, why: body.why, imports, of };
      }
      case 'ordered': {
        const { order, person, on, reason } = body;
        return { kind: 'ordered', at, order, person, on, reason };
      }
      case 'observed':
        return body.by === 'sweep' ? { kind: 'looked', at, groups: [body.group] } : null;
      case 'gap':
        return { kind: 'gap', at, why: body.why };
      default:
        return null;
    }
  }

  async function newQuestions(): Promise<readonly News[]> {
    const rows = (await store.rows('ask', '', 1000)).map((row) => readRow('ask', row)!);
    const fresh = rows.filter(({ hash, state }) => state === 'waiting' && !asked.has(hash));
    for (const { hash } of fresh) asked.add(hash);
    return fresh.map((ask) => ({ kind: 'asked', at: ask.askedAt, ask }));
  }

  /** Whoever watches the terminal is told: that is the delivery. */
  async function messages(): Promise<readonly News[]> {
    const told: News[] = [];
    for (;;) {
      const leased = await store.lease({ worker: 'terminal', kinds: ['tell'], now: now(), span: 60_000, most: 50 });
      if (leased.kind !== 'leased' || leased.tasks.length === 0) return told;
      for (const task of leased.tasks) {
        const { about, why, revision: _, ...detail } = JSON.parse(task.body) as Record<string, string>;
        const group = about?.startsWith('act_') ? ((await actionOf(about))?.intent.on.id ?? null) : null;
        told.push({ kind: 'told', at: now(), about: about ?? '', group, why: why ?? '', detail });
        await store.finish({ task: task.id, fence: task.fence });
      }
    }
  }

  return {
    decision: (id) => decisions.get(id) ?? null,
    news: async () => {
      const all: News[] = [];
      for (const entry of await newEntries()) {
        const each = await newsOf(entry);
        const last = all.at(-1);
        if (each?.kind === 'looked' && last?.kind === 'looked')
          all.splice(-1, 1, { ...each, groups: [...last.groups, ...each.groups] });
        else if (each !== null) all.push(each);
      }
      return [...all, ...(await newQuestions()), ...(delivers ? await messages() : [])];
    },
  };
}
