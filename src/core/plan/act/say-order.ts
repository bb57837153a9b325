import type { Rule } from '../../group/rule.ts';
import type { Ec2Order } from './ec2-order.ts';
import { tupleText } from './tuple-text.ts';

/** One call in words, a line for each thing it does. `live`: the rules that stand now, by which ids are explained. */
export function sayOrder(order: Ec2Order, live: readonly Rule[]): readonly string[] {
  const named = (id: string) => {
    const rule = live.find((each) => each.id === id);
    return rule === undefined ? id : `${id} ${tupleText(rule)}`;
  };
  switch (order.call) {
    case 'revoke':
      return order.ids.map((id) => `- revoke ${named(id)}`);
    case 'authorize':
      return order.rules.map((rule) => `+ authorize ${tupleText(rule)}${described(rule)}`);
    case 'rewrite':
      return order.rules.map((rule) => `~ rewrite ${named(rule.id ?? '')} as ${tupleText(rule)}${described(rule)}`);
    case 'edit-list':
      return [
        ...order.add.map(({ cidr }) => `+ entry ${cidr} in ${order.list}`),
        ...order.remove.map((cidr) => `- entry ${cidr} in ${order.list}`),
      ];
    case 'set-groups':
      return [`~ groups of ${order.interface}: ${order.groups.join(', ')}`];
    case 'set-tags':
      return [
        ...Object.entries(order.set).map(([key, value]) => `~ tag ${key}=${value} on ${order.resource}`),
        ...order.remove.map((key) => `- tag ${key} on ${order.resource}`),
      ];
  }
}

function described({ description }: Rule): string {
  return description === null ? '' : ` "${description}"`;
}
