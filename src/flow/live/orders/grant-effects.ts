import type { Effects } from '../../../contracts/store.ts';
import { newTask } from '../schedule.ts';
import { type Grant, rowName } from '../tables.ts';
import { lookTask } from '../watch/tell-incidents.ts';

/** The name of the row of a grant. */
export function grantName({ site, group, id }: Pick<Grant, 'site' | 'group' | 'id'>) {
  return rowName('grant', site.account, site.region, group, id);
}

/**
 * What a grant brings with it in the same commit: its row, the task that ends this version of it, and a look at what it
 * means for what stands. `expect`: the version of the row before.
 */
export function grantEffects(grant: Grant, expect: number): Required<Pick<Effects, 'rows' | 'tasks'>> {
  const { ended, from, group, id, site, until, version } = grant;
  const end = ended === null ? until : Math.min(ended, until);
  const at = ended ?? from;
  return {
    rows: [{ ...grantName(grant), value: JSON.stringify(grant), expect }],
    tasks: [
      newTask('expire', `${id}/${version}`, end, { site, group, grant: id, version }),
      lookTask(site, group, 'grant', `${id}/${version}`, at),
    ],
  };
}
