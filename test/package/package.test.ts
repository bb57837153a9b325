import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-pack-'));
const home = join(folder, 'home');
const installed = join(home, 'node_modules', 'portcullis');

/** Without npm's own variables, or the inner npm would take the outer one's settings for its own. */
const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key)));

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function listFiles(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

beforeAll(() => {
  npm(['pack', '--silent', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{"name": "home", "private": true}');
  npm(['install', '--offline', '--no-audit', '--no-fund', join(folder, tarball ?? 'no tarball')], home);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what a user installs', () => {
  it('installs offline in an empty folder and brings no other package', () => {
    const names = readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(names).toEqual(['portcullis']);
    expect(existsSync(join(installed, 'node_modules'))).toBe(false);
  });

  it('has no dependency, and carries the licences of what is bundled in it', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.optionalDependencies ?? {}).toEqual({});
    const notices = readFileSync(join(installed, 'THIRD_PARTY_NOTICES'), 'utf8');
    for (const name of Object.keys(manifest.devDependencies)) expect(notices).toContain(name);
    expect(readFileSync(join(installed, 'LICENSE'), 'utf8')).toContain('Apache License');
  });

  it('is under 15 MB and holds no React, no CDK, no Node binary, no source and no test', () => {
    const files = listFiles(installed);
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(15 * 1024 * 1024);
    const strangers = files.filter((file) =>
      /react|aws-cdk|\.test\.|\.ts$|\/bin\/node$|\.node$/.test(file.slice(installed.length)),
    );
    expect(strangers).toEqual([]);
  });

  it('starts what it starts by address from its own bundles, not from sources', () => {
    const bundles = listFiles(join(installed, 'dist')).map((file) => readFileSync(file, 'utf8'));
    const addresses = bundles.flatMap((text) => [
      ...text.matchAll(/new URL\(\s*["']([^"']+)["'],\s*import\.meta\.url/g),
    ]);
    const missing = addresses.filter(([, path]) => !existsSync(join(installed, 'dist', path ?? '')));
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  it('runs the demo from its own files alone', () => {
    const command = join(home, 'node_modules', '.bin', 'portcullis');
    const demo = spawnSync(process.execPath, [command, 'demo'], { cwd: home, env, encoding: 'utf8' });
    expect(demo.stderr).not.toMatch(/Error|Warning/);
    expect(demo.stdout).toMatch(/bundled CloudTrail archive/);
    expect([0, 2]).toContain(demo.status);
  });

  it('names its version, and refuses an unknown verb with exit code 1', () => {
    const command = join(installed, 'dist', 'portcullis.js');
    const version = spawnSync(process.execPath, [command, '--version'], { cwd: home, env, encoding: 'utf8' });
    expect(version.stdout.trim()).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
    const wrong = spawnSync(process.execPath, [command, 'sacn'], { cwd: home, env, encoding: 'utf8' });
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toMatch(/scan/);
  });
});
