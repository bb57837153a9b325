import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nearestWords } from '../core/policy/shape/nearest-word.ts';
import { type Mistake, openSource, type PolicySource, packForm, packsOf } from './policy-source.ts';

/** Files in the order of their layers, and what is wrong with the packs that they use. */
export interface Layering {
  readonly layers: readonly PolicySource[];
  readonly mistakes: readonly { readonly source: PolicySource; readonly mistake: Mistake }[];
}

/**
 * Puts the packs that files use before all files, and before each pack those that it uses itself, each once and in the
 * order in which they are named: what stands in a file of one's own overrides every pack.
 */
export function orderLayers(sources: readonly PolicySource[], packsFolder: string): Layering {
  const packs = new Map<string, PolicySource>();
  const mistakes: { source: PolicySource; mistake: Mistake }[] = [];
  const majors = new Map<string, string>();
  const add = (source: PolicySource, way: readonly string[]): void => {
    for (const { pack, at } of packsOf(source)) {
      const wrong = (message: string, suggestion: string | null = null) =>
        mistakes.push({ source, mistake: { at, message, suggestion } });
      const [name = ''] = pack.split('@');
      if (way.includes(pack)) wrong(`the packs use each other in a circle: ${[...way, pack].join(' uses ')}`);
      else if ((majors.get(name) ?? pack) !== pack)
        wrong(`\`${majors.get(name)}\` is used as well: a pack has one version`);
      else if (!packs.has(pack)) {
        majors.set(name, pack);
        const opened = openSource(join(packsFolder, `${pack}.yaml`), pack);
        if ('wrong' in opened)
          wrong(`unknown pack \`${pack}\`: ${sayUnknown(opened.wrong, packsFolder)}`, nearPack(pack, packsFolder));
        else {
          add(opened, [...way, pack]);
          packs.set(pack, opened);
        }
      }
    }
  };
  const given = sources.map(({ name }) => name).filter((name) => packForm.test(name));
  for (const source of sources) add(source, given.includes(source.name) ? [source.name] : []);
  const files = sources.filter(({ name }) => !packs.has(name));
  return { layers: [...packs.values(), ...files], mistakes };
}

/** The packs in a folder, by name and version. */
function listPacks(folder: string): readonly string[] {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    return files
      .map((file) => file.slice(0, -5))
      .filter((name) => packForm.test(name))
      .sort();
  } catch {
    return [];
  }
}

function sayUnknown(wrong: string, folder: string): string {
  const packs = listPacks(folder);
  if (wrong !== 'no such file') return wrong;
  return packs.length === 0 ? 'no packs are installed' : `there are ${packs.join(', ')}`;
}

function nearPack(pack: string, folder: string): string | null {
  const packs = listPacks(folder);
  const other = packs.filter((each) => each.split('@')[0] === pack.split('@')[0]);
  return other.at(-1) ?? nearestWords(pack, packs)[0] ?? null;
}
