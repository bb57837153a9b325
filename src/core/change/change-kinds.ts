import type { Change } from './change.ts';

const isKind: Readonly<Record<Change['kind'], true>> = {
  ...{ 'rules-added': true, 'rules-removed': true, 'rules-modified': true, described: true },
  ...{ 'group-created': true, 'group-deleted': true, 'tags-changed': true, 'list-edited': true },
  ...{ attached: true, detached: true, associated: true, dissociated: true },
};

/** Every kind of change there is. */
export const changeKinds = Object.keys(isKind) as readonly Change['kind'][];
