import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createAwsClients } from '../../../aws/client/aws-clients.ts';
import type { Overlay } from '../../../settings/read-server-settings.ts';
import type { ServerSettings } from '../../../settings/server-settings.ts';
import { systemClock } from '../../live/system-clock.ts';
import { Complaint } from '../complaint.ts';
import { packsFolder, usualPolicy } from '../open-policy.ts';
import type { Options } from '../options.ts';
import { notice, type Terminal } from '../screen.ts';
import { overlay, readSettings, serveOverlays } from '../server-flags.ts';

/** The policy of who has none yet. */
const firstPack = 'cis-starter@1';

/** What `watch` works by: settings of a server, or flags alone; HTTP is for `serve`. */
export async function watchSettings(options: Options, terminal: Terminal): Promise<ServerSettings> {
  const sources = sourcesOf(options);
  const more = [
    ...serveOverlays(options),
    ...overlay('listen', 'off', 'watch'),
    ...overlay('sources', sources.length === 0 ? undefined : sources, '--sqs, --folder, --lookup, --stdin'),
  ];
  if (options.settings !== undefined) return readSettings(options.settings, more, terminal);
  if (sources.length === 0)
    throw new Complaint(
      `expected where records come from: \`--sqs <url>\`, \`--folder <folder>\`, \`--lookup\`, \`--stdin\`, or \`--settings <file>\``,
    );
  const policy = policyOf(options, terminal);
  const store = options.store ?? join(policy.isPack ? '.' : dirname(policy.paths[0]!), 'portcullis.db');
  const accounts = options.lookup || options.region !== undefined ? await ownAccount(options, terminal) : undefined;
  const flags = [
    ...overlay('policy', policy.paths, '--policy'),
    ...overlay('store', store, '--store'),
    ...overlay('accounts', accounts, '--region'),
  ];
  return readSettings(null, [...flags, ...more], terminal);
}

function sourcesOf({ sqs = [], folder = [], lookup, stdin }: Options) {
  return [
    ...sqs.map((queue) => ({ sqs: queue })),
    ...folder.map((path) => ({ folder: path })),
    ...(lookup ? [{ lookup: true }] : []),
    ...(stdin ? [{ stdin: true }] : []),
  ];
}

function policyOf(
  { policy }: Options,
  terminal: Terminal,
): { readonly paths: readonly string[]; readonly isPack: boolean } {
  if (Array.isArray(policy)) return { paths: policy as readonly string[], isPack: false };
  if (existsSync(usualPolicy)) return { paths: [usualPolicy], isPack: false };
  notice(terminal, `judged by the pack ${firstPack}: \`${terminal.command} init\` writes a policy of your own`);
  return { paths: [join(packsFolder(), `${firstPack}.yaml`)], isPack: true };
}

/** The account that one is signed in to, with the regions that are named. */
async function ownAccount({ region }: Options, { env }: Terminal): Promise<Overlay['value']> {
  const named = region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (named === undefined)
    throw new Complaint('expected `--region <names>`, or `AWS_REGION`: Event history is one of a region');
  const regions = named.split(',').map((each) => each.trim());
  const clients = createAwsClients({
    roles: { read: null, revoke: '', restore: '' },
    home: regions[0]!,
    clock: systemClock,
  });
  const who = await clients.whoAmI();
  clients.close();
  if ('failure' in who) throw new Complaint(`expected to be signed in to an account: ${who.message}`);
  return { [who.account]: { regions } };
}
