import type { Clock } from '../../contracts/live.ts';
import type { Reply } from '../ask-ec2.ts';
import type { SessionKeys, Sts, WantedSession } from './sts.ts';

/** A session that stands, and how to let go of it when AWS does not take it any more. */
export interface HeldSession {
  readonly keys: SessionKeys;
  /** Tells one session from the next of the same name. */
  readonly serial: number;
  /** When a new one is made, by the clock that only grows. */
  readonly until: number;
}

/** Sessions of roles, each made once and used until shortly before its end. */
export interface Sessions {
  hold(wanted: WantedSession): Promise<Reply<HeldSession>>;
  /** The next call gets a new session. */
  forget(held: HeldSession): void;
}

/** A session is made anew so long before its end, in milliseconds. */
const early = 120_000;

/** How many are kept: each action of ours has one of its own, and ends before its session does. */
const most = 256;

interface Kept {
  readonly asked: Promise<Reply<HeldSession>>;
  readonly serial: number;
  readonly until: number;
}

/**
 * Keeps sessions. Their age is taken from a clock that only grows, from the moment they were asked for: an end that AWS
 * tells by its own clock would be missed by who has another time. A refusal is not kept.
 */
export function createSessions(sts: Sts, clock: Pick<Clock, 'monotonic'>): Sessions {
  const kept = new Map<string, Kept>();
  let serials = 0;
  async function make(key: string, wanted: WantedSession, serial: number, until: number): Promise<Reply<HeldSession>> {
    const reply = await sts.assume(wanted);
    if (reply.kind === 'answered') return { kind: 'answered', result: { keys: reply.result, serial, until } };
    if (kept.get(key)?.serial === serial) kept.delete(key);
    return reply;
  }
  return {
    hold: (wanted) => {
      const key = `${wanted.role} ${wanted.name}`;
      const now = clock.monotonic();
      const old = kept.get(key);
      if (old !== undefined && now < old.until) return old.asked;
      kept.delete(key);
      serials += 1;
      const until = now + wanted.seconds * 1000 - early;
      const next: Kept = { serial: serials, until, asked: make(key, wanted, serials, until) };
      kept.set(key, next);
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      return next.asked;
    },
    forget: ({ serial }) => {
      for (const [key, each] of kept) if (each.serial === serial) kept.delete(key);
    },
  };
}
