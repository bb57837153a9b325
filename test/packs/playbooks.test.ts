import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verbs } from '../../src/apps/cli/verbs.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'policies');
const packs = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const books = readdirSync(join(folder, 'playbooks'));

describe('playbooks', () => {
  test.each(packs)('R95, R165: every check of %s has one, and it is there', (name) => {
    const { policy } = readPolicyFiles([join(folder, name)], folder);
    for (const { id, playbook } of policy!.checks) {
      expect([id, playbook]).toEqual([id, expect.stringMatching(/^policies\/playbooks\/[a-z-]+\.md$/)]);
      expect(existsSync(join(root, playbook!))).toBe(true);
    }
  });

  test.each(books)('R95, R165: %s says who, what first, what then, and when it is over', (name) => {
    const text = readFileSync(join(folder, 'playbooks', name), 'utf8');
    expect(text).toMatch(/^# .+\n/);
    expect(text).toContain('**Who.**');
    const parts = [...text.matchAll(/^## (\w+)/gm)].map(([, word]) => word);
    expect(parts[0]).toBe('First');
    expect(parts).toContain('Then');
    expect(parts.at(-1)).toBe('Close');
  });

  test.each(books)('R95: %s names only commands that there are, and pages that there are', (name) => {
    const text = readFileSync(join(folder, 'playbooks', name), 'utf8');
    const known = verbs.map((verb) => verb.name);
    const named = [...text.matchAll(/`portcullis ([a-z]+)/g)].map(([, verb]) => verb);
    expect(named.filter((verb) => !known.includes(verb!))).toEqual([]);
    for (const [, page] of text.matchAll(/\]\(([^)]+)\)/g)) expect(books).toContain(page);
  });
});
