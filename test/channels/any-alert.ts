import fc from 'fast-check';
import {
  type Alert,
  type AlertPerson,
  type AlertPlace,
  type AlertState,
  alertKinds,
  type Fact,
  type Note,
  type Offer,
} from '../../src/core/alert/alert.ts';
import { severities } from '../../src/core/policy/scale.ts';
import { hostileTexts } from '../hostile/texts.ts';
import { sampleStart } from './sample-alerts.ts';

const states: readonly AlertState[] = ['open', 'waiting', 'acting', 'acknowledged', 'closed', 'accepted', 'told'];
const offerIds: readonly Offer['id'][] = ['show', 'revert', 'allow', 'acknowledge', 'approve', 'deny', 'undo'];

/** A text as an alert may hold it: no control, invisible or direction-changing character, no lone surrogate, not blank. */
export function asAlertText(text: string, most: number): string {
  const plain = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .trim();
  return [...plain].slice(0, most).join('') || 'x';
}

const words = [
  'prod-web',
  'sg-0a1b2c3d4e5f60718',
  'from 0.0.0.0/0',
  'ünïcödé',
  '日本語のグループ',
  '👩‍💻',
  'a & b < c > d',
];

/** A line that may stand in an alert: plain, of any script, or a hostile one. */
export function anyLine(most: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.constantFrom(...words),
      fc.constantFrom(...Object.values(hostileTexts)),
      fc.string({ unit: 'grapheme', maxLength: most }),
      fc
        .array(fc.constantFrom(...words, ...Object.values(hostileTexts).map((text) => text.slice(0, 200))), {
          maxLength: 20,
        })
        .map((some) => some.join(' ')),
    )
    .map((text) => asAlertText(text, most));
}

const instant = fc.integer({ min: 0, max: 7 * 86_400 }).map((seconds) => sampleStart + seconds * 1000);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const id = (prefix: string) => fc.stringMatching(/^[a-z2-9]{10}$/).map((text) => `${prefix}_${text}`);

const fact: fc.Arbitrary<Fact> = fc.record({
  label: fc.constantFrom('What', 'On', 'Who', 'Verdict', 'Done', 'Open beyond their time'),
  lines: fc.array(anyLine(500), { maxLength: 60 }),
});
const note: fc.Arbitrary<Note> = fc.record({ at: instant, say: anyLine(300) });
const person: fc.Arbitrary<AlertPerson> = fc.record({
  as: fc.constantFrom('owner', 'actor', 'escalation'),
  name: anyLine(100),
  slack: maybe(fc.constantFrom('U012ALICE00', 'W0123456789', '<!channel>', '@here')),
  mail: maybe(fc.constantFrom('alice@example.com', 'payments@example.com', 'x@example.com\r\nBcc: y@example.com')),
});
const offer: fc.Arbitrary<Offer> = fc.record({
  id: fc.constantFrom(...offerIds),
  say: anyLine(100),
  command: anyLine(400),
});
const place: fc.Arbitrary<AlertPlace> = fc.record({
  partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
  account: fc.constantFrom('111122223333', '123456789012'),
  accountName: maybe(anyLine(100)),
  region: fc.constantFrom('eu-west-1', 'us-east-1'),
  on: maybe(fc.constantFrom('sg-0a1b2c3d4e5f60718', 'pl-0123456789abcdef0')),
  name: maybe(anyLine(255)),
  arn: maybe(fc.constant('arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a1b2c3d4e5f60718')),
  vpc: maybe(fc.constant('vpc-0123456789abcdef0')),
  environment: maybe(anyLine(60)),
  owner: maybe(anyLine(100)),
});

/** Any alert that keeps what `Alert` promises, from an empty one to the largest, and with texts that mean harm. */
export const anyAlert: fc.Arbitrary<Alert> = fc
  .record({
    id: id('msg'),
    key: id('key').map((text) => `portcullis:111122223333:eu-west-1:sg-0a1b2c3d4e5f60718:${text}`.slice(0, 255)),
    kind: fc.constantFrom(...alertKinds),
    revision: fc.nat(1000),
    severity: fc.constantFrom(...severities),
    state: fc.constantFrom(...states),
    at: instant,
    updatedAt: instant,
    headline: anyLine(150),
    status: anyLine(300),
    facts: fc.array(fact, { maxLength: 8 }),
    place: maybe(place),
    who: maybe(anyLine(200)),
    checks: fc.array(fc.stringMatching(/^[a-z][a-z-]{0,40}$/), { maxLength: 30 }),
    short: anyLine(40),
    history: fc.array(note, { maxLength: 100 }),
    people: fc.array(person, { maxLength: 6 }),
    offers: fc.array(offer, { maxLength: 7 }),
    playbook: maybe(anyLine(300)),
    ids: fc.record({
      decisions: fc.array(id('chg'), { maxLength: 200 }),
      incidents: fc.array(id('inc'), { maxLength: 50 }),
    }),
    suppressed: fc.nat(10_000),
  })
  .map((alert) => ({ ...alert, updatedAt: Math.max(alert.at, alert.updatedAt) }));

/** An alert in which one text of others stands wherever others choose what stands. */
export function alertSaying(text: string, of: Alert): Alert {
  const say = (most: number) => asAlertText(text, most);
  return {
    ...of,
    headline: `Internet can reach ssh on ${say(100)}`,
    facts: of.facts.map(({ label, lines }) => ({ label, lines: [...lines, say(500)] })),
    place:
      of.place === null
        ? null
        : { ...of.place, name: say(255), owner: say(100), environment: say(60), accountName: say(100) },
    who: say(200),
    history: [...of.history, { at: of.updatedAt, say: say(300) }],
    people: of.people.map((each) => ({ ...each, name: say(100) })),
    offers: of.offers.map((each) => ({ ...each, say: say(100) })),
    playbook: say(300),
  };
}
