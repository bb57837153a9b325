import type { Decision } from '../../../core/plan/decision.ts';
import { exposedBy } from '../../../core/plan/exposed-to.ts';
import type { CsvColumn } from './csv.ts';

/** A decision as a row of CSV. */
export const decisionColumns: readonly CsvColumn<Decision>[] = [
  { title: 'id', of: (decision) => decision.id },
  { title: 'at', of: (decision) => decision.at },
  { title: 'account', of: (decision) => decision.account.id },
  { title: 'region', of: (decision) => decision.region },
  { title: 'on', of: (decision) => decision.on.id },
  { title: 'name', of: (decision) => decision.on.name },
  { title: 'kind', of: (decision) => decision.kind },
  { title: 'call', of: (decision) => decision.call.name },
  { title: 'result', of: (decision) => decision.call.result },
  { title: 'exposed_to', of: exposedBy },
  { title: 'exposure', of: (decision) => decision.exposure },
  { title: 'basis', of: (decision) => decision.basis },
  { title: 'effect', of: (decision) => decision.say },
  { title: 'person', of: (decision) => decision.actor.person },
  { title: 'identity', of: (decision) => decision.actor.identity },
  { title: 'principal', of: (decision) => decision.actor.principal },
  { title: 'session', of: (decision) => decision.actor.session },
  { title: 'via', of: (decision) => decision.actor.via.value },
  { title: 'source_ip', of: (decision) => decision.actor.sourceIp },
  { title: 'environment', of: (decision) => decision.on.environment },
  { title: 'owner', of: (decision) => decision.on.owner },
  { title: 'ruling', of: (decision) => decision.verdict?.ruling ?? null },
  { title: 'severity', of: (decision) => decision.verdict?.severity ?? null },
  { title: 'checks', of: (decision) => (decision.verdict?.checks ?? []).map((check) => check.id).join(' ') },
  {
    title: 'response',
    of: (decision) => [...new Set((decision.response?.steps ?? []).map((step) => step.do))].join(' '),
  },
  { title: 'changes', of: (decision) => decision.changes?.length ?? 1 },
  { title: 'event_ids', of: (decision) => decision.records.map((record) => record.eventId).join(' ') },
];
