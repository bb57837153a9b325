import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';

/** Reads a group, as evidence; or says why it could not be read. */
export async function readGroup(
  { gatherer }: Pick<LiveParts, 'gatherer'>,
  site: Site,
  group: string,
): Promise<GroupLook | ApiFailure> {
  const looked = await gatherer.group(site, group);
  if (looked.kind === 'failed') return looked;
  return { kind: 'observed', at: looked.started, ended: looked.ended, group: looked.found };
}
