import type { Decision } from '../../../core/plan/decision.ts';
import type { PostEvent } from '../../../core/plan/quiet/live-teller.ts';
import type { Message } from '../../../core/plan/quiet/telling.ts';
import { channelDue } from '../../../core/plan/quiet/wants.ts';
import { digestKey, digestMessage } from './digest-message.ts';
import { escalateTask, escalationOf } from './escalate.ts';
import { decisionIn, type Hearing, incidentIn } from './hear-context.ts';
import { keptBy } from './messages-kept.ts';

/** So many decisions of a message are asked for their incidents. */
const mostAsked = 200;

/** Writes down what the lanes sent, added, kept back and counted since it was asked last. */
export async function hearEvents(hearing: Hearing): Promise<void> {
  for (const event of hearing.teller.drain()) await hearEvent(hearing, event);
}

async function hearEvent(hearing: Hearing, event: PostEvent): Promise<void> {
  switch (event.kind) {
    case 'opened':
      await openMessage(hearing, event);
      return;
    case 'joined': {
      const { id, severity, about, checks } = event.message;
      const incidents = await incidentsOf(hearing, [event.decision]);
      const due = hearing.now + hearing.parts.post.editAfter;
      await hearing.drafts.change(id, { joined: [event.decision], severity, about, checks, incidents, due });
      return;
    }
    case 'muted':
      for (const id of event.by) hearing.kept.set(id, (hearing.kept.get(id) ?? 0) + 1);
      return;
    case 'digest': {
      await digestMessage(hearing, event);
      const kept = Object.fromEntries([...hearing.teller.counts].map(([name, each]) => [name, keptBy(each)]));
      hearing.digests = { ...hearing.digests, [digestKey(event)]: { at: event.at, kept } };
      return;
    }
    case 'fate':
      return;
  }
}

async function openMessage(
  hearing: Hearing,
  { message, due }: Extract<PostEvent, { readonly kind: 'opened' }>,
): Promise<void> {
  const { drafts, now, parts } = hearing;
  const first = await decisionIn(hearing, message.decisions[0] ?? '');
  const drill = first === null ? null : ((await parts.drillOf?.(first)) ?? null);
  const told: Message = drill === null || message.kind !== 'alert' ? message : { ...message, kind: 'drill' };
  const wanted = due ?? channelDue(message.channel, parts.policy().policy.notify);
  const escalation = told.kind === 'drill' ? null : escalationOf(wanted, message.severity, Math.max(now, message.at));
  const isNew = await drafts.open(told, {
    incidents: await incidentsOf(hearing, message.decisions),
    escalation,
    ...(drill === null ? {} : { detail: { drill } }),
    due: now + (await pageAfter(hearing, message)),
  });
  if (isNew && escalation !== null) drafts.task(escalateTask(message.id, escalation.at));
}

/**
 * What is being put right need not wake anybody at once: a pager is told when that failed, or took longer, or (then without
 * waking) when it is done. Not of whoever looks suspicious: that is worth a look whatever becomes of it.
 */
async function pageAfter(hearing: Hearing, { channel, kind, decisions }: Message): Promise<number> {
  const { pagers, pageAfter: grace } = hearing.parts.post;
  if (!pagers.has(channel) || kind !== 'alert') return 0;
  for (const id of decisions) {
    const decision = await decisionIn(hearing, id);
    if (decision === null || isSuspicious(decision) || !isPutRight(decision)) return 0;
  }
  return grace;
}

function isPutRight({ response, verdict }: Decision): boolean {
  if (verdict === undefined || verdict.ruling === 'clear' || verdict.ruling === 'permitted') return true;
  return (response?.steps ?? []).some(({ do: what, state }) => {
    return (
      (what === 'revert' || what === 'restore') && (state === 'planned' || state === 'running' || state === 'verified')
    );
  });
}

/** Whoever nobody knows, root, whose calls were refused, and of whom the policy thinks the worse. */
function isSuspicious({ actor, call, verdict }: Decision): boolean {
  const raised = (verdict?.checks ?? []).some(({ adjusted }) => (adjusted ?? []).some(({ by }) => by > 0));
  return raised || actor.principal === null || actor.type === 'Root' || call.result !== 'applied';
}

async function incidentsOf(hearing: Hearing, decisions: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const id of decisions.slice(0, mostAsked)) {
    const incident = await incidentIn(hearing, id);
    if (incident !== null) found.add(incident);
  }
  return [...found].sort();
}
