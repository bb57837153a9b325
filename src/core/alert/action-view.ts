import type { Rule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import { importCommands } from '../plan/act/import-commands.ts';
import type { Intent } from '../plan/act/intent.ts';
import { sayAim } from '../plan/act/say-aim.ts';

/** An action as far as people are told of it. */
export interface ActionView {
  readonly id: string;
  /** The decision or order that it follows from. */
  readonly for: string;
  readonly do: Intent['do'];
  readonly state: ActionState;
  readonly why: string | null;
  /** What it is about: a group, a list or an interface. */
  readonly on: string;
  /** What is to hold in the end, each in words: `no ingress tcp/22 0.0.0.0/0 (sgr-…)`. */
  readonly aims: readonly string[];
  readonly startedAt: Instant;
  /** When two good reads had shown it; `null` until then, whatever was called before. */
  readonly verifiedAt: Instant | null;
  /** New rule ids by those they stand for, and what tells Terraform of it. */
  readonly lineage: Readonly<Record<string, string>>;
  readonly importCommands: readonly string[];
  readonly approvedBy: readonly string[];
}

/** How far an action has come: from `due` to `verified`, or to an end that is none. */
export type ActionState =
  | 'due'
  | 'acting'
  | 'verifying'
  | 'waiting'
  | 'verified'
  | 'partly'
  | 'failed'
  | 'refused'
  | 'superseded'
  | 'gone'
  | 'undone';

/** What a view is made of: the row of an action has it all. */
export interface ActionKnown {
  readonly intent: Intent;
  readonly state: ActionState;
  readonly why: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly lineage: Readonly<Record<string, string>>;
  readonly left: readonly Rule[] | null;
  readonly approvedBy?: readonly string[];
}

/** An action for people, of its row. */
export function viewAction(row: ActionKnown): ActionView {
  const { action, do: what, on, aims } = row.intent;
  const rules = [...(row.left ?? []), ...replacing(row)];
  return {
    id: action,
    for: row.intent.for,
    do: what,
    state: row.state,
    why: row.why,
    on: on.id,
    aims: aims.map(sayAim),
    startedAt: row.startedAt,
    verifiedAt: row.state === 'verified' ? row.endedAt : null,
    lineage: row.lineage,
    importCommands: importCommands(row.lineage, rules),
    approvedBy: row.approvedBy ?? [],
  };
}

/** The rules that were put back, by the ids they have now: where no read told them, the aim still says which way they go. */
function replacing({ intent, lineage }: ActionKnown): readonly Rule[] {
  return intent.aims.flatMap((aim) => {
    const now = aim.kind === 'open' && aim.rule.id !== null ? lineage[aim.rule.id] : undefined;
    return aim.kind === 'open' && now !== undefined ? [{ ...aim.rule, id: now }] : [];
  });
}
