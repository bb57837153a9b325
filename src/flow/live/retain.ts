import type { Task } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { unattended } from '../../core/plan/incident/follow-incidents.ts';
import { needsOf } from '../../core/policy/needs.ts';
import { keepLeased } from './keep-leased.ts';
import type { LiveParts } from './live-parts.ts';
import { shedMessages } from './post/messages-shed.ts';
import { joinDays } from './retention/join-days.ts';
import { shedEvidence } from './retention/shed-evidence.ts';
import { isBefore, type Shed, type Shedding, shedRows } from './retention/shed-rows.ts';
import { appendSeal } from './seal.ts';
import type { TaskHandler } from './task-kinds.ts';

const day = 86_400_000;

/**
 * Erases the bodies of entries that are older than they are kept, after a seal that says so: a body that is missing
 * without one is a finding. What it says follows from the slot, so that a retry after a crash says the same. Then rows go
 * that nothing within the kept span follows from, in portions; who is interrupted begins anew.
 */
export const retain: TaskHandler = async (parts, task) => {
  const { store, clock, settings } = parts;
  const { slot } = JSON.parse(task.body) as { readonly slot: string };
  const held = { task: task.id, fence: task.fence };
  const before = settings.keepBodies === null ? null : Number(slot) * day - settings.keepBodies;
  if (before !== null && before > 0) {
    const sealed = await appendSeal({ store, clock }, `retain-${slot}`, before);
    const erased = sealed !== 'lost' && sealed.kind === 'sealed' ? await store.erase(before) : sealed;
    if (erased === 'lost' || erased.kind === 'unavailable') {
      const why = erased === 'lost' ? 'others kept appending to shard 0' : erased.why;
      await store.fail(held, why, clock.now() + 60_000);
      return;
    }
    const shed = await shedAll(parts, task, Math.min(before, clock.now() - unattended));
    if (shed === 'over') return;
    if (shed !== 'done') {
      await store.fail(held, shed.why, clock.now() + 60_000);
      return;
    }
  }
  await store.finish(held);
};

/** Takes away what no judgement, call or order since `before` asks for. */
async function shedAll(parts: LiveParts, task: Task, before: Instant): Promise<Shed> {
  const { store, settings, policy } = parts;
  const shedding: Shedding = { store, held: { task: task.id, fence: task.fence }, keep: keepLeased(parts, task) };
  const { within } = needsOf(policy().policy).attempts;
  const steps: readonly (() => Promise<Shed>)[] = [
    () => shedRows(shedding, 'attempt', ({ change }) => change.record.at < before - within),
    () => shedRows(shedding, 'acted', ({ at }) => at < before - settings.breaker.per),
    () => shedRows(shedding, 'expect', ({ until }) => until < before),
    () => shedRows(shedding, 'grant', ({ ended, until }) => until < before || isBefore(ended, before)),
    () =>
      shedRows(
        shedding,
        'unexplained',
        ({ claimedBy, decision, seenAt }) => seenAt < before && (claimedBy !== null || decision !== null),
      ),
    () => joinDays(shedding, before),
    () => shedMessages(shedding, before),
    ...settings.sites.map((site) => () => shedEvidence(parts, shedding, site, before)),
  ];
  for (const step of steps) {
    const shed = await step();
    if (shed !== 'done') return shed;
  }
  return 'done';
}
