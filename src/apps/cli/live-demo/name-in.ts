import type { Ec2Model } from '../../../aws/model/model.ts';

/** Names of groups by their ids; an id that nothing has stands for itself. */
export function nameIn(models: readonly Ec2Model[]): (id: string) => string {
  return (id) => models.map(({ state }) => state.groups.get(id)?.name).find((name) => name !== undefined) ?? id;
}
