import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageRoot } from './package-root.ts';

/** How this program can be called again from the current folder. */
export function ownCommand(script: string, env: Readonly<Record<string, string | undefined>>): string {
  if (!script.endsWith('.ts')) return env.npm_command === 'exec' ? 'npx portcullis' : 'portcullis';
  const launcher = relative(process.cwd(), join(packageRoot(), 'portcullis'));
  if (!existsSync(launcher)) return 'portcullis';
  return launcher.includes('/') ? launcher : `./${launcher}`;
}
