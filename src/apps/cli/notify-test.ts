import { userInfo } from 'node:os';
import { awsSecretStores } from '../../aws/secrets/secret-stores.ts';
import type { ChannelSettings } from '../../contracts/channel-settings.ts';
import type { HttpProxy } from '../../contracts/http-proxy.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { openSecrets } from '../../settings/open-secrets.ts';
import { systemClock } from '../live/system-clock.ts';
import { openChannels } from '../server/open-channels.ts';
import { type ChannelTested, channelsOf, testChannel } from '../server/test-channels.ts';
import { Complaint } from './complaint.ts';
import { jsonText } from './format/write-rows.ts';
import { type OpenedPolicy, openPolicy, readPolicies, usualPolicy } from './open-policy.ts';
import type { Options } from './options.ts';
import { as, notice, type Piece, print, type Style, type Terminal } from './screen.ts';
import { readSettings } from './server-flags.ts';
import type { Run } from './verbs.ts';
import { wrapLine } from './wrap-line.ts';

/** `notify test`: a marked message through each route, and what came back. Exit code 2 where one did not take it. */
export const notifyTest: Run = async (_args, options, terminal) => {
  const { policy, channels: settings = [], proxy } = await policyOf(options, terminal);
  if (settings.length === 0) throw new Complaint('expected `channels` in the policy, there are none');
  const names = wanted(options.channel, policy, settings);
  const kept = awsSecretStores(systemClock, terminal.env.AWS_REGION ?? terminal.env.AWS_DEFAULT_REGION);
  const channels = openChannels({
    ...{ settings: () => settings, policy: () => policy, every: 0 },
    parts: {
      secrets: openSecrets({ env: terminal.env, clock: systemClock, stores: kept.stores }),
      guard: 'public',
      proxy,
    },
  });
  const by = options.as ?? (terminal.env.USER || userInfo().username);
  const about = { settings, by, now: terminal.now };
  try {
    const tested = await Promise.all(
      [...names].map(async ([channel, routes]) => await testChannel(channels, { channel, routes, ...about })),
    );
    const isWhole = tested.every(({ outcome }) => outcome === 'took');
    if (options.json) {
      const answer = { $schema: 'portcullis:notify-test:1', at: writeInstant(terminal.now()), by, channels: tested };
      await terminal.out(`${jsonText(answer)}\n`);
    } else {
      for (const each of tested) await show(each, terminal);
      if (options.channel === undefined) sayUntried(policy, settings, names, terminal);
      if (isWhole) notice(terminal, `then: \`${terminal.command} notify confirm <channel>\` by who saw it arrive`);
    }
    return isWhole ? 0 : 2;
  } finally {
    channels.close();
    kept.close();
  }
};

async function policyOf(
  options: Options,
  terminal: Terminal,
): Promise<OpenedPolicy & { readonly proxy?: HttpProxy | undefined }> {
  if (options.settings !== undefined) {
    const { delivery, policy } = readSettings(options.settings, [], terminal);
    return { ...(await readPolicies(policy, terminal)), proxy: delivery.proxy ?? undefined };
  }
  const opened = await openPolicy(options, terminal);
  if (opened === null) throw new Complaint(`expected the policy: \`--policy <file>\`, or ./${usualPolicy}`);
  return opened;
}

function wanted(
  channel: string | undefined,
  { notify }: Policy,
  settings: readonly ChannelSettings[],
): ReadonlyMap<string, readonly string[]> {
  const all = channelsOf(notify, settings);
  if (channel === undefined) {
    if (all.size === 0) throw new Complaint('expected a route that leads to a channel, there is none: write `notify`');
    return all;
  }
  if (!channel.startsWith('owner:') && !settings.some(({ name }) => name === channel)) {
    const names = settings.map(({ name }) => name);
    const [near] = nearestWords(channel, names);
    const hint = near === undefined ? `: there are ${names.join(', ')}` : `, did you mean \`${near}\``;
    throw new Complaint(`expected a channel of the policy at \`--channel\`, got \`${channel}\`${hint}`);
  }
  return new Map([[channel, all.get(channel) ?? []]]);
}

const looks: Readonly<Record<ChannelTested['outcome'], readonly [Style, string]>> = {
  took: ['green', 'took it'],
  unconfirmed: ['yellow', 'unconfirmed'],
  later: ['yellow', 'not now'],
  refused: ['red', 'refused'],
};

async function show({ channel, kind, routes, outcome, why, milliseconds }: ChannelTested, terminal: Terminal) {
  const [look, word] = looks[outcome];
  const from = routes.length === 0 ? 'no route leads there' : `route ${routes.join(', ')}`;
  const head: Piece[] = [as(look, word.padEnd(12)), as('bold', channel)];
  await print(terminal, [[...head, as('dim', `  ${kind ?? 'owner'}, ${from}, ${milliseconds} ms`)]]);
  if (why !== null)
    await print(
      terminal,
      wrapLine([why], terminal.columns - 12).map((line) => [' '.repeat(12), ...line]),
    );
}

function sayUntried(
  { notify }: Policy,
  settings: readonly ChannelSettings[],
  tried: ReadonlyMap<string, unknown>,
  terminal: Terminal,
): void {
  const others = settings.map(({ name }) => name).filter((name) => !tried.has(name));
  if (others.length > 0) notice(terminal, `no route leads to ${others.join(', ')}: not tried`);
  if (notify.some(({ to }) => to.includes('owner')))
    notice(terminal, `owners are not tried: \`--channel owner:<name>\` tries one`);
}
