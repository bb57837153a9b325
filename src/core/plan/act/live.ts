import type { Group, Interface, PrefixList } from '../../group/group.ts';

/** What a live read showed of the thing that an action is about; `null`: it is not there. */
export type Live =
  | { readonly kind: 'group'; readonly group: Group | null }
  | { readonly kind: 'list'; readonly list: PrefixList | null }
  | { readonly kind: 'interface'; readonly interface: Interface | null };

/** Whether the thing itself is gone, and every rule of it with it. */
export function isGone(live: Live): boolean {
  switch (live.kind) {
    case 'group':
      return live.group === null;
    case 'list':
      return live.list === null;
    case 'interface':
      return live.interface === null;
  }
}
