import { type Overlay, readServerSettings } from '../../settings/read-server-settings.ts';
import type { ServerSettings } from '../../settings/server-settings.ts';
import { Complaint } from './complaint.ts';
import { sayCount } from './open-policy.ts';
import type { Options } from './options.ts';
import type { Terminal } from './screen.ts';

/** What flags of `serve` set in place of the file. */
export function serveOverlays({ listen, logLevel, policy, store }: Options): readonly Overlay[] {
  return [
    ...overlay('listen', listen, '--listen'),
    ...overlay('log', logLevel === undefined ? undefined : { level: logLevel }, '--log-level'),
    ...overlay('policy', Array.isArray(policy) ? (policy as readonly string[]) : undefined, '--policy'),
    ...overlay('store', store, '--store'),
  ];
}

/** A value that a flag sets, where it was given. */
export function overlay(key: string, value: Overlay['value'] | undefined, from: string): readonly Overlay[] {
  return value === undefined ? [] : [{ key, value, from }];
}

/** Reads the settings of a server, or complains of everything that is wrong with them. */
export function readSettings(
  path: string | null,
  overlays: readonly Overlay[],
  { env }: Pick<Terminal, 'env'>,
): ServerSettings {
  const { settings, errors } = readServerSettings({ path, overlays, env });
  if (settings === null) throw new Complaint([...errors, sayCount(errors)].join('\n'), { blocks: true });
  return settings;
}
