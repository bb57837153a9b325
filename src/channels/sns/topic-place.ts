import type { SnsSettings } from '../../contracts/channel-settings.ts';

/** Where a topic is, and who publishes there: what its ARN says, and the role by its name or ARN. */
export function topicPlace({ topic, role }: Pick<SnsSettings, 'topic' | 'role'>): {
  readonly region: string;
  readonly role: string | null;
} {
  const [, partition = 'aws', , region = '', account = ''] = topic.split(':');
  const isName = role !== null && !role.startsWith('arn:');
  return { region, role: isName ? `arn:${partition}:iam::${account}:role/${role}` : role };
}
