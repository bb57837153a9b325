import { bareLine } from '../bare-line.ts';
import { cutTo } from '../cut-text.ts';
import { unlinked } from '../unlinked.ts';

/** A text that others may have chosen, on one line, for where Slack reads no markup: nothing in it can be followed. */
export function slackLine(text: string, most = 1000): string {
  return bareLine(unlinked(bareLine(text, most)), most);
}

/**
 * A text as Slack asks for in every text object and in a message's own `text`: `&`, `<` and `>` are written as entities, which it
 * decodes for display (docs.slack.dev/messaging/formatting-message-text), and which leave no mention, link or channel; what calls a
 * whole channel by its bare name is written with another sign. What comes out is at most so long, and cut before it was escaped.
 */
export function escapeSlack(text: string, most = 3000): string {
  let cut = text;
  let escaped = escapeAll(cut);
  while (escaped.length > most) {
    // An escaped character is at most five long.
    cut = cutTo(cut, cut.length - Math.max(1, Math.floor((escaped.length - most) / 5)));
    escaped = escapeAll(cut);
  }
  return escaped;
}

function escapeAll(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=(here|channel|everyone|group)\b)/gi, '＠');
}
