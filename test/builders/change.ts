import type { Change } from '../../src/core/change/change.ts';
import type { RecordHead } from '../../src/core/trail/record.ts';
import { actorWith } from './actor.ts';
import { now } from './matter.ts';

/** A record's head by the parts that a test is about: an applied call by alice. */
export function headWith(parts: Partial<RecordHead> = {}): RecordHead {
  return {
    ...{ kind: 'record', intake: { source: 'file', receivedAt: null }, eventId: 'event-1', sharedEventId: null },
    ...{ at: now, service: 'ec2', call: 'AuthorizeSecurityGroupIngress', account: '111122223333' },
    ...{ region: 'eu-west-1', partition: 'aws', result: 'applied', error: null, actor: actorWith({}), addendum: null },
    ...parts,
  };
}

type Own<C> = C extends Change ? Omit<C, 'record' | 'ordinal' | 'origin' | 'on'> : never;
type About = Partial<Pick<Change, 'origin' | 'on'>> & { readonly record?: Partial<RecordHead> };

/** A change by what it did; the rest is as of a record about the group `sg-1`. */
export function changeWith({ record, ...parts }: Own<Change> & About): Change {
  const on = { kind: 'group', id: 'sg-1', name: 'web', vpc: 'vpc-1' } as const;
  return { record: headWith(record), ordinal: 0, origin: 'record', on, ...parts };
}
