import type { Rule } from '../../group/rule.ts';
import { digestName } from '../../leaf/digest.ts';
import type { Aim, Intent } from './intent.ts';
import type { Live } from './live.ts';
import { rulesOf } from './next-order.ts';
import { standsAsMeant } from './stands-as-meant.ts';
import { sameTuple, tupleText } from './tuple-text.ts';

/** An action that is over, as far as it takes that to undo it (`ActionRow`). */
export interface Done {
  readonly intent: Intent;
  readonly state: string;
  /** How many calls it announced. */
  readonly attempt: number;
  /** Rules as its first live read found them, and as the last good one did. */
  readonly found: readonly Rule[] | null;
  readonly left: readonly Rule[] | null;
  /** New rule ids by those they stand for. */
  readonly lineage: Readonly<Record<string, string>>;
}

/** Why an action cannot be undone; `null` when it can: only what is as the action left it may be given back. */
export function mayUndo(done: Done, live: Live): string | null {
  const { intent, state, left } = done;
  if (intent.do === 'undo') return 'it is itself the undoing of an action: do what was undone anew';
  if (state !== 'verified') return `expected a verified action, got one that is ${state}`;
  if (undone(done, live).length === 0) return 'it changed nothing that could be given back';
  if (intent.on.kind === 'group') {
    if (live.kind !== 'group' || live.group === null) return `superseded: ${intent.on.id} is gone`;
    const difference = left === null ? 'nobody knows how it left the group' : firstDifference(left, live.group.rules);
    if (difference !== null) return `superseded: ${difference}`;
  }
  const { met, left: unmet } = standsAsMeant(intent, live);
  return met ? null : `superseded: no longer so: ${unmet.join('; ')}`;
}

/** What undoing is ordered with. */
export interface Undoing {
  /** Id of the person's order. */
  readonly order: string;
  /** Digest of the policy in force. */
  readonly policy: string;
}

/**
 * The action that gives back what an action did, and the before-image for it: rules that it took away come back as it
 * found them, rules that it put back go, by their new ids. What had been so before it came is left alone.
 */
export function undoIntent(
  done: Done,
  live: Live,
  { order, policy }: Undoing,
): { readonly intent: Intent; readonly image: readonly Rule[] } {
  const { intent, found } = done;
  const action = `act_${digestName(JSON.stringify(['undo', intent.action, order]))}`;
  const aims = undone(done, live);
  return { intent: { ...intent, action, for: order, do: 'undo', aims, policy }, image: found ?? [] };
}

function undone(done: Done, live: Live): readonly Aim[] {
  if (done.attempt === 0) return [];
  return done.intent.aims.flatMap((aim) => inverseOf(aim, done, live) ?? []);
}

function inverseOf(aim: Aim, { found, lineage }: Done, live: Live): Aim | null {
  switch (aim.kind) {
    case 'close': {
      const stood = found?.find((rule) => isRule(rule, aim.rule)) ?? null;
      return stood === null ? null : { kind: 'open', rule: stood };
    }
    case 'open': {
      const id = aim.rule.id === null ? undefined : lineage[aim.rule.id];
      const now = rulesOf(live).find((rule) => sameTuple(rule, aim.rule) && (id === undefined || rule.id === id));
      const wasThere = found?.some((rule) => sameTuple(rule, aim.rule)) ?? true;
      return now === undefined || wasThere ? null : { kind: 'close', rule: now };
    }
    case 'rewrite': {
      const stood = found?.find((rule) => rule.id === aim.id && sameTuple(rule, aim.from)) ?? null;
      if (stood === null) return null;
      const isKept = rulesOf(live).some(({ id }) => id === aim.id);
      return isKept ? { kind: 'rewrite', id: aim.id, from: aim.to, to: stood } : { kind: 'open', rule: stood };
    }
    case 'entries': {
      const version = live.kind === 'list' ? (live.list?.version ?? null) : null;
      if (version === null) return null;
      const add = aim.remove.map((cidr) => ({ cidr, description: null }));
      return { kind: 'entries', version, add, remove: aim.add.map(({ cidr }) => cidr) };
    }
    case 'groups':
      return { kind: 'groups', add: aim.remove, remove: aim.add };
    case 'tag':
      return { kind: 'tag', key: aim.key, from: aim.to, to: aim.from };
  }
}

function isRule(stood: Rule, judged: Rule): boolean {
  return sameTuple(stood, judged) && (judged.id === null || stood.id === judged.id);
}

function firstDifference(left: readonly Rule[], now: readonly Rule[]): string | null {
  const same = (a: Rule, b: Rule) => a.id === b.id && sameTuple(a, b);
  const gone = left.find((rule) => !now.some((other) => same(rule, other)));
  if (gone !== undefined) return `\`${tupleText(gone)}\` (${gone.id ?? 'without id'}) does not stand any more`;
  const come = now.find((rule) => !left.some((other) => same(rule, other)));
  return come === undefined ? null : `now \`${tupleText(come)}\` (${come.id ?? 'without id'}) stands as well`;
}
