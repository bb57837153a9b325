import { type ActionKnown, viewAction } from '../../src/core/alert/action-view.ts';
import type { Alert } from '../../src/core/alert/alert.ts';
import type { AlertParts } from '../../src/core/alert/alert-parts.ts';
import { type QuestionKnown, viewQuestion } from '../../src/core/alert/question-view.ts';
import type { Rule } from '../../src/core/group/rule.ts';
import { readInstant } from '../../src/core/leaf/instant.ts';
import { intentsOf } from '../../src/core/plan/act/intents-of.ts';
import { planHash } from '../../src/core/plan/act/plan-hash.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import type { Incident, Violation } from '../../src/core/plan/incident/episodes.ts';
import { severities } from '../../src/core/policy/scale.ts';
import { site } from '../builders/acting.ts';
import { type PartialPolicy, policyWith } from '../builders/policy.ts';
import { tell } from '../builders/read-records.ts';
import type { World } from '../builders/world.ts';

const people = [
  { identity: 'alice', name: 'Alice Example', slack: 'U012ALICE00', mail: 'alice@example.com', pager: null },
  { identity: 'payments', name: 'Payments on call', slack: 'U012PAYMENT', mail: 'payments@example.com', pager: null },
];
const accounts = new Map([
  ['111122223333', { id: '111122223333', name: 'shop-prod', ou: null, owner: 'payments', environment: 'prod' }],
]);

/** By what alerts are tested: environment and owner come from the account, and alice and the owner are known. */
export const directory = { accounts, people };
const byAccount = (column: 'environment' | 'owner') =>
  ({ from: [{ kind: 'account', column }], map: {}, values: null, else: 'none' }) as const;

/** A policy in which the account tells environment and owner, in enforce mode unless it says otherwise. */
export function policyFor(parts: PartialPolicy, mode: 'observe' | 'shadow' | 'enforce' = 'enforce'): PartialPolicy {
  const { safety } = policyWith();
  const contexts = { environment: byAccount('environment'), owner: byAccount('owner') };
  return { directory, contexts, safety: { ...safety, mode: { else: mode } }, ...parts };
}

/** What the engine decides about the records of a world, in order of time; in enforce mode it is planned or asked. */
export async function decided(world: World, parts: PartialPolicy, net = false): Promise<readonly Decision[]> {
  const judging = { policy: policyWith(parts), engine: '0.0.0' };
  return (await tell(world.records, { judging, net })).decisions.map(planned);
}

function planned(decision: Decision): Decision {
  const { response } = decision;
  if (response?.mode !== 'enforce') return decision;
  const steps = response.steps.map((step) => {
    const state = step.state === 'refused' ? step.state : step.do === 'ask' ? 'waiting' : 'planned';
    return { ...step, state } as const;
  });
  return { ...decision, response: { ...response, steps } };
}

/** The parts of a message about decisions, told twelve seconds after the last; what is left out did not happen. */
export function partsFor(decisions: readonly Decision[], more: Partial<AlertParts> = {}): AlertParts {
  const at = Math.max(...decisions.map((each) => readInstant(each.at)!)) + 12_000;
  const checks = decisions.flatMap(({ verdict }) => verdict?.checks ?? []).filter(({ ruling }) => ruling === 'breach');
  const worst = Math.max(0, ...decisions.map(({ verdict }) => severities.indexOf(verdict?.severity ?? 'none')));
  const row: AlertParts['row'] = {
    message: {
      id: 'msg_1',
      at,
      severity: severities[worst]!,
      decisions: decisions.map(({ id }) => id),
      joined: [],
      about: [...new Set(decisions.map(({ on }) => on.name ?? on.id ?? 'not told'))],
      checks: [...new Set(checks.map(({ id }) => id))],
    },
    key: 'portcullis:111122223333:eu-west-1:opening:1',
    revision: 0,
    notes: [],
    updatedAt: at,
    acknowledged: null,
    escalation: null,
  };
  const usual = { row, decisions, incidents: [], violations: [], actions: [], questions: [], directory };
  return { ...usual, ledger: 'portcullis.db', now: at, ...more };
}

/** The incident of a decision, open unless it ended some seconds after it began. */
export function incidentOf(decision: Decision, ended: number | null = null, more: Partial<Incident> = {}): Incident {
  const openedAt = readInstant(decision.at)!;
  return {
    ...{ id: 'inc_1', site, group: decision.on.id ?? '', family: 'opening', severity: 'high', openedAt },
    ...{ closedAt: ended === null ? null : openedAt + ended * 1000, decisions: [decision.id], earlier: null },
    ...more,
  };
}

/** Its violation, in a state. */
export function violationOf(decision: Decision, state: Violation['state']): Violation {
  const openedAt = readInstant(decision.at)!;
  const check = decision.verdict?.checks[0]?.id ?? 'none';
  const named = { site, group: decision.on.id ?? '', check, tuple: 'ingress tcp/22 0.0.0.0/0', incident: 'inc_1' };
  return { ...named, severity: 'high', openedAt, state, closedAt: state === 'open' ? null : openedAt + 14_000 };
}

/** The action that the engine plans for a decision, as far as it has come. `image`: what stood before. */
export function actionOf(decision: Decision, image: readonly Rule[], more: Partial<ActionKnown>) {
  return viewAction({ ...rowOf(decision, image), ...more });
}

/** The question that the engine asks for a decision. */
export function questionOf(decision: Decision, image: readonly Rule[], more: Partial<QuestionKnown> = {}) {
  const { intent } = rowOf(decision, image);
  const until = readInstant(decision.at)! + 900_000;
  const hash = planHash(intent);
  return viewQuestion({ hash, intent, decision: decision.id, until, approvedBy: [], state: 'waiting', ...more });
}

function rowOf(decision: Decision, image: readonly Rule[]): ActionKnown {
  const at = readInstant(decision.at)!;
  const policy = policyWith();
  const [due] = intentsOf(decision, image, { policy, site, quiet: 0, now: at, first: decision.id });
  if (due === undefined) throw new Error(`expected an intent of ${decision.id}, got none`);
  const usual = { why: null, startedAt: at + 1000, endedAt: null, lineage: {}, left: null };
  return { ...usual, intent: due.intent, state: 'due' };
}

/** All that an alert says, as text. */
export function printAlert(alert: Alert): string {
  const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
  const { place } = alert;
  return [
    `${alert.severity.toUpperCase()} · ${alert.kind} · ${alert.state}${alert.suspicious ? ' · suspicious' : ''}`,
    alert.headline,
    alert.status,
    ...alert.facts.flatMap(({ label, lines }) => [label, ...indent(lines)]),
    '---',
    `short: ${alert.short}`,
    `who: ${alert.who}`,
    `checks: ${alert.checks.join(', ')}`,
    `place: ${place === null ? null : Object.values(place).join(' | ')}`,
    `playbook: ${alert.playbook}`,
    `suppressed: ${alert.suppressed}`,
    ...alert.people.map((person) => `${person.as}: ${person.name} ${person.slack} ${person.mail}`),
    ...alert.offers.map((offer) => `${offer.id}: ${offer.say}: ${offer.command}`),
    ...alert.history.map(({ at, say }) => `${new Date(at).toISOString()} ${say}`),
    '',
  ].join('\n');
}
