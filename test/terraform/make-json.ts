import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../src/core/leaf/canonical.ts';

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
export function makeJson(): Made | null {
  const plugins = findPlugins();
  if (plugins === null || spawnSync('terraform', ['version']).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-terraform-'));
  try {
    cpSync(import.meta.dirname, folder, { recursive: true });
    const plan = (name: string): Json => {
      terraform(join(folder, name), 'init', '-input=false', `-plugin-dir=${plugins}`);
      terraform(join(folder, name), 'plan', '-input=false', '-refresh=false', '-out=made');
      return JSON.parse(terraform(join(folder, name), 'show', '-json', 'made')) as Json;
    };
    const [made, edit] = [plan('new'), plan('edit')];
    const state = JSON.parse(terraform(join(folder, 'edit'), 'show', '-json', 'terraform.tfstate')) as Json;
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

function terraform(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('terraform', args, {
    cwd,
    encoding: 'utf8',
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
  if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stderr}`);
  return stdout;
}
