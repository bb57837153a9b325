import { type Json, writeCanonical } from '../leaf/canonical.ts';
import { writePeers } from '../reach/rows.ts';
import type { Joined, Said, Section } from './join.ts';
import type { PolicyLayer } from './layer.ts';
import { placeOf } from './read/place.ts';
import { listOf, numberAt, textsOf, valueAt } from './read/plain-value.ts';
import { readCondition } from './read/read-condition.ts';
import { readContext, usualContexts } from './read/read-contexts.ts';
import { readDirectory } from './read/read-directory.ts';
import { readActorSet, readAddressSet, readPortSet, readSets, type Sets } from './read/read-sets.ts';
import { silently, type Tell } from './tell.ts';
import { isWiderCondition } from './wider.ts';

/**
 * Says wherever a later file changes what a locked check rests on: the sets that it, or what moves or excepts it, names;
 * the contexts; the accounts; the adjustments that raise it.
 */
export function findWeakenedGrounds(joined: Joined, layers: readonly PolicyLayer[], tell: Tell): void {
  const locks = [...(joined.get('checks') ?? [])].flatMap(([id, all]) => {
    const first = all.findIndex(({ value }) => valueAt(value, 'locked') === true);
    return first < 0 ? [] : [{ id, lock: all[first]!, said: all.slice(first) }];
  });
  const seen = new Set<string>();
  const once = (said: Said, message: string) => {
    const key = writeCanonical([said.layer, [...said.path]]);
    if (!seen.has(key)) tell('error', said, message);
    seen.add(key);
  };
  const sets = locks.length === 0 ? null : readSets(joined, layers, silently);
  for (const { id, lock, said } of locks.sort((a, b) => a.lock.layer - b.lock.layer || (a.id < b.id ? -1 : 1))) {
    const why = `check \`${id}\`, locked by ${placeOf(layers, lock)}, rests on it: keep it as it is there`;
    const beside = [...groundsIn(joined, 'adjust', lock.layer), ...groundsIn(joined, 'exceptions', lock.layer)];
    for (const ground of [...said, ...beside]) {
      const since = Math.max(ground.layer, lock.layer);
      for (const [section, name] of namesIn(ground.value)) {
        for (const later of changedAfter(joined, section, name, since, layers)) once(later, `\`${name}\`: ${why}`);
      }
    }
    for (const key of ['environment', 'owner'] as const) {
      const read = (one: Said) => readContext(one.value) as unknown as Json;
      const usual = usualContexts[key] as unknown as Json;
      for (const later of changed(joined, 'contexts', key, lock.layer, read, usual)) once(later, `\`${key}\`: ${why}`);
    }
    const accounts = (one: Said) => accountsOf(one, layers);
    for (const later of changed(joined, 'directory', 'accounts', lock.layer, accounts, [])) {
      once(later, `\`accounts\`: ${why}`);
    }
    for (const later of unraised(joined, lock.layer, sets!)) once(later, `this raises less than before: ${why}`);
  }
}

function groundsIn(joined: Joined, section: Section, upTo: number): readonly Said[] {
  return [...(joined.get(section)?.values() ?? [])].flatMap((all) =>
    all.filter(({ layer }) => layer <= upTo).slice(-1),
  );
}

/** The sets that a check, adjustment or exception names anywhere. */
function namesIn(value: Json): readonly (readonly [Section, string])[] {
  const box = valueAt(value, 'when', 'gained') ?? valueAt(value, 'when', 'lost');
  const conditions = [...listOf(valueAt(value, 'unless')), valueAt(value, 'when') ?? null];
  const named = (section: Section, holder: Json | undefined, key: string) =>
    textsOf(valueAt(holder, key)).map((name) => [section, name] as const);
  return [
    ...named('sets.addresses', box, 'peers'),
    ...named('sets.addresses', box, 'except'),
    ...named('sets.ports', box, 'ports'),
    ...named('sets.ports', value, 'ports'),
    ...conditions.flatMap((one) => [...named('sets.actors', one, 'actor'), ...named('sets.addresses', one, 'source')]),
  ];
}

function changedAfter(
  joined: Joined,
  section: Section,
  name: string,
  since: number,
  layers: readonly PolicyLayer[],
): readonly Said[] {
  const read = (said: Said): Json => {
    if (section === 'sets.addresses') return writePeers(readAddressSet(name, said, layers, silently));
    if (section === 'sets.ports') return readPortSet(name, said, silently) as unknown as Json;
    return readActorSet(name, said) as unknown as Json;
  };
  return changed(joined, section, name, since, read, null);
}

/** What later layers say of something, where it differs from what was said before. */
function changed(
  joined: Joined,
  section: Section,
  id: string,
  since: number,
  read: (said: Said) => Json,
  usual: Json,
): readonly Said[] {
  const all = joined.get(section)?.get(id) ?? [];
  const text = (said: Said | undefined) => writeCanonical(said === undefined ? usual : read(said));
  return all.filter((said, i) => said.layer > since && text(said) !== text(all[i - 1]));
}

function accountsOf(said: Said, layers: readonly PolicyLayer[]): Json {
  const alone: Joined = new Map([['directory', new Map([['accounts', [said]]])]]);
  return [...readDirectory(alone, layers, silently).accounts.values()] as unknown as Json;
}

/** Adjustments that raised up to a layer and that a later one makes raise less. */
function unraised(joined: Joined, upTo: number, sets: Sets): readonly Said[] {
  return [...(joined.get('adjust')?.values() ?? [])].flatMap((all) =>
    all.filter((said, i) => {
      const was = all[i - 1];
      if (was === undefined || said.layer <= upTo) return false;
      const [before, now] = [numberAt(was.value, 'by') ?? 0, numberAt(said.value, 'by') ?? 0];
      if (before <= 0) return false;
      const when = (one: Said) => readCondition(valueAt(one.value, 'when'), one, sets, silently);
      return now < before || !isWiderCondition(when(said), when(was));
    }),
  );
}
