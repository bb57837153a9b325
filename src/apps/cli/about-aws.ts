import type { ServerSettings } from '../../settings/server-settings.ts';
import { Complaint } from './complaint.ts';
import type { Options } from './options.ts';
import type { Terminal } from './screen.ts';
import { readSettings } from './server-flags.ts';

/** Which AWS is meant: settings where they are named, and regions where those are. */
export interface AboutAws {
  readonly settings: ServerSettings | null;
  /** Empty: all that the settings name, or that the account may use. */
  readonly regions: readonly string[];
}

/** Reads `--settings`, `--regions` (or `--region`) and `--profile`, which is told to the SDK as everybody tells it. */
export function aboutAws(
  { settings: path, regions, region, profile }: Pick<Options, 'settings' | 'regions' | 'region' | 'profile'>,
  terminal: Terminal,
): AboutAws {
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const names = (regions ?? region ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const wrong = names.find((name) => !/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(name));
  if (wrong !== undefined) throw new Complaint(`expected regions such as eu-west-1,us-east-1, got \`${wrong}\``);
  if (path === undefined) return { settings: null, regions: names };
  return { settings: readSettings(path, [], terminal), regions: names };
}
