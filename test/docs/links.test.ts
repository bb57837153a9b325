import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Page, readAnchors, readCode, readCommands, readLinks, readPages } from './page.ts';

const root = join(import.meta.dirname, '..', '..');
const pages = readPages(root);
const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts as Record<string, string>;
const folders = ['src', 'test', 'docs', 'scripts', 'examples', 'bench', 'toolchain', 'policies', 'infra', 'web', '.ci'];
const path = new RegExp(`^(?:\\./)?(?:${folders.map((folder) => folder.replace('.', '\\.')).join('|')})/[^\\s]*$`);

/** A path in prose: from the root, with `<name>` and `*` standing for anything. */
function isThere(named: string): boolean {
  const pattern = named
    .replace(/^\.\//, '')
    .replace(/\/$/, '')
    .replace(/<[^>]*>/g, '*')
    .replace(/:\d+$/, '');
  return /[*]/.test(pattern) ? globSync(pattern, { cwd: root }).length > 0 : existsSync(join(root, pattern));
}

function findBrokenLink(page: Page, link: string): string | null {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? page.file : posix.join(posix.dirname(page.file), decodeURI(target));
  if (!existsSync(join(root, file))) return `${page.file}: ${link} leads nowhere`;
  const there = pages.find((one) => one.file === file);
  if (anchor === undefined || there === undefined || readAnchors(there).has(anchor)) return null;
  return `${page.file}: ${link} names no heading of ${file}`;
}

describe('the pages', () => {
  it('every relative link leads to a file, and every anchor to a heading', () => {
    expect(pages.flatMap((page) => readLinks(page).flatMap((link) => findBrokenLink(page, link) ?? []))).toEqual([]);
  });

  it('every path named in prose exists', () => {
    const missing = pages.flatMap((page) =>
      readCode(page)
        .filter((code) => path.test(code) && !isThere(code))
        .map((code) => `${page.file}: ${code}`),
    );
    expect(missing).toEqual([]);
  });

  it('every npm script named exists', () => {
    const named = pages.flatMap((page) => [...readCode(page), ...readCommands(page)].flatMap(readScript));
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(named).toEqual(expect.arrayContaining(['start', 'test', 'check', 'trace', 'bench']));
  });

  it('a decision has a number, a date, what would change our mind, and fits a page', () => {
    const decisions = pages.filter((page) => page.file.startsWith('docs/decisions/'));
    expect(decisions.length).toBeGreaterThan(0);
    for (const { file, text } of decisions) {
      expect(`${file} ${text}`).toMatch(/^docs\/decisions\/0*(\d+)-[a-z0-9-]+\.md # \1\. .*\n\n\d{4}-\d\d-\d\d\n/);
      expect(text).toContain('**What would change our mind.**');
      expect(text.split('\n').length, file).toBeLessThanOrEqual(40);
    }
  });
});

function readScript(code: string): readonly string[] {
  const [, name] = /^npm (?:run )?(start|test|(?<=run )[\w:-]+)/.exec(code) ?? [];
  return name === undefined ? [] : [name];
}
