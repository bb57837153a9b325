import type { Change } from '../../src/core/change/change.ts';
import type { Group } from '../../src/core/group/group.ts';
import type { Rule } from '../../src/core/group/rule.ts';
import { changeId } from '../../src/core/ledger/change-id.ts';
import type { Evidence } from '../../src/core/ledger/evidence.ts';
import type { GroupLook } from '../../src/core/ledger/observed-body.ts';
import { unattributed } from '../../src/core/ledger/unattributed-change.ts';

export const seenPlace = {
  ...{ account: '111122223333', region: 'eu-west-1' },
  group: { id: 'sg-1', name: 'web', vpc: 'vpc-1' },
};

/** A rule of TCP ingress. */
export function seenRule(id: string | null, port: number, cidr = '0.0.0.0/0'): Rule {
  const peer = { kind: cidr.includes(':') ? 'ipv6' : 'ipv4', value: cidr } as const;
  return { id, direction: 'ingress', protocol: 'tcp', ports: [port, port], peer, description: null };
}

export function seenGroup(...rules: readonly Rule[]): Group {
  const { account, region, group } = seenPlace;
  return { ...group, account, region, tags: {}, rules };
}

/** A look at a group with these rules; `null`: it is gone. */
export function lookAt(at: number, rules: readonly Rule[] | null): GroupLook {
  return { kind: 'observed', at, ended: at + 100, group: rules === null ? null : seenGroup(...rules) };
}

type Does = Extract<
  Change['kind'],
  'rules-added' | 'rules-removed' | 'rules-modified' | 'group-created' | 'group-deleted'
>;

/** A change of a record, as evidence. */
export function told(
  kind: Does,
  at: number,
  rules: readonly Rule[] = [],
  more: { readonly result?: Change['record']['result']; readonly origin?: Change['origin'] } = {},
): Extract<Evidence, { kind: 'change' }> {
  const { account, region, group } = seenPlace;
  const record: Change['record'] = {
    ...{ kind: 'record', intake: { source: 'eventbridge', receivedAt: null }, eventId: `e-${kind}-${at}`, at },
    ...{ sharedEventId: null, service: 'ec2', call: kind, account, region, partition: 'aws', error: null },
    ...{ result: more.result ?? 'applied', actor: unattributed, addendum: null },
  };
  const base = { record, ordinal: 0, origin: more.origin ?? 'record', on: { kind: 'group', ...group } } as const;
  const ops = { 'rules-added': 'add', 'rules-removed': 'remove', 'rules-modified': 'after' } as const;
  const change: Change =
    kind === 'group-deleted'
      ? { ...base, kind }
      : kind === 'group-created'
        ? { ...base, kind, rules, maybe: [], tags: {} }
        : { ...base, kind, rules: rules.map((rule) => ({ op: ops[kind], ...rule })) };
  return { kind: 'change', at, id: changeId(change), change };
}
