import type { CapUse } from '../../../contracts/store.ts';
import { capsFor } from '../../../core/plan/act/caps-for.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { rulesOf } from '../../../core/plan/act/next-order.ts';
import { tellTask } from '../watch/tell-task.ts';
import { announce } from './announce.ts';
import { brake } from './brake.ts';
import { call } from './call.ts';
import { mayHaveActed } from './caps-held.ts';
import { conclude } from './conclude.ts';
import { isBehind } from './decide-again.ts';
import { giveBack, type Turn } from './give-back.ts';
import { keepLease } from './keep-lease.ts';
import type { Known } from './know.ts';
import { noteRead } from './note-read.ts';
import type { Performing } from './performing.ts';
import { roomAt } from './room-at.ts';
import { isTrusted } from './trusted.ts';

/** How many calls of an action may come through before what they do not bring about is a person's. */
const mostAttempts = 20;

/** How long an action waits for room in a cap before it asks again, in milliseconds: the policy may come to allow more. */
const [capWait, longestCapWait] = [60_000, 900_000];

/** Makes one call of an action, unless the breaker or a cap is against it: announced first, looked at once more, then made. */
export async function order(
  now: Performing,
  known: Known,
  next: { readonly intent: Intent; readonly order: Ec2Order },
): Promise<Turn> {
  const { parts, row } = now;
  if (row.attempt >= mostAttempts)
    return conclude(now, known, {
      state: mayHaveActed(row) ? 'partly' : 'failed',
      why: `not brought about by ${row.attempt} calls`,
    });
  if (!mayHaveActed(row)) {
    const stopped = await braked(now, known, next.intent);
    if (stopped !== null) return stopped;
  }
  const leased = await keepLease(now);
  if (leased === null) return 'over';
  const note = await noteRead(leased, known);
  const before = { ...row, intent: next.intent, found: row.found ?? rulesOf(known.read.live) };
  const caps = capsFor(next.intent, known.judging.policy, parts.clock.now());
  const announced = await announce(leased, { order: next.order, expect: known.memory.head, row: before, caps, note });
  switch (announced.kind) {
    case 'committed':
      return call(announced.now, { order: next.order, before, policy: known.judging.policy.digest, known });
    case 'capped':
      return capped(now, caps.find(({ name }) => name === announced.name)!);
    case 'moved':
      return 'again';
    case 'over':
    case 'unsure':
      return 'over';
  }
}

/** The breaker counts what other actions did to the same rules: asked once, before an action's first call. */
async function braked(now: Performing, known: Known, intent: Intent): Promise<Turn | null> {
  const { parts } = now;
  const { severity, site } = intent;
  const trusted = isTrusted(actorOf(known, intent), known.judging.policy, site.account);
  const at = parts.clock.now();
  const said = await brake(parts.store, intent, { trusted, severity, now: at, settings: parts.settings.breaker });
  switch (said.kind) {
    case 'go':
      return null;
    case 'wait': {
      const tell = tellTask({
        about: intent.action,
        revision: 'braked',
        why: 'braked',
        due: at,
        detail: { said: said.why },
      });
      return giveBack(now, { again: said.until, why: said.why, tasks: [tell] });
    }
    case 'stop':
      return conclude(now, known, { state: 'refused', why: said.why });
  }
}

/** Who did what the action answers, as the record tells it. */
function actorOf({ judged, memory }: Known, intent: Intent) {
  const ids = new Set([
    intent.for,
    ...[...judged.acts, ...judged.uncovered()]
      .filter((act) => isBehind(act, intent))
      .flatMap(({ changes }) => changes ?? []),
  ]);
  for (const each of memory.evidence) if (each.kind === 'change' && ids.has(each.id)) return each.change.record.actor;
  return null;
}

/** No room for it now: people are told once, and it is tried again once there may be room, not all at the same moment. */
async function capped(now: Performing, use: CapUse): Promise<Turn> {
  const { chance, clock, store } = now.parts;
  const at = clock.now();
  const { name } = use;
  const { action } = now.row.intent;
  const room = await roomAt(store, now.row.intent, use);
  const wait = Math.min(Math.max((room ?? 0) - at, capWait), longestCapWait);
  const again = at + wait + Math.ceil((chance.next() * capWait) / 4);
  const tell = tellTask({ about: action, revision: name, why: 'capped', due: at, detail: { cap: name } });
  return giveBack(now, { again, why: `cap ${name} is used up`, tasks: [tell] });
}
