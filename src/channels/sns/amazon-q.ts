import type { Delivery } from '../../contracts/channel.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import { headlineOf, labelOf } from '../alert-label.ts';
import { bareLine } from '../bare-line.ts';
import { cutTo } from '../cut-text.ts';
import { unlinked } from '../unlinked.ts';

/** What we keep to; AWS names no limits, and chat programs cut what is longer. */
const most = { title: 150, description: 3000, step: 250, steps: 5, keywords: 5 };

/**
 * A custom notification for Amazon Q Developer in chat applications, which shows it in Slack or Teams without an app of
 * ours, and threads what has one `threadId` (its administrator guide, "Custom notifications", schema 1.0).
 */
export function amazonQ({ alert, what, news, repeated }: Delivery): object {
  const { place, facts, offers, checks, ids, status } = alert;
  const since = news.map(({ at, say }) => `• ${writeInstant(at)} ${theirs(say, 300)}`);
  const told = facts.map(
    ({ label, lines }) => `*${theirs(label, 60)}* ${lines.map((line) => theirs(line)).join('\n')}`,
  );
  const marks = [
    ...(repeated ? ['_Repeated: this may have reached you before._'] : []),
    ...(what === 'again' ? ['_You were told of this before._'] : []),
  ];
  const description = [theirs(status, 300), ...marks, ...since, ...told].filter((line) => line !== '').join('\n');
  const { id } = alert;
  return {
    ...{ version: '1.0', source: 'custom', id: `${id}.${alert.revision}` },
    content: {
      textType: 'client-markdown',
      title: cutTo(`${labelOf(alert)} · ${theirs(headlineOf(alert), 150)}`, most.title),
      description: cutTo(description === '' ? 'nothing more is known' : description, most.description),
      ...listed(
        'nextSteps',
        offers.slice(0, most.steps).map(({ say, command }) => stepOf(say, command)),
      ),
      ...listed('keywords', keywordsOf(alert)),
    },
    metadata: {
      ...{ threadId: id, summary: cutTo(theirs(status === '' ? alert.headline : status, 250), 250) },
      eventType: `portcullis-${alert.kind}`,
      ...listed('relatedResources', place?.arn === null || place === null ? [] : [bareLine(place.arn, 250)]),
      additionalContext: {
        ...{
          severity: alert.severity,
          state: alert.state,
          account: place?.account ?? '-',
          region: place?.region ?? '-',
        },
        ...{ check: checks[0] ?? '-', incident: ids.incidents[0] ?? '-' },
      },
    },
  };
}

function listed(key: string, list: readonly string[]): object {
  return list.length === 0 ? {} : { [key]: list };
}

function stepOf(say: string, command: string): string {
  return cutTo(`${theirs(say, 100)}: ${theirs(command, 200)}`, most.step);
}

function keywordsOf({ severity, place, checks }: Alert): readonly string[] {
  const words = [severity, place?.environment, place?.accountName ?? place?.account, place?.region, checks[0]];
  return words.flatMap((word) => (word ? [theirs(word, 60)] : [])).slice(0, most.keywords);
}

/** Text of others among Markdown: no mention, no link, no formatting, in Slack's dialect or in Teams'. */
function theirs(text: string, longest = 500): string {
  return unlinked(bareLine(text, longest))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@(?=here|channel|everyone)/gi, '＠')
    .replaceAll('`', "'")
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('](', '] (')
    .replace(/(^|\W)_(?=\S)/g, '$1＿');
}
