import { readChanges } from '../src/core/change/read.ts';
import { decideAct } from '../src/core/decide.ts';
import { type GroupFacts, noPast } from '../src/core/facts/facts.ts';
import type { Json } from '../src/core/leaf/canonical.ts';
import { changeId } from '../src/core/ledger/change-id.ts';
import type { Evidence } from '../src/core/ledger/evidence.ts';
import { judgeAct } from '../src/core/ledger/judge-act.ts';
import { type Trace, trace } from '../src/core/ledger/trace.ts';
import type { Grounds } from '../src/core/plan/grounds.ts';
import type { Policy } from '../src/core/policy/policy.ts';
import { peel } from '../src/core/trail/peel.ts';
import { readRecord } from '../src/core/trail/read.ts';
import { type Deliveries, deliveriesTo } from './generate/deliveries.ts';
import { policyOf } from './generate/policy-of.ts';

/** Microseconds for one record: the least of many runs over the same records, interleaved with the others. */
export interface VerdictRow {
  readonly id: string;
  readonly name: string;
  readonly micros: number;
}

/** What a verdict costs beside parsing the record that asks for it. */
export interface VerdictReport {
  /** Of a record as delivered, on average. */
  readonly recordBytes: number;
  readonly rulesOfGroup: number;
  readonly rows: readonly VerdictRow[];
  /** Whole decisions a second on one core, sentences and JSON included. */
  readonly perSecond: { readonly checks30: number; readonly checks200: number };
}

const rulesOfGroup = 60;
const records = 100;

/** Measures the way from a delivered record to its verdict, step by step, against a group of 60 rules. */
export function benchVerdicts(rounds: number): VerdictReport {
  const deliveries = deliveriesTo(rulesOfGroup, records, 5);
  const [few, many] = [policyOf(30), policyOf(200)].map((policy) => groundsOf(policy, deliveries));
  const subjects: readonly (readonly [id: string, name: string, run: () => number])[] = [
    [
      'parse',
      'JSON.parse of the record as delivered',
      () => timed(() => deliveries.texts.map((text) => JSON.parse(text))),
    ],
    ['read', 'and reading what it changed', () => timed(() => deliveries.texts.map(readText))],
    ['fold', 'and folding it into the group', () => follow(deliveries, () => undefined)],
    ['verdict-30', 'and judging it by 30 checks', () => follow(deliveries, (each) => judgeAct([each], few!))],
    ['verdict-200', 'and judging it by 200 checks', () => follow(deliveries, (each) => judgeAct([each], many!))],
    ['decision-30', 'and writing the decision, 30 checks', () => follow(deliveries, (each) => decide(each, few!))],
    ['decision-200', 'and writing the decision, 200 checks', () => follow(deliveries, (each) => decide(each, many!))],
  ];
  const least = new Map(subjects.map(([id]) => [id, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < rounds * 100; round++) {
    for (const [id, , run] of subjects) least.set(id, Math.min(least.get(id)!, (run() * 1000) / records));
  }
  return {
    recordBytes: Math.round(deliveries.texts.reduce((sum, text) => sum + text.length, 0) / records),
    rulesOfGroup,
    rows: subjects.map(([id, name]) => ({ id, name, micros: least.get(id)! })),
    perSecond: { checks30: 1e6 / least.get('decision-30')!, checks200: 1e6 / least.get('decision-200')! },
  };
}

function decide(each: Trace, grounds: Grounds): string {
  return JSON.stringify(decideAct([each], judgeAct([each], grounds)));
}

/**
 * Reads all records, folds them into the group one after the other, and asks at each step. Answers the milliseconds it
 * took, without those in which the group itself was taken in: that is done once, not for each record.
 */
function follow({ group, since, texts }: Deliveries, ask: (step: Trace) => unknown): number {
  const began = performance.now();
  const evidence: readonly Evidence[] = [{ kind: 'observed', at: since, group }, ...texts.flatMap(readText)];
  const read = performance.now();
  let stood = read;
  trace(evidence, new Map(), (step) => {
    if (step.change === null) stood = performance.now();
    else sink = ask(step) ?? step;
  });
  return performance.now() - stood + (read - began);
}

const place = { file: 'bench', number: 1 };

function readText(text: string): readonly Evidence[] {
  return peel(JSON.parse(text) as Json, 'eventbridge', () => null).flatMap((peeled) => {
    if (peeled.kind === 'unreadable') throw new Error(peeled.reason);
    const record = readRecord(peeled.json, place, { source: peeled.from, receivedAt: peeled.receivedAt });
    if (record.kind === 'unreadable') throw new Error(record.reason);
    return readChanges(record, place).changes.map(
      (change): Evidence => ({ kind: 'change', at: change.record.at, id: changeId(change), change }),
    );
  });
}

function groundsOf(policy: Policy, { group, since }: Deliveries): Grounds {
  const { id, name, vpc, account, region, tags } = group;
  const attached = { kinds: ['ec2' as const], count: 2, exposed: true, beside: [], otherTime: null };
  const facts: GroupFacts = { id, name, vpc, account, region, tags, attached };
  return {
    judging: { policy, engine: '0.0.0' },
    ...{ facts: [facts], tags: null, guarded: null },
    past: { ...noPast, since },
    others: () => ({ rules: [], known: {} }),
  };
}

/** Keeps what an operation returns in sight, so that the compiler cannot leave it out. */
export let sink: unknown = null;

function timed(run: () => unknown): number {
  const began = performance.now();
  sink = run();
  return performance.now() - began;
}
