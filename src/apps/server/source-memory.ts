import type { Store } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';

/** The table in which sources remember how far they have read: no entry tells it, and who loses it reads again. */
const table = 'cursor';

interface HistorySite {
  readonly account: string;
  readonly region: string;
}

/** What sources remember, each in a row of the store: another machine goes on where one stopped. */
export interface SourceMemory {
  folder(path: string): { load(): Promise<string | null>; save(text: string): Promise<void> };
  readonly cursors: {
    load(site: HistorySite): Promise<Instant | null>;
    save(site: HistorySite, until: Instant): Promise<void>;
  };
}

/** Keeps what sources remember in a store. */
export function sourceMemory(store: Pick<Store, 'row' | 'append'>): SourceMemory {
  const load = async (key: string): Promise<unknown> => {
    const { value } = await store.row({ table, key });
    return value === null ? null : JSON.parse(value);
  };
  const save = async (key: string, value: unknown): Promise<void> => {
    const done = await store.append(0, 'any', [], { rows: [{ table, key, value: JSON.stringify(value) }] });
    if (done.kind !== 'committed') throw new Error(`expected \`${key}\` to be remembered, the store is ${done.kind}`);
  };
  const keyOf = ({ account, region }: HistorySite): string => `lookup/${account}/${region}`;
  return {
    folder: (path) => ({
      load: async () => (await load(`folder/${path}`)) as string | null,
      save: (text) => save(`folder/${path}`, text),
    }),
    cursors: {
      load: async (site) => (await load(keyOf(site))) as Instant | null,
      save: (site, until) => save(keyOf(site), until),
    },
  };
}
