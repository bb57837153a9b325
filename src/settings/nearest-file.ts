import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { nearestWords } from '../core/policy/shape/nearest-word.ts';

/** The file in the same folder whose name is nearest, where the one that is asked for is not there; as asked, up to its name. */
export function nearestFile(path: string, asked: string): string | null {
  const name = basename(path);
  try {
    const others = readdirSync(dirname(path)).filter((each) => each !== name);
    const [near] = nearestWords(name, others);
    return near === undefined ? null : asked.slice(0, asked.length - name.length) + near;
  } catch {
    return null;
  }
}
