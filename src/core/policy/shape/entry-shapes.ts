import { responses, severities } from '../scale.ts';
import { integer, list, mapOf, object, optional, perEnvironment, required, text, words } from './make-shape.ts';
import { directionShape, questionShape } from './question-shape.ts';
import type { Shape } from './shape.ts';
import { fileFormat } from './text/file.ts';
import { freeText, groupFormat, nameFormat } from './text/name.ts';
import { peerFormat } from './text/peer.ts';
import { portsFormat } from './text/service.ts';
import { instantFormat } from './text/time.ts';
import { conditionShape, unlessShape, whereShape } from './where-shape.ts';

/** How bad. */
export const severityShape: Shape = words(severities, {
  info: 'low',
  informational: 'low',
  minor: 'low',
  moderate: 'medium',
  warning: 'medium',
  major: 'high',
  error: 'high',
  urgent: 'critical',
});

/** What is done to the group. */
const respondShape: Shape = list(words(responses, { rollback: 'revert', undo: 'revert', notify: 'none' }), 1);

/** A check. */
export const checkShape: Shape = object(
  'a check',
  {
    say: required(
      text(freeText),
      'The rule as a sentence: it stands in every message.',
      'description',
      'message',
      'title',
      'name',
    ),
    where: optional(whereShape, 'Which groups it is about; left out, every group.', 'scope', 'target', 'resources'),
    when: required(questionShape, 'What it asks.', 'filter', 'filters', 'if', 'match', 'condition', 'event'),
    unless: optional(list(unlessShape), 'What excuses: any one of these.', 'allow', 'exclude', 'ignore'),
    severity: required(
      perEnvironment(severityShape),
      'How bad it is in each environment.',
      'level',
      'priority',
      'risk',
    ),
    respond: required(
      perEnvironment(respondShape),
      'What is done to the group in each environment.',
      'action',
      'actions',
      'response',
      'do',
      'remediate',
    ),
    standing: optional(perEnvironment(respondShape), 'What the sweep does when it stands; left out, nothing.', 'sweep'),
    playbook: optional(text(freeText), 'What to do, for people: a file or an address.', 'runbook', 'link'),
    locked: optional({ kind: 'boolean' }, 'Later files may only make it stricter.', 'lock', 'final'),
  },
  { refused: { notify: 'who is told is said in `notify` at the top, for all checks' } },
);

/** A step of severity. */
export const adjustShape: Shape = object('an adjustment', {
  when: required(conditionShape, 'When severity moves.', 'if', 'where'),
  by: required(integer(-2, 2, [0]), 'By how many steps: -2, -1, 1 or 2.', 'steps'),
});

/** What a group is meant to have. */
export const baselineShape: Shape = object('a baseline', {
  where: required(whereShape, 'Which groups it is about.', 'group'),
  from: required(text(fileFormat), 'A file with the groups as they should be.', 'file', 'source'),
  drift: required(
    object(
      'how bad it is when a group differs',
      {
        extra: optional(perEnvironment(severityShape, { plain: true }), 'A rule too many.', 'added'),
        widened: optional(perEnvironment(severityShape, { plain: true }), 'A rule that reaches further.'),
        missing: optional(perEnvironment(severityShape, { plain: true }), 'A rule too few.', 'removed'),
      },
      { pick: 'one or more' },
    ),
    'How bad it is when a group differs.',
    'severity',
  ),
  respond: optional(perEnvironment(respondShape), 'What is done to the group; left out, nothing.', 'action', 'actions'),
});

const dated = {
  from: optional(text(instantFormat), 'When it begins; left out, it holds already.', 'start', 'since'),
  until: required(text(instantFormat), 'When it ends.', 'expires', 'expiry', 'end', 'to'),
  owner: required(text(freeText), 'Who answers for it.', 'by', 'who'),
  reason: required(text(freeText), 'Why it is given.', 'why', 'comment', 'justification'),
  ticket: optional(text(freeText), 'Where it was agreed.', 'issue', 'link'),
};

/** A dated permission. */
export const exceptionShape: Shape = {
  kind: 'cases',
  by: 'declared',
  has: object('an approved plan', {
    declared: required(
      text(fileFormat),
      'A plan, state or template: just the reach that it declares is permitted.',
      'plan',
    ),
    check: optional(text(nameFormat), 'The check that it excuses from; left out, all.', 'checks'),
    ...dated,
  }),
  lacks: object('an exception', {
    check: required(text(nameFormat), 'The check that it excuses from.', 'checks', 'rule'),
    group: required(text(groupFormat), 'The group that it is about.', 'group_id'),
    direction: optional(directionShape, 'Into the group, out of it, or both; left out, as the check.'),
    peers: required(list(text(peerFormat), 1), 'Whom it lets in: CIDRs, groups, prefix lists.', 'peer', 'cidrs'),
    ports: required(list(text(portsFormat), 1), 'On which ports.', 'port', 'services'),
    ...dated,
  }),
};

/** A test that the policy carries. */
export const testShape: Shape = object('a test', {
  given: required(text(fileFormat), 'A file with records or a snapshot.', 'fixture', 'file', 'input'),
  expect: required(
    mapOf(
      'a map of checks to what they must come to; `{}` = nothing objects',
      nameFormat,
      object('what a check must come to', {
        ruling: optional(words(['clear', 'permitted', 'breach', 'unknown']), 'Its ruling.', 'verdict', 'result'),
        severity: optional(severityShape, 'Its severity after adjustment.'),
        respond: optional(respondShape, 'Its response.', 'actions'),
      }),
    ),
    'What the checks must come to.',
    'expected',
    'then',
  ),
});
