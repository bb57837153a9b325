import type { Delivery } from '../../contracts/channel.ts';
import { markup, paragraph, part, type SlackMessage } from './slack-block.ts';
import { mentionPeople } from './slack-mention.ts';
import { writeNotes } from './slack-notes.ts';
import { escapeSlack, slackLine } from './slack-text.ts';

/** Notes in one reply: the newest ones. */
const mostNotes = 12;

/**
 * What happened since, for the thread of a message; `null` where nothing did. What is to interrupt people anew says first how the
 * message stands, for it is shown in the channel too, and calls them by name.
 */
export function renderReply({ alert, what, news, repeated }: Delivery): SlackMessage | null {
  const again = what === 'again';
  if (news.length === 0 && !again) return null;
  const start = repeated ? 'Repeated: ' : '';
  const head = `${start}${again ? `Again: ${slackLine(alert.headline, 150)} – ` : ''}${slackLine(alert.status, 300)}`;
  const lines = writeNotes(news, mostNotes);
  const mentions = again && alert.kind !== 'drill' && alert.kind !== 'test' ? mentionPeople(alert.people) : null;
  return {
    text: escapeSlack([head, ...lines].join('\n')),
    blocks: [
      ...paragraph(part(head, 'bold'), part(lines.length === 0 ? '' : `\n${lines.join('\n')}`)),
      ...(mentions === null ? [] : [{ type: 'section', text: markup(mentions) } as const]),
    ],
  };
}
