import type { Row } from '../../contracts/store.ts';
import type { TagsChanged } from '../../core/change/change.ts';
import type { Group } from '../../core/group/group.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { readRow } from './tables.ts';

/** What a row has to hold for it to be read: most do not tell which groups there are. */
const marks = ['"observed"', '"group-created"', '"group-deleted"', '"tags-changed"'];

/** Groups as rows of evidence tell them: the newest look, or the record that made one. */
export class StandingGroups {
  readonly groups = new Map<string, { readonly at: Instant; readonly group: Group | null }>();

  take({ key, table, value }: Row): void {
    if (table !== 'evidence' || value === null || !marks.some((each) => value.includes(each))) return;
    const [account = '', region = ''] = key.split('/');
    const evidence = readRow('evidence', { value });
    if (evidence?.kind === 'observed') {
      const { group, at } = evidence;
      const id = /^[^/]*\/[^/]*\/(.*)\/\d{15}\//.exec(key)?.[1];
      if (id !== undefined) this.#keep(id, at, group === null ? null : { ...group, account, region });
    }
    if (evidence?.kind !== 'change' || evidence.change.record.result !== 'applied') return;
    const { change } = evidence;
    const { id, name, vpc } = change.on;
    if (id === null) return;
    if (change.kind === 'tags-changed' && change.rule === null) this.#tag(id, change);
    if (change.kind === 'group-deleted') this.#keep(id, change.record.at, null);
    if (change.kind === 'group-created')
      this.#keep(id, change.record.at, { id, name, vpc, account, region, tags: change.tags, rules: [] });
  }

  all(): readonly Group[] {
    return [...this.groups.values()].flatMap(({ group }) => (group === null ? [] : [{ ...group, rules: [] }]));
  }

  #tag(id: string, { record: { at }, set, removed }: TagsChanged): void {
    const group = this.groups.get(id)?.group ?? null;
    if (group === null) return;
    const left = Object.entries(group.tags).filter(([key]) => !removed.includes(key));
    this.#keep(id, at, { ...group, tags: { ...Object.fromEntries(left), ...set } });
  }

  #keep(id: string, at: Instant, group: Group | null): void {
    const known = this.groups.get(id);
    if (known === undefined || known.at <= at) this.groups.set(id, { at, group });
  }
}
