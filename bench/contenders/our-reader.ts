import { watchedNames } from '../../src/core/change/watched.ts';
import type { Json } from '../../src/core/leaf/canonical.ts';
import { openArchive } from '../../src/sources/archive/open-archive.ts';
import type { Tier } from '../generate/truth.ts';

/** The names that a tier stands for. */
export function callsOf(tier: Tier): ReadonlySet<string> {
  return watchedNames(tier === 'perimeter' ? ['perimeter'] : ['perimeter', 'attachment']);
}

/** Our archive source, on its own: every wanted record found, parsed and handed over. Yields event ids; throws on anything unreadable. */
export async function* readOurs(
  folder: string,
  how: { tier: Tier; threads: number; sidecar: string | null },
): AsyncGenerator<string[]> {
  const { threads, sidecar } = how;
  for await (const items of openArchive([folder], { calls: callsOf(how.tier), threads, sidecar })) {
    const ids: string[] = [];
    for (const item of items) {
      if (item.kind === 'record') ids.push((item.json as Readonly<Record<string, Json>>).eventID as string);
      else if (item.kind === 'unreadable')
        throw new Error(`expected every file to be readable: ${item.reason}, in \`${item.place.file}\``);
    }
    yield ids;
  }
}
