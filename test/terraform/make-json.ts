import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Json } from '../../src/core/leaf/canonical.ts';

/** Not `spawnSync`: a process that does nothing else for a minute is taken for dead by vitest. */
const run = promisify(execFile);

/** What Terraform makes of the configurations beside this file, as `terraform show -json` prints it. */
export interface Made {
  /** A plan for groups that do not exist yet. */
  readonly new: Json;
  /** A plan that edits groups of a state. */
  readonly edit: Json;
  /** That state. */
  readonly state: Json;
}

/**
 * Runs the terraform binary with the AWS provider where both are installed, without a network: nothing is refreshed and
 * no data source is read. `null` where they are not.
 */
export async function makeJson(): Promise<Made | null> {
  const plugins = findPlugins();
  if (plugins === null || !(await isInstalled())) return null;
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-terraform-'));
  try {
    cpSync(import.meta.dirname, folder, { recursive: true });
    const plan = async (name: string): Promise<Json> => {
      await terraform(join(folder, name), 'init', '-input=false', `-plugin-dir=${plugins}`);
      await terraform(join(folder, name), 'plan', '-input=false', '-refresh=false', '-out=made');
      return JSON.parse(await terraform(join(folder, name), 'show', '-json', 'made')) as Json;
    };
    const [made, edit] = [await plan('new'), await plan('edit')];
    const state = JSON.parse(await terraform(join(folder, 'edit'), 'show', '-json', 'terraform.tfstate')) as Json;
    return { new: made, edit, state };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder of a mirror that holds the provider: `TF_PLUGIN_DIR`, else where Terraform looks for one. */
function findPlugins(): string | null {
  const places = [
    process.env.TF_PLUGIN_DIR,
    '/opt/tf-plugins',
    join(homedir(), '.terraform.d', 'plugins'),
    '/usr/local/share/terraform/plugins',
  ];
  const holds = (place: string) =>
    existsSync(place) &&
    readdirSync(place).some((host) => existsSync(join(place, host, 'hashicorp', 'aws', '5.100.0')));
  return places.find((place) => place !== undefined && holds(place)) ?? null;
}

async function isInstalled(): Promise<boolean> {
  return run('terraform', ['version']).then(
    () => true,
    () => false,
  );
}

/** Answers what it prints; rejects, with what it said, when it fails. */
async function terraform(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('terraform', args, {
    cwd,
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      TF_CLI_CONFIG_FILE: '/dev/null',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  return stdout;
}
