import type { Channel } from '../../contracts/channel.ts';
import type { TeamsSettings } from '../../contracts/channel-settings.ts';
import { isOver } from '../../core/alert/is-over.ts';
import type { ChannelParts } from '../channel-parts.ts';
import { postJson } from '../http/post-json.ts';
import { whatCame } from '../http/what-came.ts';
import { neverRejects } from '../never-rejects.ts';
import { openSecret } from '../open-secret.ts';
import { isWorkflowHost } from './is-workflow-host.ts';
import { renderCard } from './render-card.ts';

/**
 * Microsoft Teams by a workflow that posts what a webhook is sent ("When a Teams webhook request is received"). Its answer,
 * 202, says that the card is queued, not that it was posted. A card cannot be changed later, so that of what happens
 * afterwards only the end is told, with a short card, and what interrupts anew.
 */
export function openTeams({ secret }: TeamsSettings, parts: ChannelParts): Channel {
  return {
    memory: 'none',
    takes: ['first', 'update', 'again'],
    deliver: neverRejects(async (delivery, signal) => {
      const { alert, what, ref, now } = delivery;
      if (what === 'update' && !isOver(alert)) return { kind: 'done', ref };
      const opened = await openSecret(parts.secrets, secret, signal);
      if (opened.kind !== 'opened') return opened;
      const url = opened.text;
      if (!isWorkflowHost(url, parts.places?.teams))
        return {
          kind: 'refused',
          why: 'expected the address of a workflow (`https://….logic.azure.com/…` or `https://….environment.api.powerplatform.com/…`) as the channel’s secret, got something else: make a workflow from the template “Send webhook alerts to a channel” and set its address',
          whole: true,
        };
      const came = whatCame(await postJson({ url, body: renderCard(delivery) }, { ...parts, signal, now }));
      if (came.kind === 'refused' && came.whole) parts.secrets.forget(secret);
      return came.kind === 'done' ? { kind: 'done', ref: null } : came;
    }),
  };
}
