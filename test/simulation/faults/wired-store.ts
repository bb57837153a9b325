import type { Store, Unavailable } from '../../../src/contracts/store.ts';
import type { Entry } from '../../../src/core/ledger/entry.ts';
import type { Fault } from './weather.ts';
import type { Wire } from './wire.ts';

/** A store could not be reached: what reads reject with. */
export class Unreachable extends Error {}

const reads: readonly Fault[] = ['crash-before', 'slow', 'before'];
const writes: readonly Fault[] = ['crash-after', 'crash-before', 'after', 'before', 'slow'];

/** A store at the other end of a wire. */
export function wiredStore(store: Store, wire: Wire): Store {
  const read = <T>(what: string, effect: () => Promise<T>): Promise<T> => {
    const lost = (): T => {
      throw new Unreachable(`the store could not be reached: ${what}`);
    };
    return wire.send({ what: `store.${what}`, may: reads, effect, lost, takes: 8 });
  };
  const write = <T>(what: string, effect: () => Promise<T>): Promise<T | Unavailable> =>
    wire.send<T | Unavailable>({
      ...{ what: `store.${what}`, may: writes, effect, takes: 30 },
      lost: (where) => ({ kind: 'unavailable', maybe: true, why: `lost ${where} it was done` }),
    });
  return {
    shards: store.shards,
    append: (...asked) => write('append', () => store.append(...asked)),
    async *read(shard, from) {
      const entries: Entry[] = [];
      await read('read', async () => {
        for await (const entry of store.read(shard, from)) entries.push(entry);
      });
      yield* entries;
    },
    find: (key) => read('find', () => store.find(key)),
    heads: () => read('heads', () => store.heads()),
    row: (name) => read(`row ${name.table}`, () => store.row(name)),
    rows: (...asked) => read(`rows ${asked[0]}`, () => store.rows(...asked)),
    view: (asked) => read('view', () => store.view(asked)),
    task: (id) => read('task', () => store.task(id)),
    lease: (asked) => write('lease', () => store.lease(asked)),
    renew: (held, now, span) => write('renew', () => store.renew(held, now, span)),
    finish: (held) => write('finish', () => store.finish(held)),
    fail: (held, why, again) => write('fail', () => store.fail(held, why, again)),
    erase: (before) => write('erase', () => store.erase(before)),
    backup: () => store.backup(),
    restore: (kept) => store.restore(kept),
    close: async () => {},
  };
}
