import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Lists the log files below a folder, as every reader must do first. */
export function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json.gz'))
    .map((entry) => join(entry.parentPath, entry.name));
}
