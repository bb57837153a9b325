import type { Change } from '../../../core/change/change.ts';
import { subjectName } from '../../../core/ledger/change-id.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import { resolveName } from '../memory/resolve-name.ts';

/** Where a change happened, as far as its record tells: in the account that received it. */
export function siteOf({ record: { account, region } }: Pick<Change, 'record'>): Site {
  return { account, region };
}

/**
 * What a change is kept under: its subject's id. Where the record tells but the name of a group, the id that is known
 * for it, else the one group of that name that a live read shows, else the name.
 */
export async function subjectOf({ store, gatherer }: LiveParts, change: Change): Promise<string> {
  const { on } = change;
  const own = subjectName(change);
  if (on.id !== null) return own;
  // What no record names at all is of every kind, and each kind is judged by itself.
  if (on.kind !== 'group') return `${own}/${on.kind}`;
  if (on.name === null) return own;
  const site = siteOf(change);
  const known = await resolveName(store, site, on.vpc, on.name);
  if (known !== null) return known;
  const looked = await gatherer.perimeter(site);
  if (looked.kind === 'failed') return own;
  const named = looked.found.groups.filter(({ name, vpc }) => name === on.name && (on.vpc === null || vpc === on.vpc));
  return named.length === 1 ? named[0]!.id : own;
}
