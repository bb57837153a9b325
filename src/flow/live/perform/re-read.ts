import type { Gatherer, Looked } from '../../../contracts/live.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import type { Live } from '../../../core/plan/act/live.ts';

/** What an action is about, as a live read showed it. */
export interface ReRead {
  readonly kind: 're-read';
  readonly started: Instant;
  readonly ended: Instant;
  readonly live: Live;
}

/** Reads what an intent is about, or says why it could not be read. */
export async function reRead(gatherer: Gatherer, { on, site }: Intent): Promise<ReRead | ApiFailure> {
  switch (on.kind) {
    case 'group':
      return read(await gatherer.group(site, on.id), (group) => ({ kind: 'group', group }));
    case 'list':
      return read(await gatherer.list(site, on.id), (list) => ({ kind: 'list', list }));
    case 'interface':
      return read(await gatherer.interface(site, on.id), (found) => ({ kind: 'interface', interface: found }));
  }
}

function read<T>(looked: Looked<T>, write: (found: T) => Live): ReRead | ApiFailure {
  if (looked.kind === 'failed') return looked;
  return { kind: 're-read', started: looked.started, ended: looked.ended, live: write(looked.found) };
}
