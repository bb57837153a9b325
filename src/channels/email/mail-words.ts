import type { Delivery } from '../../contracts/channel.ts';
import type { Alert, Note } from '../../core/alert/alert.ts';
import { isOver } from '../../core/alert/is-over.ts';
import { sayMoment } from '../../core/alert/say-time.ts';
import type { Severity } from '../../core/policy/scale.ts';
import { headlineOf, labelOf } from '../alert-label.ts';
import { bareLine } from '../bare-line.ts';
import { cutTo } from '../cut-text.ts';
import { unlinked } from '../unlinked.ts';

/** What a mail says, before it is text or HTML: both say all of it, in this order. All texts are plain lines. */
export interface MailWords {
  /** `CRITICAL`, `DIGEST`, `DRILL`, …. */
  readonly label: string;
  /** How it looks: a drill, a test and a digest alarm nobody. */
  readonly tone: Severity;
  /** `CLOSED`, `ACKNOWLEDGED`, …; `null` where it is open, which the status says, or cannot close. */
  readonly state: string | null;
  /** It is over: nothing alarms any more. */
  readonly over: boolean;
  readonly headline: string;
  readonly status: string;
  /** What has to be known first: that it is a drill, that it may have come before, that it is urgent anew. */
  readonly marks: readonly string[];
  /** What happened since the last mail about it. */
  readonly news: readonly string[];
  readonly facts: readonly MailFact[];
  /** Facts are sections of their own, not rows of a table. */
  readonly stacked: boolean;
  readonly history: readonly string[];
  readonly offers: readonly { readonly say: string; readonly command: string }[];
  readonly playbook: string | null;
  readonly foot: readonly string[];
}

/** A fact: its word, and its lines. */
export interface MailFact {
  readonly label: string;
  readonly lines: readonly string[];
}

/** How many characters a mail says in all: mail programs cut HTML off at about 100 KB (Gmail: 102 KB). */
const room = 30_000;

/** How many notes of its past a mail shows, the newest. */
const mostNotes = 20;

/** Words a message for mail. Pure: the same delivery says the same. */
export function wordMail({ alert, what, news, repeated }: Delivery, channel: string): MailWords {
  const told = new Set(news.map(({ at, say }) => `${at} ${say}`));
  const before = alert.history.filter(({ at, say }) => !told.has(`${at} ${say}`));
  return {
    label: labelOf(alert),
    tone: alert.kind === 'incident' || alert.kind === 'collapsed' || alert.kind === 'notice' ? alert.severity : 'none',
    state: alert.state === 'open' || alert.state === 'told' ? null : alert.state.toUpperCase(),
    over: isOver(alert),
    headline: headlineOf(alert),
    status: theirs(alert.status, 300),
    marks: marksOf(alert, what, repeated),
    news: newest(news),
    ...fit(alert),
    stacked: alert.kind === 'digest' || alert.kind === 'collapsed',
    history: newest(before),
    offers: alert.offers
      .slice(0, 10)
      .map(({ say, command }) => ({ say: theirs(say, 100), command: bareLine(command) })),
    playbook: alert.playbook === null ? null : bareLine(alert.playbook, 500),
    foot: footOf(alert, channel),
  };
}

function theirs(text: string, most = 600): string {
  return unlinked(bareLine(text, most));
}

function marksOf({ kind, state }: Alert, what: Delivery['what'], repeated: boolean): readonly string[] {
  const stands = state === 'open' || state === 'waiting' || state === 'acknowledged';
  return [
    ...(kind === 'drill' ? ['This is a drill: it tests the way from a change to you. Nothing is to be done.'] : []),
    ...(kind === 'test' ? ['This is a test of this channel. Nothing happened, and nothing is to be done.'] : []),
    ...(what === 'again' ? [`You were told of this before.${stands ? ' It still stands.' : ''}`] : []),
    ...(repeated ? ['Repeated: this mail may have reached you before.'] : []),
  ];
}

function newest(notes: readonly Note[]): readonly string[] {
  const shown = notes.slice(-mostNotes);
  const left = notes.length - shown.length;
  const lines = shown.map(({ at, say }) => `${sayMoment(at)}  ${theirs(say)}`);
  return left === 0 ? lines : [`${left} earlier left out`, ...lines];
}

/** As many lines of the facts as there is room for; what is left out is said. */
function fit({ facts }: Alert): { readonly facts: readonly MailFact[] } {
  let left = room;
  return {
    facts: facts
      .filter(({ lines }) => lines.length > 0)
      .map(({ label, lines }) => {
        const kept: string[] = [];
        for (const line of lines) {
          const one = theirs(line);
          left -= one.length + 1;
          if (left < 0) break;
          kept.push(one);
        }
        const cut = lines.length - kept.length;
        const more = cut === 0 ? [] : [`… and ${cut} more`];
        return { label: theirs(label, 60), lines: [...kept, ...more] };
      }),
  };
}

function footOf({ suppressed, ids, id, at, updatedAt }: Alert, channel: string): readonly string[] {
  const named = cutTo([...ids.decisions, ...ids.incidents].map((each) => bareLine(each, 80)).join(' '), 400);
  const changed = updatedAt > at ? `, as of ${sayMoment(updatedAt)}` : '';
  return [
    ...(suppressed === 0
      ? []
      : [`${suppressed} more ${suppressed === 1 ? 'was' : 'were'} added to this message instead of sent`]),
    ...(named === '' ? [] : [named]),
    `${bareLine(id, 80)}, first told ${sayMoment(at)}${changed}`,
    `Sent by Portcullis to channel ${bareLine(channel, 80)}, as the policy routes it`,
  ];
}
