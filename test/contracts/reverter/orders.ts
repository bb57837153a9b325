import type { Performed } from '../../../src/contracts/live.ts';
import type { Direction, Rule } from '../../../src/core/group/rule.ts';
import type { Ec2Order } from '../../../src/core/plan/act/ec2-order.ts';
import type { Ec2Bench } from '../ec2-bench.ts';

type Body<C extends Ec2Order['call']> = Omit<Extract<Ec2Order, { readonly call: C }>, 'action' | 'site'>;

/** Has an order carried out, in earnest. */
export async function performs(bench: Ec2Bench, order: Ec2Order): Promise<Performed> {
  const performed = await bench.reverter.perform(order, { dry: false, timeout: 45_000 });
  await bench.settled();
  return performed;
}

/** Asks whether an order would be carried out. */
export function tries(bench: Ec2Bench, order: Ec2Order): Promise<Performed> {
  return bench.reverter.perform(order, { dry: true, timeout: 45_000 });
}

/** An order of the one action of these tests. */
export function order<C extends Ec2Order['call']>({ site }: Ec2Bench, body: Body<C>): Ec2Order {
  return { action: 'act_0123456789abcdef', site, ...body } as unknown as Ec2Order;
}

/** Takes rules away by id. */
export function revokes(bench: Ec2Bench, group: string, ids: readonly string[], direction: Direction = 'ingress') {
  return order<'revoke'>(bench, { call: 'revoke', role: 'revoke', group, direction, ids });
}

/** Puts rules back; what stood before is, unless told otherwise, just them. */
export function restores(bench: Ec2Bench, group: string, rules: readonly Rule[], image: readonly Rule[] = rules) {
  const direction = rules[0]!.direction;
  return order<'authorize'>(bench, { call: 'authorize', role: 'restore', group, direction, rules, image });
}

/** Gives rules back their content. */
export function rewrites(bench: Ec2Bench, group: string, rules: readonly Rule[], image: readonly Rule[] = rules) {
  return order<'rewrite'>(bench, { call: 'rewrite', role: 'restore', group, rules, image });
}
