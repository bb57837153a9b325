import { type RefusalCode, refusals } from '../../../src/aws/model/refusal.ts';
import type {
  Chance,
  Clock,
  Gatherer,
  Inbox,
  Looked,
  Performed,
  Reverter,
  Taken,
} from '../../../src/contracts/live.ts';
import type { Settled } from '../../../src/contracts/store.ts';
import type { Luck } from '../luck.ts';
import type { Schedule } from '../schedule.ts';
import type { World } from '../world/world.ts';
import type { Fault } from './weather.ts';
import type { Wire } from './wire.ts';

/** A worker's clock: its `now` is wrong by `skew` milliseconds. */
export function wiredClock(schedule: Schedule, wire: Wire, skew: number): Clock {
  const start = schedule.now();
  return {
    now: () => Math.round(schedule.now() + skew),
    monotonic: () => schedule.now() - start + 1_000,
    sleep: (milliseconds) => wire.rest(milliseconds),
  };
}

export function wiredChance(luck: Luck): Chance {
  return { next: luck.next };
}

/** The post office at the other end of a wire. */
export function wiredInbox({ post }: World, schedule: Schedule, wire: Wire): Inbox {
  const may: readonly Fault[] = ['crash-after', 'crash-before', 'after', 'before'];
  return {
    take: (most) =>
      wire.send<Taken>({
        ...{ what: 'inbox.take', may, takes: 40 },
        effect: () => ({ kind: 'taken' as const, messages: post.take(most, schedule.now()) }),
        lost: () => ({ kind: 'unavailable', maybe: true, why: 'no answer' }),
      }),
    done: (receipt) =>
      wire.send<Settled>({
        ...{ what: 'inbox.done', may, takes: 40 },
        effect: () => {
          post.done(receipt);
          return { kind: 'settled' as const };
        },
        lost: () => ({ kind: 'unavailable' as const, maybe: true, why: 'no answer' }),
      }),
  };
}

/** Live reads at the other end of a wire, some of them by a stale replica. */
export function wiredGatherer(gatherer: Gatherer, world: World, wire: Wire): Gatherer {
  const may: readonly Fault[] = ['stale', 'code', 'crash-before', 'before', 'slow'];
  const look = <T>(what: string, effect: () => Promise<Looked<T>>): Promise<Looked<T>> =>
    wire.send<Looked<T>>({
      ...{ what: `gatherer.${what}`, may, takes: 300 },
      effect: (fault, luck) => meeting(world, fault, luck, readCodes, effect),
      lost: () => ({ kind: 'failed', failure: 'transient', code: null, message: 'no answer' }),
    });
  return {
    group: (site, id) => look('group', () => gatherer.group(site, id)),
    list: (site, id) => look('list', () => gatherer.list(site, id)),
    interface: (site, id) => look('interface', () => gatherer.interface(site, id)),
    perimeter: (site) => look('perimeter', () => gatherer.perimeter(site)),
  };
}

/** Our own writes at the other end of a wire. */
export function wiredReverter(reverter: Reverter, world: World, wire: Wire): Reverter {
  const may: readonly Fault[] = ['overdue', 'after', 'code', 'crash-after', 'crash-before', 'before', 'slow'];
  return {
    session: (order) => reverter.session(order),
    perform: (order, how) =>
      wire.send<Performed>({
        ...{ what: `reverter.${order.call}`, may, takes: 400, timeout: how.timeout },
        effect: (fault, luck) => {
          const before = world.who;
          world.who = { by: 'us', order };
          return meeting(world, fault, luck, writeCodes, () => reverter.perform(order, how)).finally(() => {
            world.who = before;
          });
        },
        lost: () => ({ kind: 'failed', failure: 'maybe', code: null, message: 'no answer in time' }),
      }),
  };
}

const readCodes: readonly RefusalCode[] = ['RequestLimitExceeded', 'Unavailable', 'InternalError', 'RequestExpired'];

/** Codes that EC2 may answer to a write of ours whatever it holds; the others it gives by itself. */
export const writeCodes: readonly RefusalCode[] = [
  ...(['RequestLimitExceeded', 'Unavailable', 'ServiceUnavailable', 'InternalError', 'RequestExpired'] as const),
  ...(['IncorrectState', 'ConcurrentTagAccess', 'UnauthorizedOperation', 'TagPolicyViolation'] as const),
  ...(['AuthFailure', 'OptInRequired', 'PendingVerification', 'Blocked', 'DependencyViolation'] as const),
  ...(['RulesPerSecurityGroupLimitExceeded', 'InvalidPermission.Malformed'] as const),
];

async function meeting<T>(
  world: World,
  fault: Fault | null,
  luck: number,
  codes: readonly RefusalCode[],
  effect: () => Promise<T>,
): Promise<T> {
  const before = world.fate;
  const code = fault === 'code' ? codes[Math.floor(luck * codes.length)]! : null;
  world.fate = { code, behind: fault === 'stale' ? 1 + Math.floor(luck * 4) : 0 };
  try {
    return await effect();
  } finally {
    world.fate = before;
  }
}

/** Every code that EC2 knows. */
export const allCodes: readonly string[] = Object.keys(refusals);
