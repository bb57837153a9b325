import { type Bounds, exactly, unionBounds } from './bounds.ts';
import { nothing } from './reach.ts';

/**
 * What the groups on one interface permit together: the union over them, since EC2 evaluates all rules of all groups
 * as one set. Give only groups associated with the interface's own VPC.
 * Source: Amazon VPC user guide, "Security group rules".
 */
export function boundsOfInterface(groups: Iterable<Bounds>): Bounds {
  let all = exactly(nothing);
  for (const group of groups) all = unionBounds(all, group);
  return all;
}
