import type { Ec2Order } from '../act/ec2-order.ts';
import { tupleText } from '../act/tuple-text.ts';

/** One call of EC2 as its record will tell it: on what, and what it is about, as sorted texts. */
export interface CallWords {
  readonly call: Ec2Order['call'];
  readonly on: string;
  readonly words: readonly string[];
}

/**
 * What the records of an order's calls will say: one for each call that EC2 gets. Tags are set by one call and removed by
 * another; every other order is one call.
 */
export function callWords(order: Ec2Order): readonly CallWords[] {
  const { call } = order;
  switch (order.call) {
    case 'revoke':
      return [{ call, on: order.group, words: [...order.ids].sort() }];
    case 'authorize':
      return [{ call, on: order.group, words: order.rules.map(tupleText).sort() }];
    case 'rewrite':
      return [{ call, on: order.group, words: order.rules.map((rule) => rule.id ?? tupleText(rule)).sort() }];
    case 'edit-list': {
      const words = [...order.add.map(({ cidr }) => `+${cidr}`), ...order.remove.map((cidr) => `-${cidr}`)];
      return [{ call, on: order.list, words: words.sort() }];
    }
    case 'set-groups':
      return [{ call, on: order.interface, words: [...order.groups].sort() }];
    case 'set-tags': {
      const set = Object.entries(order.set).map(([key, value]) => `${key}=${value}`);
      const calls = [set.sort(), order.remove.map((key) => `-${key}`).sort()];
      return calls.filter((words) => words.length > 0).map((words) => ({ call, on: order.resource, words }));
    }
  }
}
