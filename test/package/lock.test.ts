import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
const installed = Object.entries(lock.packages).filter(([path, one]) => path.includes('node_modules/') && !one.link);

describe('the lock file', () => {
  it('names no place to download from, so that it works behind any registry', () => {
    expect(installed.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('pins every package by its content', () => {
    expect(installed.filter(([, one]) => !one.integrity).map(([path]) => path)).toEqual([]);
  });

  it.each(['package.json', 'toolchain/package.json'])('%s asks for exact versions', (file) => {
    const manifest = JSON.parse(readFileSync(join(root, file), 'utf8'));
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    for (const [name, version] of Object.entries(wanted)) {
      expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
    }
  });
});
