import type { ChannelSettings } from '../contracts/channel-settings.ts';
import type { Json } from '../core/leaf/canonical.ts';
import { joinLayers, layerAlone, saidIn } from '../core/policy/join.ts';
import type { PolicyLayer } from '../core/policy/layer.ts';
import { textAt, textsOf, valueAt } from '../core/policy/read/plain-value.ts';

/**
 * The channels that a policy's layers describe, sorted by name; what a later layer says of a name counts. Their shape was
 * checked, and that each has what its kind needs (`findNotifyMistakes`): what lacks it all the same is left out.
 */
export function channelSettings(layers: readonly Pick<PolicyLayer, 'value'>[]): readonly ChannelSettings[] {
  const joined = layers.map(({ value }, at) => layerAlone(value, at)).reduce(joinLayers, layerAlone({}, 0));
  return saidIn(joined, 'channels').flatMap(([name, { value }]) => settingsOf(name, value) ?? []);
}

function settingsOf(name: string, said: Json): ChannelSettings | null {
  const get = (key: string): string | null => textAt(said, key);
  const named = { name, fallback: get('fallback') };
  const [secret, region, role] = [get('secret'), get('region'), get('role')];
  const to = textsOf(valueAt(said, 'to'));
  switch (get('kind')) {
    case 'slack':
      return secret === null ? null : { ...named, kind: 'slack', secret, channel: get('channel') };
    case 'pagerduty':
      return secret === null ? null : { ...named, kind: 'pagerduty', secret, region: region === 'eu' ? 'eu' : 'us' };
    case 'smtp':
      return secret === null ? null : { ...named, kind: 'smtp', secret, from: get('from'), to };
    case 'ses': {
      const from = get('from');
      return from === null ? null : { ...named, kind: 'ses', from, to, region, role };
    }
    case 'sns': {
      const topic = get('topic');
      const format = get('format') === 'amazon-q' ? 'amazon-q' : 'text';
      return topic === null ? null : { ...named, kind: 'sns', topic, role, format };
    }
    case 'teams':
      return secret === null ? null : { ...named, kind: 'teams', secret };
    case 'webhook': {
      const url = get('url');
      if (url === null && secret === null) return null;
      const told = get('format');
      const format = told === 'jira' || told === 'servicenow' ? told : 'ours';
      return { ...named, kind: 'webhook', url, secret, format, private: valueAt(said, 'private') === true };
    }
    case 'security-hub':
      return { ...named, kind: 'security-hub', region, role };
    default:
      return null;
  }
}
