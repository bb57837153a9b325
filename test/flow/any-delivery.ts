import fc from 'fast-check';
import { isRead } from '../../src/aws/model/call.ts';
import type { Ec2State } from '../../src/aws/model/state.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import type { Instant } from '../../src/core/leaf/instant.ts';
import { anyCalls } from '../model/any-calls.ts';

/** Calls to EC2 as their records come: each twice, in any order, after the last of them. */
export interface Delivery {
  /** Each once, as they happened. */
  readonly records: readonly JsonObject[];
  readonly mixed: readonly JsonObject[];
  readonly state: Ec2State;
  readonly at: Instant;
}

/** Any calls that change something, and any way in which their records may come. */
export function anyDelivery(): fc.Arbitrary<Delivery> {
  return fc.tuple(anyCalls(2026, false, 24), fc.infiniteStream(fc.nat(1000))).map(([calls, luck]) => {
    const last = calls.at(-1)!;
    const records = calls
      .filter(({ call }) => !isRead(call.action))
      .map(({ asked }) => JSON.parse(JSON.stringify(asked.record)) as JsonObject);
    const mixed = [...records, ...records]
      .map((record) => [luck.next().value!, record] as const)
      .sort(([a], [b]) => a - b)
      .map(([, record]) => record);
    return { records, mixed, state: last.asked.state, at: last.at + 60_000 };
  });
}
