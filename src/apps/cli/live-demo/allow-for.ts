import type { Rule } from '../../../core/group/rule.ts';
import { allow } from '../../../flow/live/orders/allow.ts';
import type { Stage } from './stage.ts';

/** Carol allows alice one opening for some minutes; whether she may. */
export async function allowFor(
  { order, parts, group, now }: Stage,
  name: string,
  { port, cidr, minutes }: { readonly port: number; readonly cidr: string; readonly minutes: number },
): Promise<boolean> {
  const { site, held } = group(name);
  const peer = { kind: 'ipv4', value: cidr } as const;
  const rule: Rule = { id: null, direction: 'ingress', protocol: 'tcp', ports: [port, port], peer, description: null };
  const ordering = { person: 'carol@example.com', reason: 'to look at a log from home', key: `demo/${name}` };
  const grant = { site, group: held.id, rules: [rule], until: now() + minutes * 60_000, for: 'alice@example.com' };
  const done = await order(ordering, (each) => allow(parts, { ...each, ...grant }));
  return done.kind === 'ordered';
}
