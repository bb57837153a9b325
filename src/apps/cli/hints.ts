import stringWidth from 'string-width';
import { isPostgresUrl, sayPostgresUrl } from '../../store/postgres/postgres-url.ts';
import type { Options } from './options.ts';
import { as, type Line, type Terminal } from './screen.ts';

/** The lines that say what to type next, each with what it shows. */
export function nextLines(terminal: Terminal, hints: readonly (readonly [string, string])[]): readonly Line[] {
  const typed = hints.map(([command]) => `${terminal.command} ${command}`);
  const widest = Math.max(...typed.map((each) => stringWidth(each)));
  const room = widest + 9 + Math.max(...hints.map(([, say]) => stringWidth(say))) <= terminal.columns;
  return hints.map(([, say], at): Line => {
    const start = [at === 0 ? as('bold', 'Next  ') : '      ', as('cyan', typed[at]!)];
    return room ? [...start, ' '.repeat(widest - stringWidth(typed[at]!) + 3), as('dim', say)] : start;
  });
}

/** Paths as one types them into a shell; of a database, what may be shown. */
export function shellPaths(paths: readonly string[]): string {
  return paths.map((path) => quote(isPostgresUrl(path) ? sayPostgresUrl(path) : path)).join(' ');
}

function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** What a hint must repeat so that the same archive is read: paths, snapshot, and which AWS. */
export function readingWords(paths: readonly string[], options: Pick<Options, 'snapshot'>): string {
  const { snapshot, settings, regions, profile }: Partial<Options> = options;
  const named = { snapshot, settings, regions, profile };
  const flags = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  return shellPaths([...paths, ...flags]);
}

/** What it must repeat so that it is judged in the same way, too; only verbs that judge take it. */
export function archiveWords(paths: readonly string[], options: Pick<Options, 'snapshot' | 'policy'>): string {
  return [readingWords(paths, options), ...policyWords(options)].join(' ');
}

/** By which policy it was judged, as one types it. */
export function policyWords({ policy }: Pick<Options, 'policy'>): readonly string[] {
  if (policy === false) return ['--no-policy'];
  return (policy ?? []).map((file) => `--policy ${shellPaths([file])}`);
}
