import type { Tuple } from '../../group/rule.ts';
import { nameRule } from '../name-rule.ts';

/** What a rule permits, as one text that is the same for the same tuple and for no other: `ingress tcp/22 0.0.0.0/0`. */
export function tupleText({ direction, protocol, ports, peer }: Tuple): string {
  return nameRule({ id: null, direction, protocol, ports, peer, description: null });
}

/** Whether two rules permit the same: direction, protocol, ports and peer; neither id nor description counts. */
export function sameTuple(a: Tuple, b: Tuple): boolean {
  return (
    a.direction === b.direction &&
    a.protocol === b.protocol &&
    a.ports?.[0] === b.ports?.[0] &&
    a.ports?.[1] === b.ports?.[1] &&
    a.peer.kind === b.peer.kind &&
    a.peer.value === b.peer.value
  );
}
