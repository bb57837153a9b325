import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../test/builders/told-decision.ts';
import { fixedSecrets } from '../../../test/channels/fixed-secrets.ts';
import type { ChannelSettings, SlackSettings, SmtpSettings } from '../../contracts/channel-settings.ts';
import type { Directory } from '../../core/policy/policy.ts';
import { openChannels } from './open-channels.ts';

const slack: SlackSettings = { kind: 'slack', name: 'slack.secops', secret: 'x', channel: 'C1', fallback: 'mail' };
const mail: SmtpSettings = {
  kind: 'smtp',
  name: 'mail',
  secret: 'y',
  from: null,
  to: ['a@example.com'],
  fallback: null,
};
const nobody = { name: null, slack: null, mail: null, pager: null };
const directory: Directory = {
  accounts: new Map(),
  people: [
    { ...nobody, identity: 'payments', slack: 'U42', mail: 'payments@example.com' },
    { ...nobody, identity: 'platform', mail: 'platform@example.com' },
    { ...nobody, identity: 'shop' },
  ],
};

function open(all: readonly ChannelSettings[]) {
  let settings = all;
  const notify = [routeOf({ to: ['owner', 'slack.secops'], groupFor: null })];
  const channels = openChannels({
    ...{ settings: () => settings, policy: () => ({ directory, notify }) },
    parts: { secrets: fixedSecrets({}), guard: 'public' },
  });
  const change = (next: readonly ChannelSettings[]): void => {
    settings = next;
  };
  return { channels, change };
}

describe('channels of a policy', () => {
  test('are opened once, and anew when their settings are other ones', () => {
    const { channels, change } = open([slack, mail]);
    const first = channels.reach('slack.secops');
    expect(first).toMatchObject({ kind: 'reached', fallback: 'mail', every: 1000 });
    const again = channels.reach('slack.secops');
    expect(again.kind === 'reached' && first.kind === 'reached' && again.channel === first.channel).toBe(true);
    change([{ ...slack, channel: 'C2' }]);
    const other = channels.reach('slack.secops');
    expect(other.kind === 'reached' && first.kind === 'reached' && other.channel === first.channel).toBe(false);
    expect(channels.reach('mail')).toMatchObject({ kind: 'unreachable', fallback: 'slack.secops' });
    change([]);
    expect(channels.isAny()).toBe(false);
    channels.close();
  });

  test('R65: an owner is reached in Slack where an app is there, else by mail, else who is told everything is', () => {
    const { channels, change } = open([slack, mail]);
    expect(channels.reach('owner:payments')).toMatchObject({ kind: 'reached', fallback: 'slack.secops', every: 1000 });
    expect(channels.reach('owner:platform')).toMatchObject({ kind: 'reached', fallback: 'slack.secops', every: 0 });
    expect(channels.reach('owner:shop')).toMatchObject({
      ...{ kind: 'unreachable', fallback: 'slack.secops' },
      why: "the directory has no address for `shop`: `slack` needs a channel with an app's token, `mail` one of kind smtp or ses",
    });
    expect(channels.reach('owner:ghost')).toMatchObject({
      why: 'the directory knows nobody named `ghost`: add a row to its people',
    });
    change([{ ...slack, channel: null }]);
    expect(channels.reach('owner:payments')).toMatchObject({ kind: 'unreachable' });
  });

  test('R166: whoever made a change is reached likewise, and nobody stands in for them', async () => {
    const { channels } = open([slack, mail]);
    const reached = channels.reach('actor:platform');
    expect(reached).toMatchObject({ kind: 'reached', fallback: null, channel: { takes: ['first', 'update'] } });
    expect(channels.reach('actor:ghost')).toMatchObject({ kind: 'unreachable', fallback: null });
    channels.close();
  });
});
