import type { Store } from '../../src/contracts/store.ts';
import { digestName } from '../../src/core/leaf/digest.ts';
import { writeInstant } from '../../src/core/leaf/instant.ts';
import type { EntryDraft } from '../../src/core/ledger/entry.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import type { Severity } from '../../src/core/policy/scale.ts';
import { rowName } from '../../src/flow/live/tables.ts';
import { decisionRow } from '../../src/flow/live/watch/decided-draft.ts';
import { HearStage } from '../flow/hear-stage.ts';

/** The shard that decisions stand in; what is told of them stands in the other. */
const shard = 1;

const each = 100;

/** A decision that objects, as a worker makes it. */
async function templateOf(): Promise<Decision> {
  const stage = new HearStage().tells('high');
  stage.opens(stage.group('web'), 22);
  await stage.hears();
  return (await stage.decisions()).find(({ verdict }) => verdict?.ruling === 'breach')!;
}

/**
 * Writes so many decisions into a store, a hundred in a commit, on groups of which each is met several times: what tells the
 * same is to be added to a message. `now`: the clock of the workers. `written` is told how many there are.
 */
export async function feedDecisions(
  store: Store,
  {
    count,
    groups,
    chance,
    now,
    written,
  }: {
    readonly count: number;
    readonly groups: number;
    readonly chance: () => number;
    readonly now: () => number;
    readonly written: (count: number) => Promise<void>;
  },
): Promise<void> {
  const template = await templateOf();
  for (let from = 0; from < count; from += each) {
    const head = (await store.heads()).find((one) => one.shard === shard) ?? null;
    const at = now();
    const decisions = Array.from({ length: Math.min(each, count - from) }, (_, n) => {
      const group = Math.floor(chance() * groups);
      return decisionAs(template, from + n, group, at);
    });
    const site = { account: template.account.id, region: template.region };
    const entries = decisions.map((decision): EntryDraft => {
      const body = { kind: 'decided', decision: decision as never, facts: {}, basis: {} } as const;
      return { at, key: `decided/${decision.id}`, fence: null, body };
    });
    const rows = decisions.map((decision, n) => {
      const where = { site, subject: decision.on.id ?? '', shard, n: (head?.n ?? -1) + 1 + n, at, decidedAt: at };
      return { ...rowName('decision', decision.id), value: JSON.stringify(decisionRow(decision, where, [])) };
    });
    for (;;) {
      const done = await store.append(shard, head, entries, { rows });
      if (done.kind === 'committed' || done.kind === 'duplicate') break;
      if (done.kind !== 'unavailable') throw new Error(`expected decisions to be written, got ${done.kind}`);
    }
    await written(from + decisions.length);
  }
}

const severities: readonly Severity[] = [
  'low',
  'medium',
  'high',
  'critical',
  'medium',
  'low',
  'medium',
  'low',
  'low',
  'low',
];

function decisionAs(template: Decision, n: number, group: number, at: number): Decision {
  const { incident: _, ...rest } = template;
  const severity = severities[group % severities.length]!;
  const verdict = template.verdict!;
  const name = `group-${group}`;
  const who = `user-${group}`;
  return {
    ...rest,
    id: `chg_${digestName(`chaos ${n}`)}`,
    at: writeInstant(at),
    actor: { ...template.actor, principal: `arn:aws:iam::${template.account.id}:user/${who}`, person: who },
    on: { ...template.on, id: `sg-${String(group).padStart(17, '0')}`, name },
    verdict: { ...verdict, severity, checks: verdict.checks.map((check) => ({ ...check, severity })) },
  };
}
