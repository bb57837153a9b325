import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActionState, ActionView } from '../../src/core/alert/action-view.ts';
import type { Alert } from '../../src/core/alert/alert.ts';
import { alertLimits } from '../../src/core/alert/alert-limits.ts';
import type { AlertParts } from '../../src/core/alert/alert-parts.ts';
import type { QuestionView } from '../../src/core/alert/question-view.ts';
import { writeActorNote } from '../../src/core/alert/write-actor-note.ts';
import { writeAlert } from '../../src/core/alert/write-alert.ts';
import { writeCollapsed } from '../../src/core/alert/write-collapsed.ts';
import { readInstant } from '../../src/core/leaf/instant.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import type { Incident, Violation } from '../../src/core/plan/incident/episodes.ts';
import { anyHistory } from '../builders/any-history.ts';
import { attempts, gained, lost, policyWith } from '../builders/policy.ts';
import { tell } from '../builders/read-records.ts';
import { hostileTexts } from '../hostile/texts.ts';
import { incidentOf, partsFor, policyFor, violationOf } from './alert-stage.ts';

/** Characters that a reader obeys, does not see, or reads the other way round. */
const dangerous = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;
/** Words of success: only what was verified may have them. */
const done = /(?<!would have )\b(reverted|restored|given back|closed)\b(?<!NOT (restored|given back|closed))/i;

const checks = {
  open: { when: gained(), respond: { else: ['revert'] as const } },
  gone: { when: lost(), respond: { else: ['restore'] as const } },
  probing: { when: attempts(1, 600) },
};
const judging = { policy: policyWith(policyFor({ checks })), engine: '0.0.0' };

const states: readonly ActionState[] = [
  ...(['due', 'acting', 'verifying', 'waiting', 'verified', 'partly', 'failed', 'refused'] as const),
  ...(['superseded', 'gone', 'undone'] as const),
];
const text = fc.oneof(
  fc.constantFrom(...Object.values(hostileTexts)),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ maxLength: 60 }),
);

const anyAction: fc.Arbitrary<Omit<ActionView, 'for'>> = fc.record({
  id: fc.constant('act_1'),
  do: fc.constantFrom('revert', 'restore', 'undo', 'expire'),
  state: fc.constantFrom(...states),
  why: fc.option(text),
  on: fc.constant('sg-1'),
  aims: fc.array(text, { maxLength: 4 }),
  startedAt: fc.constant(0),
  verifiedAt: fc.constant(null),
  lineage: fc.constantFrom({}, { 'sgr-1': 'sgr-2' }),
  importCommands: fc.array(fc.constant('terraform import x sgr-2'), { maxLength: 3 }),
  approvedBy: fc.array(text, { maxLength: 2 }),
});
const anyQuestion: fc.Arbitrary<Omit<QuestionView, 'decision'>> = fc.record({
  hash: fc.constantFrom('pln_1', "pln_'; rm -rf /"),
  action: fc.constant('act_2'),
  do: fc.constantFrom('revert', 'restore'),
  aims: fc.array(text, { maxLength: 2 }),
  until: fc.constant(readInstant('2026-01-31T12:00:00Z')!),
  state: fc.constantFrom('waiting', 'approved', 'denied', 'expired'),
  approvedBy: fc.array(text, { maxLength: 2 }),
  permits: fc.boolean(),
});

interface Given {
  readonly decisions: readonly Decision[];
  readonly texts: readonly string[];
  readonly actions: readonly Omit<ActionView, 'for'>[];
  readonly questions: readonly Omit<QuestionView, 'decision'>[];
  readonly end: number | null;
  readonly violation: Violation['state'];
  readonly family: Incident['family'];
  readonly hasIncident: boolean;
  readonly isDrill: boolean;
}

/** The decision with somebody's texts wherever somebody chooses one. */
function saidBy(decision: Decision, texts: readonly string[]): Decision {
  const at = (n: number): string => texts[n % texts.length]!;
  return {
    ...decision,
    on: { ...decision.on, name: at(0), owner: at(1), environment: at(2), tags: { [at(3)]: at(4) } },
    say: `${decision.say} ${at(0)}`,
    short: `${decision.short} ${at(0)}`,
    account: { ...decision.account, name: at(5) },
    actor: { ...decision.actor, session: at(6), person: at(7), sourceIp: at(8) },
    rules: decision.rules.map((rule) => ({ ...rule, description: at(9) })),
    call: { ...decision.call, error: { code: at(2), message: at(3) } },
    ...(decision.tags === undefined ? {} : { tags: { set: { [at(1)]: at(2) }, removed: [at(3)] } }),
  };
}

function partsOf(given: Given): AlertParts {
  const decisions = given.decisions.map((each) => (given.texts.length === 0 ? each : saidBy(each, given.texts)));
  const first = decisions[0]!;
  const parts = partsFor(decisions, {
    actions: given.actions.map((each) => ({ ...each, for: first.id })),
    questions: given.questions.map((each) => ({ ...each, decision: first.id })),
    incidents: given.hasIncident ? [incidentOf(first, given.end, { family: given.family })] : [],
    violations: given.hasIncident ? [violationOf(first, given.violation)] : [],
    ...(given.isDrill ? { drill: 'drl_1' } : {}),
  });
  const notes = given.texts.map((say, n) => ({ at: n, say }));
  const about = [...parts.row.message.about, ...given.texts];
  const by = given.texts[0];
  const acknowledged = by === undefined ? null : { by, at: parts.now };
  const escalation = { at: parts.now, to: given.texts, done: given.isDrill };
  return { ...parts, row: { ...parts.row, notes, acknowledged, escalation, message: { ...parts.row.message, about } } };
}

/** Every text of an alert. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function checkLengths(alert: Alert): void {
  const longest = (name: keyof typeof alertLimits, texts: readonly (string | null)[]): void => {
    for (const each of texts) expect(each?.length ?? 0, `${name}: ${each}`).toBeLessThanOrEqual(alertLimits[name]);
  };
  longest('headline', [alert.headline]);
  longest('status', [alert.status]);
  longest('line', [...alert.facts.flatMap(({ lines }) => lines), alert.playbook]);
  longest(
    'label',
    alert.facts.map(({ label }) => label),
  );
  longest('who', [alert.who]);
  longest('short', [alert.short]);
  longest('key', [alert.key]);
  longest(
    'command',
    alert.offers.map(({ command }) => command),
  );
  longest(
    'note',
    alert.history.map(({ say }) => say),
  );
  for (const { lines } of alert.facts) expect(lines.length).toBeLessThanOrEqual(alertLimits.lines);
}

/** Decisions of a few arbitrary histories, as the engine makes them. */
const histories = fc.sample(anyHistory({ eras: [2021, 2026], lists: true, length: 12 }), { numRuns: 60, seed: 6 });
const decisions = (
  await Promise.all(
    histories.map((made) =>
      tell(
        made.map(({ record }) => record),
        { judging, net: true },
      ),
    ),
  )
).flatMap((told) => told.decisions);

const given: fc.Arbitrary<Given> = fc.record({
  decisions: fc.array(fc.constantFrom(...decisions), { minLength: 1, maxLength: 12 }),
  texts: fc.oneof(fc.constant([]), fc.array(text, { minLength: 1, maxLength: 10 })),
  actions: fc.array(anyAction, { maxLength: 3 }),
  questions: fc.array(anyQuestion, { maxLength: 2 }),
  end: fc.option(fc.nat(100_000)),
  violation: fc.constantFrom('open', 'closing', 'gone', 'accepted', 'group gone', 'unattended', 'withdrawn'),
  family: fc.constantFrom('opening', 'loss', 'tags', 'attempts'),
  hasIncident: fc.boolean(),
  isDrill: fc.boolean(),
});

describe('any message', () => {
  test.each([
    ['an alert', writeAlert],
    ['a collapsed message', writeCollapsed],
    ['a note for the actor', writeActorNote],
  ] as const)('%s is harmless, within its lengths, and the same for the same', (_, write) => {
    expect(decisions.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(given, (each) => {
        const parts = partsOf(each);
        const before = JSON.stringify(parts, (_key, value) => (value instanceof Map ? [...value] : value));
        const alert = write(parts);
        for (const one of textsOf(alert)) expect(dangerous.test(one), JSON.stringify(one)).toBe(false);
        checkLengths(alert);
        expect(JSON.stringify(write(parts))).toBe(JSON.stringify(alert));
        expect(JSON.stringify(parts, (_key, value) => (value instanceof Map ? [...value] : value))).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  test('R74: says in the past tense that something was done only once an action is verified', () => {
    fc.assert(
      fc.property(given, (each) => {
        const parts = partsOf({
          ...each,
          texts: [],
          actions: each.actions.map((one) => ({ ...one, why: null, aims: [] })),
        });
        const alert = writeAlert(parts);
        const lines = [
          alert.status,
          ...alert.facts.filter(({ label }) => label === 'Done').flatMap((fact) => fact.lines),
        ];
        if (parts.actions.some(({ state }) => state === 'verified')) return;
        for (const line of lines) expect(done.test(line), line).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('is closed only when every incident is', () => {
    fc.assert(
      fc.property(given, (each) => {
        const { state } = writeAlert(partsOf(each));
        const isOver = each.hasIncident && each.end !== null;
        if (state === 'closed' || state === 'accepted') expect(isOver).toBe(true);
        if (state === 'open') expect(isOver).toBe(false);
      }),
    );
  });

  test('offers no command that holds what somebody chose', () => {
    fc.assert(
      fc.property(given, (each) => {
        for (const { command } of writeAlert(partsOf(each)).offers) {
          expect(command).toMatch(/^portcullis [\w ./:'<>-]+$/);
          expect(command.replaceAll("'<you>'", '').replaceAll("'<why>'", '')).not.toMatch(/['<>;|&$`\\]/);
        }
      }),
    );
  });

  test('R111: speaks of actors without blame', () => {
    fc.assert(
      fc.property(given, (each) => {
        const alert = writeAlert(partsOf({ ...each, texts: [], actions: [], questions: [] }));
        const text = [alert.headline, alert.status, ...alert.facts.flatMap(({ lines }) => lines)].join('\n');
        expect(text).not.toMatch(/culprit|offend|violator|guilty|blame|careless|malicious|at fault|wrongly/i);
      }),
    );
  });

  test('R166: a note for the actor holds no severity, address or role', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...decisions), { minLength: 1, maxLength: 3 }), (some) => {
        const text = textsOf(writeActorNote(partsFor(some)).facts).join('\n');
        expect(text).not.toMatch(/198\.51\.100\.7|arn:aws:iam|critical|violat|blame|fault/i);
      }),
    );
  });
});
