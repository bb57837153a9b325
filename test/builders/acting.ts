import fc from 'fast-check';
import type { Group } from '../../src/core/group/group.ts';
import type { Rule, Tuple } from '../../src/core/group/rule.ts';
import type { Answered } from '../../src/core/plan/act/compare-answer.ts';
import type { Ec2Order } from '../../src/core/plan/act/ec2-order.ts';
import type { Aim, Intent } from '../../src/core/plan/act/intent.ts';
import type { Live } from '../../src/core/plan/act/live.ts';
import { sameTuple } from '../../src/core/plan/act/tuple-text.ts';
import { tupleOf } from './any-tuple.ts';

export const site = { account: '111122223333', region: 'eu-west-1' } as const;

/** A rule by `ingress tcp/22 0.0.0.0/0`, with an id; peers by their look. */
export function ruleOf(text: string, id: string | null = null, more: Partial<Rule> = {}): Rule {
  const [direction = '', service = '', value = ''] = text.split(' ');
  const [protocol = '', range] = service.split('/');
  const [from, to = from] = (range ?? '').split('-').map(Number);
  const kind = value.startsWith('pl-') ? 'list' : /sg-/.test(value) ? 'group' : value.includes(':') ? 'ipv6' : 'ipv4';
  return {
    direction: direction as Rule['direction'],
    protocol: protocol === 'all' ? '-1' : protocol,
    ports: range === undefined ? null : [from!, to!],
    peer: { kind, value },
    id,
    description: null,
    ...more,
  };
}

/** An action on `sg-web`; what is left out is as of a high revert of what alice did. */
export function intentOf(aims: readonly Aim[], more: Partial<Intent> = {}): Intent {
  return {
    action: 'act_1',
    for: 'chg_1',
    do: 'revert',
    site,
    on: { kind: 'group', id: 'sg-web' },
    aims,
    severity: 'high',
    actor: 'arn:aws:iam::111122223333:user/alice',
    policy: 'sha256:0',
    ...more,
  };
}

export const close = (rule: Rule): Aim => ({ kind: 'close', rule });
export const open = (rule: Rule): Aim => ({ kind: 'open', rule });
export const rewrite = (id: string, from: Tuple, to: Rule): Aim => ({ kind: 'rewrite', id, from, to });

/** A live read of `sg-web` with these rules. */
export function liveGroup(rules: readonly Rule[], tags: Readonly<Record<string, string>> = {}): Live {
  return { kind: 'group', group: groupOf(rules, tags) };
}

function groupOf(rules: readonly Rule[], tags: Readonly<Record<string, string>> = {}): Group {
  return { id: 'sg-web', name: 'web', vpc: 'vpc-1', ...site, tags, rules };
}

/** What EC2 makes of an order on a group's rules: by the API reference, all of a call or nothing. `null`: refused. */
export function perform(
  order: Ec2Order,
  rules: readonly Rule[],
  name: (rule: Rule) => string,
): { readonly rules: readonly Rule[]; readonly answer: Answered } | null {
  switch (order.call) {
    case 'revoke': {
      const gone = rules.filter(({ id }) => id !== null && order.ids.includes(id));
      if (gone.length < order.ids.length || gone.some(({ direction }) => direction !== order.direction)) return null;
      return { rules: rules.filter((rule) => !gone.includes(rule)), answer: { revoked: gone, made: null } };
    }
    case 'authorize': {
      if (order.rules.some((wanted) => rules.some((rule) => sameTuple(rule, wanted)))) return null;
      if (order.rules.some(({ direction }) => direction !== order.direction)) return null;
      const made = order.rules.map((rule): Rule => ({ ...rule, id: name(rule) }));
      return { rules: [...rules, ...made], answer: { revoked: null, made } };
    }
    case 'rewrite': {
      const after = rules.map((rule) => order.rules.find(({ id }) => id === rule.id) ?? rule);
      const isTwin = after.some((rule, at) => after.some((other, place) => place < at && sameTuple(rule, other)));
      const isThere = order.rules.every((wanted) => rules.some(({ id }) => id === wanted.id));
      return isTwin || !isThere ? null : { rules: after, answer: { revoked: null, made: null } };
    }
    case 'edit-list':
    case 'set-groups':
    case 'set-tags':
      return { rules, answer: { revoked: null, made: null } };
  }
}

/** Rules of a group, no two of one content, with ids that follow from their number. */
export function someRules(prefix: string, most = 8): fc.Arbitrary<readonly Rule[]> {
  const n = fc.nat(1000);
  return fc.array(fc.record({ one: n, two: n, three: n, out: fc.boolean() }), { maxLength: most }).map((all) =>
    all
      .map(({ out, ...numbers }) =>
        tupleOf(out ? 'egress' : 'ingress', numbers, { groups: ['sg-a', 'sg-b'], lists: ['pl-1'] }),
      )
      .filter((tuple, at, tuples) => tuples.findIndex((other) => sameTuple(other, tuple)) === at)
      .map(
        (tuple, at): Rule => ({ ...tuple, id: `${prefix}${at}`, description: `rule ${at}`, tags: { no: String(at) } }),
      ),
  );
}
