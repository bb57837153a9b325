import type { Json } from '../leaf/canonical.ts';
import { membersOf, valueAt } from './read/plain-value.ts';
import type { Spot } from './tell.ts';

/** What one layer says under an id. */
export interface Said extends Spot {
  readonly value: Json;
}

/** What has an id, by section (`checks`, `sets.ports`, …) and id: all that layers say of it, earliest first. The last counts. */
export type Joined = ReadonlyMap<string, ReadonlyMap<string, readonly Said[]>>;

const sections = [
  ...['directory', 'sets.addresses', 'sets.ports', 'sets.actors', 'contexts', 'checks', 'adjust', 'baselines'],
  ...['exceptions', 'grants', 'safety', 'safety.never_touch', 'safety.caps', 'notify', 'channels', 'tests'],
] as const;

/** Parts of a policy that hold things with ids; of `grants`, `safety` and its parts, each key is one. */
export type Section = (typeof sections)[number];

/** One layer alone. */
export function layerAlone(value: Json, layer: number): Joined {
  return new Map(
    sections.map((section) => {
      const path = section.split('.');
      const isSection = (id: string) => (sections as readonly string[]).includes(`${section}.${id}`);
      const members = membersOf(valueAt(value, ...path)).filter(([id]) => !isSection(id));
      return [section, new Map(members.map(([id, held]) => [id, [{ layer, path: [...path, id], value: held }]]))];
    }),
  );
}

/** Both, where what `later` says of an id comes after. Associative. */
export function joinLayers(earlier: Joined, later: Joined): Joined {
  return new Map(
    sections.map((section) => {
      const all = new Map(earlier.get(section));
      for (const [id, said] of later.get(section) ?? []) all.set(id, [...(all.get(id) ?? []), ...said]);
      return [section, all];
    }),
  );
}

/** What counts in a section, sorted by id. */
export function saidIn(joined: Joined, section: Section): readonly (readonly [string, Said])[] {
  const all = joined.get(section) ?? new Map<string, readonly Said[]>();
  return [...all.keys()].sort().map((id) => [id, all.get(id)!.at(-1)!] as const);
}

/** What counts under one id of a section. */
export function saidOf(joined: Joined, section: Section, id: string): Said | null {
  return joined.get(section)?.get(id)?.at(-1) ?? null;
}

/** The effective plain value: what counts, by section and id. */
export function plainOf(joined: Joined, section: Section): Readonly<Record<string, Json>> {
  return Object.fromEntries(saidIn(joined, section).map(([id, said]) => [id, said.value]));
}
