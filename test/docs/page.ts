import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../architecture/source-file.ts';

/** A Markdown page of the project: its path from the root, its text, and its text without fenced code. */
export interface Page {
  readonly file: string;
  readonly text: string;
  readonly prose: string;
}

const fence = /^(```|~~~)[\s\S]*?^\1[ \t]*$/gm;

/** Every page that is the project's own. */
export function readPages(root: string): readonly Page[] {
  const files = listFiles(root, '').filter((file) => file.endsWith('.md'));
  return files.map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return { file, text, prose: text.replace(fence, '') };
  });
}

/** The anchors of a page's headings, as code hosts make them: lower case, blanks to hyphens, repeated ones numbered. */
export function readAnchors(page: Page): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = [...page.prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, heading]) => {
    const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const nth = seen.get(slug) ?? 0;
    seen.set(slug, nth + 1);
    return nth === 0 ? slug : `${slug}-${nth}`;
  });
  return new Set(anchors);
}

/** The targets of a page's links that lead to another place of the project. */
export function readLinks(page: Page): readonly string[] {
  const prose = page.prose.replace(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g), ...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)];
  return targets.map(([, target]) => target!).filter((target) => !/^[a-z]+:/i.test(target));
}

/** Everything that a page sets in backticks, in prose. */
export function readCode(page: Page): readonly string[] {
  return [...page.prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
}

/** The lines of a page's shell examples. */
export function readCommands(page: Page): readonly string[] {
  const blocks = [...page.text.matchAll(/^```(?:sh|bash|console)\n([\s\S]*?)^```/gm)].map(([, body]) => body!);
  return blocks
    .flatMap((body) => body.split('\n'))
    .map((line) => line.replace(/^\$ /, '').trim())
    .filter(Boolean);
}
