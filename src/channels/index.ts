import type { Channel } from '../contracts/channel.ts';
import type { ChannelKind, ChannelSettings, SettingsOf } from '../contracts/channel-settings.ts';
import type { ChannelParts } from './channel-parts.ts';
import { openSes } from './email/open-ses.ts';
import { openSmtp } from './email/open-smtp.ts';
import { openPagerDuty } from './pagerduty/open-pagerduty.ts';
import { openSecurityHub } from './security-hub/open-security-hub.ts';
import { openSlack } from './slack/open-slack.ts';
import { openSns } from './sns/open-sns.ts';
import { openTeams } from './teams/open-teams.ts';
import { openWebhook } from './webhook/open-webhook.ts';

/** Opens a channel of one kind. It connects to nothing and looks no secret up until something is delivered. */
export type OpenChannel<K extends ChannelKind> = (settings: SettingsOf<K>, parts: ChannelParts) => Channel;

/**
 * Every kind of channel there is: the one list. A kind is added here (`kind: openKind`, from `./kind/open-kind.ts`), to
 * `ChannelSettings`, to the policy's shape, and to the benches of `test/contracts/channel/`.
 */
export const channels = {
  slack: openSlack,
  pagerduty: openPagerDuty,
  smtp: openSmtp,
  ses: openSes,
  sns: openSns,
  teams: openTeams,
  webhook: openWebhook,
  'security-hub': openSecurityHub,
} satisfies { readonly [K in ChannelKind]?: OpenChannel<K> };

/** Opens the channel that settings describe. */
export function openChannel(settings: ChannelSettings, parts: ChannelParts): Channel {
  const open = (channels as { readonly [kind: string]: OpenChannel<ChannelKind> })[settings.kind]!;
  return open(settings as never, parts);
}
