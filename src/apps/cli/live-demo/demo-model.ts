import { forbidBeyondRoles } from '../../../aws/model/live/own-roles.ts';
import { Ec2Model } from '../../../aws/model/model.ts';
import type { Ec2State } from '../../../aws/model/state.ts';

/** EC2 for a place of the story: our roles may do what they are for, and the stolen key may not touch the edge. */
export function demoModel(state: Ec2State, calls = 0): Ec2Model {
  const edge = [...state.groups.values()].find(({ name }) => name === 'prod-edge')?.id ?? 'none';
  const forbids = forbidBeyondRoles(undefined, (principal, action, resource) =>
    principal.endsWith(':user/build-bot') && resource.endsWith(edge)
      ? `no identity-based policy allows the ${action} action`
      : null,
  );
  const { account, region } = state;
  return new Ec2Model({ account, region, state, forbids, calls });
}
