import type { Feature } from '../../aws/iam/need.ts';
import type { ChannelKind, ChannelSettings } from '../../contracts/channel-settings.ts';

const byKind: Readonly<Partial<Record<ChannelKind, Feature>>> = {
  sns: 'channel-sns',
  ses: 'channel-ses',
  'security-hub': 'channel-security-hub',
};

const byStore: Readonly<Record<string, Feature>> = { ssm: 'secrets-ssm', secretsmanager: 'secrets-manager' };

/** The features that channels of a policy make use of: services of AWS that are told, and where their secrets are kept. */
export function channelFeatures(channels: readonly ChannelSettings[]): readonly Feature[] {
  const found = channels.flatMap((each): readonly Feature[] => {
    const stores = [...JSON.stringify(each).matchAll(/\$\{(ssm|secretsmanager):/g)].map(
      ([, store]) => byStore[store!]!,
    );
    return [...(rolesOf(each).length > 0 ? (['roles'] as const) : []), byKind[each.kind] ?? [], ...stores].flat();
  });
  return [...new Set(found)];
}

/** The roles that a channel is told with: names, or ARNs, in which `{account}` may stand for any. */
export function rolesOf(channel: ChannelSettings): readonly string[] {
  return 'role' in channel && channel.role !== null ? [channel.role] : [];
}
