import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Complaint } from './complaint.ts';
import type { Options } from './options.ts';
import { notice, type Terminal } from './screen.ts';

/** The folder of the archive's index; said once, when it is made. */
export function openCache({ cache, cacheDir }: Options, terminal: Terminal): string | null {
  if (cache === false) return null;
  const home = terminal.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = cacheDir ?? join(home, 'portcullis');
  if (existsSync(folder)) return folder;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (cacheDir !== undefined)
      throw new Complaint(`expected a folder that can be made at \`--cache-dir\`: ${(error as Error).message}`);
    return null;
  }
  notice(terminal, `an index that makes the next run faster is kept in ${folder} (\`--no-cache\`: none)`);
  return folder;
}
