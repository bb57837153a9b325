import { readText } from './read-text.ts';

/** A text whose secret was looked up where it is kept, or why it could not be. */
export type Resolved = { readonly text: string; readonly secret: boolean } | { readonly wrong: string };

const mostBytes = 65_536;

/** Looks up `${env:NAME}` and `${file:/path}`; any other text stands for itself. A line break at the end of a file is none of it. */
export function resolveSecret(text: string, env: Readonly<Record<string, string | undefined>>): Resolved {
  const [, place = null, name = ''] = /^\$\{(env|file):(.+)\}$/.exec(text) ?? [];
  if (place === null) return { text, secret: false };
  if (place === 'env') {
    const value = env[name] ?? '';
    return value === '' ? { wrong: `the environment variable \`${name}\` is not set` } : { text: value, secret: true };
  }
  const read = readText(name, mostBytes);
  if ('wrong' in read) return { wrong: `\`${name}\`: ${read.wrong}` };
  const value = read.text.replace(/\r?\n$/, '');
  return value === '' ? { wrong: `\`${name}\` is empty` } : { text: value, secret: true };
}
