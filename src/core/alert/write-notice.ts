import type { Severity } from '../policy/scale.ts';
import type { Alert, AlertState, Fact } from './alert.ts';
import type { AlertRow } from './alert-parts.ts';
import { plainLine } from './plain-line.ts';
import { sayLength, sayMoment } from './say-time.ts';
import { sealAlert } from './seal-alert.ts';

/**
 * What a notice is about, of our own work: why people are told (`gap`, `fault`, `impostor`, …), what it is about, and the
 * details that came with it, all of them text.
 */
export interface NoticeFacts {
  readonly why: string;
  readonly about: string;
  readonly detail?: Readonly<Record<string, string>>;
}

/** A notice of our own work as it is to be told now; `test` is marked as one and never a reason to act. */
export function writeNotice(row: AlertRow, facts: NoticeFacts, now: number): Alert {
  const detail = facts.detail ?? {};
  const told = wordings[facts.why] ?? other;
  const words = told.say(
    { ...facts, detail, of: (key, instead) => (detail[key] === undefined ? instead : plainLine(detail[key], 160)) },
    row,
  );
  const { message } = row;
  const isTest = facts.why === 'test';
  const since = told.state === 'open' ? `OPEN for ${sayLength(now - message.at)}` : null;
  const todo: readonly Fact[] = words.todo.length === 0 ? [] : [{ label: 'Do', lines: words.todo }];
  return sealAlert({
    id: message.id,
    key: row.key,
    kind: isTest ? 'test' : 'notice',
    revision: row.revision,
    severity: message.severity,
    state: told.state,
    at: message.at,
    updatedAt: row.updatedAt,
    headline: words.headline,
    status: since ?? words.status ?? 'For your knowledge',
    facts: [{ label: 'What', lines: [...words.what, `told ${sayMoment(message.at)}`] }, ...todo],
    place: null,
    who: null,
    ...(facts.why === 'impostor' ? { suspicious: true } : {}),
    checks: [],
    short: words.short,
    history: row.notes,
    people: [],
    offers: [],
    playbook: null,
    ids: { decisions: message.decisions, incidents: [] },
    suppressed: message.joined.length,
  });
}

/** How bad a notice is where whoever tells it does not say so. */
export function noticeSeverity({ why, detail }: Pick<NoticeFacts, 'why' | 'detail'>): Severity {
  const told = detail?.severity;
  if (told === 'low' || told === 'medium' || told === 'high' || told === 'critical') return told;
  return (wordings[why] ?? other).severity;
}

interface Wording {
  readonly severity: Severity;
  readonly state: AlertState;
  readonly say: (
    facts: Required<NoticeFacts> & { readonly of: (key: string, instead: string) => string },
    row: AlertRow,
  ) => Words;
}

interface Words {
  readonly headline: string;
  readonly status?: string;
  readonly what: readonly string[];
  readonly todo: readonly string[];
  readonly short: string;
}

const other: Wording = {
  severity: 'medium',
  state: 'told',
  say: ({ why, about, detail }) => ({
    headline: `Portcullis tells: ${plainLine(why, 40)}, ${plainLine(about, 80)}`,
    what: [about, ...Object.entries(detail).map(([key, value]) => `${key}: ${value}`)],
    todo: [],
    short: plainLine(why, 30),
  }),
};

const wordings: Readonly<Record<string, Wording>> = {
  gap: {
    severity: 'high',
    state: 'open',
    say: ({ about, of }) => {
      const source = of('source', plainLine(about.replace(/^gap\//, ''), 60));
      return {
        headline: `Records may be missing: ${source} is lost or late`,
        what: [
          `${source}: ${of('said', 'it tells nothing any more')}`,
          'what happens meanwhile is told when it is back',
        ],
        todo: ['see what is wrong with it: portcullis doctor'],
        short: `${source} is lost`,
      };
    },
  },
  'gap-over': {
    severity: 'low',
    state: 'closed',
    say: ({ about, of }) => {
      const source = of('source', plainLine(about.replace(/^gap\//, ''), 60));
      return {
        headline: `Records come again: ${source} is back`,
        status: 'Over: it tells again, and what it held is read',
        what: [`${source} is back`],
        todo: [],
        short: `${source} is back`,
      };
    },
  },
  latent: {
    severity: 'low',
    state: 'told',
    say: ({ about, detail, of }) => ({
      headline: `A rule was added to ${of('group', 'a group')} whose effect is open already`,
      status: 'It opens nothing now: it is judged as an opening once nothing else permits the same',
      what: [
        detail.what === undefined ? 'what it would break then is told by the decision' : plainLine(detail.what),
        plainLine(about, 120),
      ],
      todo: [],
      short: 'a rule that opens nothing yet',
    }),
  },
  unreadable: {
    severity: 'medium',
    state: 'told',
    say: ({ about, of }) => ({
      headline: 'A record came that nobody can read',
      status: 'What it says is not known, and it is kept',
      what: [of('reason', 'no reason told'), plainLine(about, 120)],
      todo: ['look at it and tell us: it may be a shape of record that we do not know'],
      short: 'unreadable record',
    }),
  },
  conflict: {
    severity: 'high',
    state: 'told',
    say: ({ about }) => ({
      headline: 'Two records have one id and tell different things',
      status: 'The first one counts; one of them may be forged',
      what: [
        plainLine(about, 160),
        'a record is told once by AWS: whoever can write to the archive may have changed one',
      ],
      todo: ['compare both with the digest files of the trail: aws cloudtrail validate-logs'],
      short: 'forged record?',
    }),
  },
  impostor: {
    severity: 'critical',
    state: 'told',
    say: ({ about }) => ({
      headline: 'Somebody else used our role: a call was made with it that we did not make',
      status: 'Take its credentials for stolen until you know better',
      what: [plainLine(about, 160), 'no announcement of ours stands in the ledger for this call'],
      todo: [
        "stop our own acting while you look: portcullis stop --reason '<why>'",
        'revoke the sessions of the role, and see who may assume it',
      ],
      short: 'our role used by others',
    }),
  },
  fault: {
    severity: 'medium',
    state: 'told',
    say: ({ about, of }) => ({
      headline: 'Something of ours does not get done, and is tried again',
      status: 'It is tried again, ever more slowly',
      what: [plainLine(about, 160), of('fault', of('why', 'the log tells why'))],
      todo: ['see the log of the server, and what doctor says: portcullis doctor'],
      short: 'a task of ours fails',
    }),
  },
  channel: {
    severity: 'high',
    state: 'told',
    say: ({ about, of }) => {
      const channel = of('channel', plainLine(about.replace(/^channel\//, ''), 60));
      return {
        headline: `The channel ${channel} takes nothing: messages for it go elsewhere or wait`,
        what: [`${channel}: ${of('say', 'it gives no reason')}`],
        todo: [
          `mend it, then: portcullis notify test --channel ${/^[\w.:-]+$/.test(channel) ? channel : "'<channel>'"}`,
        ],
        short: `${channel} is out`,
      };
    },
  },
  dead: {
    severity: 'high',
    state: 'told',
    say: ({ about, of }) => ({
      headline: `A message was given up: ${of('channel', 'its channel')} did not take it`,
      what: [plainLine(about, 120), of('say', 'no reason told')],
      todo: ['see what was given up: portcullis notify dead', 'and send it anew: portcullis notify resend <message>'],
      short: 'a message was given up',
    }),
  },
  unconfirmed: {
    severity: 'high',
    state: 'told',
    say: ({ about, of }) => ({
      headline: `${of('channel', plainLine(about, 60))} reaches nobody yet: no recipient has confirmed`,
      what: [of('say', 'a subscription that is not confirmed gets nothing, and nothing fails')],
      todo: ['confirm the subscription by the link that AWS mailed', 'then: portcullis notify confirm <channel>'],
      short: 'unconfirmed recipient',
    }),
  },
  'drill-failed': {
    severity: 'high',
    state: 'told',
    say: ({ about, of }) => ({
      headline: `The drill failed at: ${of('link', 'a link that is not told')}`,
      what: [of('say', 'no reason told'), plainLine(about, 120)],
      todo: ['an opening would be missed there in the same way: mend it, then: portcullis drill'],
      short: 'drill failed',
    }),
  },
  'drill-overdue': {
    severity: 'medium',
    state: 'told',
    say: ({ of }) => ({
      headline: 'The drill is overdue: nobody knows that alerts still arrive',
      what: [`last passed: ${of('last', 'never')}`, `wanted every ${of('every', 'so often as the settings say')}`],
      todo: ['run it: portcullis drill'],
      short: 'drill is overdue',
    }),
  },
  test: {
    severity: 'low',
    state: 'told',
    say: ({ of }, row) => ({
      headline: 'TEST: nothing happened, this only shows that messages arrive here',
      status: 'Nothing is to be done',
      what: [
        `sent by ${of('by', 'somebody')}${of('route', '') === '' ? '' : ` through the route ${of('route', '')}`} to ${of('channel', 'this channel')}`,
        `message ${row.message.id}`,
      ],
      todo: [],
      short: 'TEST, nothing happened',
    }),
  },
};
