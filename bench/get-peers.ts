import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The peer that comes as a package; pinned, so that figures can be compared. */
const duckdb = '@duckdb/node-api@1.5.6-r.1';

/** Installs the peers that npm has below `home`, apart from the project; returns npm's exit code. */
export function getPeers(home: string): number {
  const folder = join(home, 'peers');
  mkdirSync(folder, { recursive: true });
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, duckdb], {
    stdio: 'inherit',
  });
  return npm.status ?? 1;
}
