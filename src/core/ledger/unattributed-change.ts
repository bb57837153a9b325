import type { Change, Subject } from '../change/change.ts';
import { digestName } from '../leaf/digest.ts';
import type { Actor } from '../trail/actor.ts';
import { partitionOf } from '../trail/partition-of.ts';
import type { RecordHead } from '../trail/record.ts';
import { contentOf, tupleKey } from './standing.ts';
import type { Unexplained } from './unexplained.ts';

/** The actor of what no record tells: nobody is known, so nobody is trusted. */
export const unattributed: Actor = {
  type: 'Unattributed',
  principal: null,
  principalId: null,
  session: null,
  identity: 'none',
  person: null,
  sourceIdentity: null,
  via: { value: 'unknown', basis: 'claimed' },
  sourceIp: null,
  mfa: null,
  accessKey: null,
  invokedBy: null,
  userAgent: null,
  account: null,
};

/** Where the difference was seen. */
export interface SeenPlace {
  readonly account: string;
  readonly region: string;
  readonly group: Pick<Subject, 'id' | 'name' | 'vpc'>;
}

/**
 * The change that stands in for the record that did not come: at the time of the look that showed the difference, by
 * nobody, with an id that follows from group, rule, kind of difference and the state before, so that every sweep of the
 * same difference makes the same one.
 */
export function unattributedChange(place: SeenPlace, seen: Unexplained): Change {
  const { account, region, group } = place;
  const what = seen.rule === null ? '' : (seen.rule.id ?? tupleKey(seen.rule));
  const eventId = `unattributed-${digestName([account, region, group.id, what, seen.was, seen.state].join('\n'))}`;
  const record: RecordHead = {
    kind: 'record',
    intake: { source: 'file', receivedAt: null },
    eventId,
    sharedEventId: null,
    at: seen.seenAt,
    service: 'ec2',
    call: callOf[seen.was],
    account,
    region,
    partition: partitionOf(region),
    result: 'applied',
    error: null,
    actor: unattributed,
    addendum: null,
  };
  const told = { record, ordinal: 0, origin: 'observed', on: { kind: 'group', ...group } } as const;
  switch (seen.was) {
    case 'group gone':
      return { ...told, kind: 'group-deleted' };
    case 'appeared':
      return { ...told, kind: 'rules-added', rules: [{ op: 'add', ...contentOf(seen.rule!) }] };
    case 'vanished':
      return { ...told, kind: 'rules-removed', rules: [{ op: 'remove', ...contentOf(seen.rule!) }] };
    case 'rewritten':
      return { ...told, kind: 'rules-modified', rules: [{ op: 'after', ...contentOf(seen.rule!) }] };
  }
}

/** The kind of call that must have been made: nobody saw which. */
const callOf = {
  appeared: 'a rule appeared',
  vanished: 'a rule vanished',
  rewritten: 'a rule was rewritten',
  'group gone': 'the group vanished',
} as const;
