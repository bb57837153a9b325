import { describe, expect, test } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import { attempts, gained, lost, policyWith, tagsQuestion } from '../../../../test/builders/policy.ts';
import type { Rule } from '../../group/rule.ts';
import { writeInstant } from '../../leaf/instant.ts';
import type { Decision } from '../decision.ts';
import type { StandingDecision } from '../standing-decision.ts';
import { violationKey } from './episode-book.ts';
import type { Episodes, Incident, Violation } from './episodes.ts';
import { type Followed, type Following, followIncidents, unattended } from './follow-incidents.ts';
import { recurrence } from './incident-for.ts';

const start = Date.UTC(2026, 2, 2);
const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const world = 'ingress tcp/22 0.0.0.0/0';
const policy = policyWith({
  checks: {
    ssh: { when: gained({ ports: ['tcp/22'] }) },
    https: { when: lost({ ports: ['tcp/443'] }) },
    env: { when: tagsQuestion() },
    probes: { when: attempts(3, 60) },
  },
});

interface Told {
  readonly id?: string;
  readonly check?: string;
  readonly ruling?: string;
  readonly severity?: string;
  readonly rules?: readonly (Rule & { readonly op: string })[];
  readonly carriers?: readonly string[];
  readonly at?: number;
  readonly over?: true;
  readonly steps?: readonly string[];
  readonly on?: object;
}

/** A decision of one check about `sg-web`: SSH is opened by `sgr-1`. */
function decisionOf(told: Told = {}): Decision {
  const { id = 'chg_1', check = 'ssh', ruling = 'breach', severity = 'high', at = start } = told;
  const { rules = [{ op: 'add', ...ssh }] } = told;
  const found = { id: check, ruling, severity, ...(told.over ? { over: true } : {}) };
  return {
    id,
    at: writeInstant(at),
    on: told.on ?? { kind: 'group', id: 'sg-web' },
    rules,
    carriers: { [check]: told.carriers ?? rules.map((rule) => rule.id) },
    verdict: { ruling, severity, checks: ruling === 'clear' ? [] : [found] },
    ...(told.steps === undefined ? {} : { response: { mode: 'enforce', steps: [{ rules: told.steps }] } }),
  } as unknown as Decision;
}

function standingOf(check: string, ruling: string, carriers: readonly string[] = []): StandingDecision {
  return {
    verdict: { checks: [{ id: check, ruling }] },
    carriers: { [check]: carriers },
  } as unknown as StandingDecision;
}

const seenOf = (...rules: readonly Rule[]): Following['seen'] => ({ rules, exists: 'yes', known: 'known', tags: {} });

/** A group whose episodes go on from one look at it to the next. */
class Story {
  episodes: Episodes = { violations: [], incidents: [] };
  now = start;

  follow(more: Partial<Following> = {}): Followed {
    const followed = followIncidents({
      ...{ site, group: 'sg-web', now: this.now, policy, episodes: this.episodes, seen: seenOf(ssh), standing: null },
      ...{ decisions: [], granted: () => false, confirmed: false, lists: () => null },
      ...more,
    });
    const violations = new Map(
      [...this.episodes.violations, ...followed.violations].map((each) => [violationKey(each), each]),
    );
    const incidents = new Map([...this.episodes.incidents, ...followed.incidents].map((each) => [each.id, each]));
    this.episodes = { violations: [...violations.values()], incidents: [...incidents.values()] };
    return followed;
  }

  opened(): this {
    this.follow({ decisions: [decisionOf()] });
    return this;
  }

  gone(): this {
    this.follow({ seen: seenOf(), confirmed: true });
    return this;
  }

  get violation(): Violation {
    return this.episodes.violations[0]!;
  }

  get incident(): Incident {
    return this.episodes.incidents[0]!;
  }
}

describe('a violation', () => {
  test('opens with the decision that finds it, by check and tuple, and an incident with it', () => {
    const story = new Story();
    const { opened, incidentOf, closing } = story.follow({ decisions: [decisionOf()] });
    expect(story.violation).toMatchObject({
      check: 'ssh',
      tuple: world,
      state: 'open',
      openedAt: start,
      closedAt: null,
    });
    expect(story.incident).toMatchObject({ family: 'opening', decisions: ['chg_1'], closedAt: null, earlier: null });
    expect(opened).toEqual([story.incident]);
    expect(incidentOf.get('chg_1')).toBe(story.violation.incident);
    expect(closing).toBe(false);
  });

  test('R11: by a prefix list is closing when the list is mended, and gone when two good reads say so', () => {
    const listed = ruleOf('ingress tcp/22 pl-1', 'sgr-4');
    const told = { seen: seenOf(listed), standing: standingOf('ssh', 'clear') };
    const story = new Story();
    story.follow({
      ...told,
      decisions: [decisionOf({ rules: [{ op: 'add', ...listed }] })],
      lists: () => ['0.0.0.0/0'],
    });
    expect(story.violation).toMatchObject({ tuple: 'ingress tcp/22 pl-1', state: 'open' });
    for (const entries of [['0.0.0.0/0'], null])
      expect(story.follow({ ...told, lists: () => entries, confirmed: true }).violations).toEqual([]);
    const lists = () => ['10.0.0.0/8'];
    expect(story.follow({ ...told, seen: { ...told.seen, known: 'partly' }, lists }).violations).toEqual([]);
    expect(story.follow({ ...told, lists })).toMatchObject({ closing: true, closed: [] });
    expect(story.violation.state).toBe('closing');
    expect(story.follow({ ...told, lists, confirmed: true }).closed).toHaveLength(1);
    expect(story.violation.state).toBe('gone');
  });

  test('stays as it is while nothing new is known: nothing is written twice', () => {
    const story = new Story().opened();
    expect(story.follow()).toMatchObject({ violations: [], incidents: [], opened: [], closed: [] });
    expect(story.follow({ decisions: [decisionOf()] })).toMatchObject({ violations: [], incidents: [], opened: [] });
  });

  test('is closing when its rule is away, gone when two good reads say so, and open again when it is back', () => {
    const story = new Story().opened();
    expect(story.follow({ seen: seenOf() })).toMatchObject({ closing: true, closed: [] });
    expect(story.violation).toMatchObject({ state: 'closing', closedAt: null });
    story.follow();
    expect(story.violation.state).toBe('open');
    story.now += 5000;
    expect(story.follow({ seen: seenOf(), confirmed: true })).toMatchObject({
      closing: false,
      closed: [{ closedAt: start + 5000 }],
    });
    expect(story.violation).toMatchObject({ state: 'gone', closedAt: start + 5000 });
  });

  test('stands under any rule id, since EC2 gives a rule that is made again another', () => {
    const story = new Story().opened();
    story.follow({ seen: seenOf({ ...ssh, id: 'sgr-2' }), confirmed: true });
    expect(story.violation.state).toBe('open');
  });

  test('of a group that is not wholly known is neither open nor gone', () => {
    const story = new Story().opened();
    for (const known of ['partly', 'unknown'] as const)
      expect(story.follow({ seen: { ...seenOf(), known }, confirmed: true }).violations).toEqual([]);
  });

  test('ends with its group', () => {
    const story = new Story().opened();
    const seen = { ...seenOf(), exists: 'no' } as const;
    expect(story.follow({ seen })).toMatchObject({ closing: true });
    story.follow({ seen, confirmed: true });
    expect(story.violation.state).toBe('group gone');
    expect(story.incident.closedAt).toBe(start);
  });

  test('is accepted by a grant for its tuple, and comes back when that ends', () => {
    const story = new Story().opened();
    story.follow({ granted: (tuple) => tuple === world });
    expect(story.violation).toMatchObject({ state: 'accepted', closedAt: start });
    expect(story.incident.closedAt).toBe(start);
    story.now += 1000;
    expect(story.follow().violations).toEqual([]);
    const { opened } = story.follow({ standing: standingOf('ssh', 'breach', ['sgr-1']) });
    expect(opened).toMatchObject([{ id: story.violation.incident, closedAt: null }]);
    expect(story.violation).toMatchObject({ state: 'open', closedAt: null });
  });

  test('that comes back long after it was accepted is another incident that names the first', () => {
    const story = new Story().opened();
    const first = story.violation.incident;
    story.follow({ granted: () => true });
    story.now += recurrence + 1;
    story.follow({ standing: standingOf('ssh', 'breach') });
    expect(story.episodes.incidents).toMatchObject([
      { id: first, closedAt: start },
      { earlier: first, closedAt: null },
    ]);
  });

  test('R19: that comes back while the group has an open incident alike is part of that one, which is told again', () => {
    const telnet = ruleOf('ingress tcp/23 0.0.0.0/0', 'sgr-2');
    const story = new Story().opened();
    story.follow({ granted: (tuple) => tuple === world });
    const rules = [{ op: 'add', ...telnet }];
    story.follow({
      ...{ decisions: [decisionOf({ id: 'chg_2', rules, severity: 'low' })], seen: seenOf(ssh, telnet) },
      granted: (tuple) => tuple === world,
    });
    story.now += 1000;
    const { opened } = story.follow({ standing: standingOf('ssh', 'breach'), seen: seenOf(ssh, telnet) });
    const [first, running] = story.episodes.incidents;
    expect(first).toMatchObject({ closedAt: start, decisions: ['chg_1'] });
    expect(opened).toEqual([running]);
    expect(running).toMatchObject({ closedAt: null, severity: 'high', againAt: story.now });
    expect(story.episodes.violations.map(({ state, incident }) => [state, incident])).toEqual([
      ['open', running!.id],
      ['open', running!.id],
    ]);
    expect(story.follow({ standing: standingOf('ssh', 'breach'), seen: seenOf(ssh, telnet) }).opened).toEqual([]);
  });

  test('is accepted where the policy as it stands permits it, and not where that merely says nothing', () => {
    const story = new Story().opened();
    story.follow({ standing: { verdict: { checks: [] }, carriers: {} } as unknown as StandingDecision });
    expect(story.violation.state).toBe('open');
    story.follow({ standing: standingOf('ssh', 'permitted') });
    expect(story.violation.state).toBe('accepted');
  });

  test('keeps the worst severity', () => {
    const story = new Story().opened();
    story.follow({ decisions: [decisionOf({ id: 'chg_2', severity: 'critical' })] });
    story.follow({ decisions: [decisionOf({ id: 'chg_3', severity: 'low' })] });
    expect(story.violation.severity).toBe('critical');
    expect(story.incident).toMatchObject({ severity: 'critical', decisions: ['chg_1', 'chg_2', 'chg_3'] });
  });

  test.each([
    ['permitted', { ruling: 'permitted' }],
    ['not sure', { ruling: 'unknown' }],
    ['over', { over: true }],
    ['of no severity', { severity: 'none' }],
  ] as const)('is none where a check is %s', (_, told) => {
    expect(new Story().follow({ decisions: [decisionOf(told)] })).toMatchObject({ violations: [], incidents: [] });
  });

  test('that only a revised decision found is withdrawn, whatever stands', () => {
    const story = new Story().opened();
    const { closed } = story.follow({ decisions: [decisionOf({ ruling: 'clear' })] });
    expect(story.violation).toMatchObject({ state: 'withdrawn' });
    expect(closed).toHaveLength(1);
    story.follow({ standing: standingOf('ssh', 'breach', ['sgr-1']) });
    expect(story.violation.state).toBe('withdrawn');
  });

  test('that another decision found too is not withdrawn', () => {
    const story = new Story().opened();
    story.follow({ decisions: [decisionOf({ id: 'chg_2' })] });
    story.follow({ decisions: [decisionOf({ ruling: 'clear' })] });
    expect(story.violation.state).toBe('open');
  });
});

describe('an incident', () => {
  test('R19: comes back within a day as the same one', () => {
    const story = new Story().opened().gone();
    story.now = start + recurrence;
    const { opened } = story.follow({ decisions: [decisionOf({ id: 'chg_2', at: story.now })] });
    expect(opened).toMatchObject([{ decisions: ['chg_1', 'chg_2'], closedAt: null }]);
    expect(story.episodes.incidents).toHaveLength(1);
    expect(story.violation).toMatchObject({ state: 'open', openedAt: story.now });
  });

  test('R19: of a decision that is revised goes on, though another one is running by then', () => {
    const story = new Story();
    const { opened } = story.follow({ decisions: [decisionOf()] });
    story.follow({ seen: seenOf(), confirmed: true });
    const telnet = ruleOf('ingress tcp/23 0.0.0.0/0', 'sgr-2');
    const other = decisionOf({ id: 'chg_2', check: 'telnet', rules: [{ op: 'add', ...telnet }] });
    story.now += recurrence + 1;
    const running = story.follow({ decisions: [other], seen: seenOf(telnet) }).opened;
    expect(running.map(({ id }) => id)).not.toEqual(opened.map(({ id }) => id));
    const revised = story.follow({ decisions: [decisionOf()], seen: seenOf(ssh, telnet) });
    expect(revised.opened.map(({ id }) => id)).toEqual(opened.map(({ id }) => id));
    expect(revised.incidentOf.get('chg_1')).toBe(opened[0]!.id);
  });

  test('R19: that comes back later is another one, which names the first', () => {
    const story = new Story().opened().gone();
    story.now = start + recurrence + 1;
    story.follow({ decisions: [decisionOf({ id: 'chg_2', at: story.now })] });
    expect(story.episodes.incidents).toMatchObject([
      { closedAt: start, decisions: ['chg_1'] },
      { earlier: story.incident.id, closedAt: null, decisions: ['chg_2'] },
    ]);
  });

  test('that is over is not opened again by the decision that it began with', () => {
    const story = new Story().opened().gone();
    story.now += 60_000;
    const { opened, incidentOf } = story.follow({ decisions: [decisionOf()], seen: seenOf() });
    expect(opened).toEqual([]);
    expect(incidentOf.get('chg_1')).toBe(story.incident.id);
    expect(story.violation.state).toBe('gone');
  });

  test('gathers what is alike: one for openings, another for losses', () => {
    const https = ruleOf('ingress tcp/443 198.51.100.0/24', 'sgr-3');
    const v6 = ruleOf('ingress tcp/22 2001:db8::/32', 'sgr-2');
    const story = new Story().opened();
    story.follow({
      seen: seenOf(ssh, v6),
      decisions: [
        decisionOf({ id: 'chg_2', rules: [{ op: 'add', ...v6 }] }),
        decisionOf({ id: 'chg_3', check: 'https', rules: [{ op: 'remove', ...https }] }),
      ],
    });
    expect(story.episodes.incidents.map(({ family, decisions }) => [family, decisions])).toEqual([
      ['opening', ['chg_1', 'chg_2']],
      ['loss', ['chg_3']],
    ]);
    expect(story.episodes.violations).toHaveLength(3);
  });

  test('ends with the last of its violations, not before', () => {
    const v6 = ruleOf('ingress tcp/22 2001:db8::/32', 'sgr-2');
    const story = new Story().opened();
    story.follow({ seen: seenOf(ssh, v6), decisions: [decisionOf({ id: 'chg_2', rules: [{ op: 'add', ...v6 }] })] });
    expect(story.follow({ seen: seenOf(v6), confirmed: true }).closed).toEqual([]);
    expect(story.follow({ seen: seenOf(), confirmed: true }).closed).toHaveLength(1);
  });

  test('of what a sweep saw goes on when the record comes, and ends when that excuses it', () => {
    const instead = new Map([['chg_2', ['chg_1']]]);
    const claimed = new Story().opened();
    const { opened, incidentOf } = claimed.follow({ decisions: [decisionOf({ id: 'chg_2' })], instead });
    expect(opened).toEqual([]);
    expect(incidentOf.get('chg_2')).toBe(claimed.incident.id);
    expect(claimed.incident.decisions).toEqual(['chg_1', 'chg_2']);
    const excused = new Story().opened();
    excused.follow({ decisions: [decisionOf({ id: 'chg_2', ruling: 'permitted' })], instead });
    expect(excused.violation.state).toBe('withdrawn');
    expect(excused.incident).toMatchObject({ closedAt: start, decisions: ['chg_1', 'chg_2'] });
  });

  test.each([
    ['first', (all: readonly Incident[]) => all],
    ['last', (all: readonly Incident[]) => all.toReversed()],
  ])('of what a sweep saw in pieces is not opened anew by its record: what is over is read %s', (_, arrange) => {
    const v6 = ruleOf('ingress tcp/22 2001:db8::/32', 'sgr-2');
    const added = (...rules: readonly Rule[]) => rules.map((rule) => ({ op: 'add', ...rule }));
    const story = new Story().opened().gone();
    story.now += 60_000;
    story.follow({ decisions: [decisionOf({ id: 'chg_2', rules: added(v6) })], seen: seenOf(v6) });
    const [over, running] = story.episodes.incidents;
    story.episodes = { ...story.episodes, incidents: arrange([over!, running!]) };
    story.now += 60_000;
    const record = decisionOf({ id: 'chg_3', rules: added(ssh, v6) });
    const instead = new Map([['chg_3', ['chg_1', 'chg_2']]]);
    const { opened, violations, incidentOf } = story.follow({ decisions: [record], instead, seen: seenOf(v6) });
    expect([opened, violations]).toEqual([[], []]);
    expect(story.violation).toMatchObject({ state: 'gone', incident: over!.id });
    const told = story.episodes.incidents.map(({ id, closedAt, decisions }) => ({ id, closedAt, decisions }));
    expect(told).toContainEqual({ id: over!.id, closedAt: start, decisions: ['chg_1', 'chg_3'] });
    expect(told).toContainEqual({ id: running!.id, closedAt: null, decisions: ['chg_2', 'chg_3'] });
    expect(incidentOf.get('chg_3')).toBe(running!.id);
  });

  test('that is over is not opened anew by a late record that takes the breach from another decision of it', () => {
    const story = new Story().opened().gone();
    story.now += 60_000;
    const v6 = ruleOf('ingress tcp/22 2001:db8::/32', 'sgr-2');
    const other = decisionOf({ id: 'chg_2', rules: [{ op: 'add', ...v6 }] });
    story.follow({ decisions: [other], seen: seenOf(v6) });
    const [over] = story.episodes.incidents;
    const revised = decisionOf({ ruling: 'clear' });
    const { opened, violations, incidentOf } = story.follow({
      decisions: [decisionOf({ id: 'chg_3', rules: [{ op: 'add', ...ssh }] }), revised],
      seen: seenOf(v6),
    });
    expect([opened, violations]).toEqual([[], []]);
    expect(story.episodes.incidents[0]).toMatchObject({ id: over!.id, closedAt: start, decisions: ['chg_1', 'chg_3'] });
    expect(incidentOf.get('chg_3')).toBe(over!.id);
  });

  test('of another account’s group, or of another first change, is another one', () => {
    const idOf = (more: Partial<Following>, told: Told = {}) =>
      new Story().follow({ decisions: [decisionOf(told)], ...more }).opened[0]!.id;
    const ids = [idOf({}), idOf({ site: { ...site, region: 'us-east-1' } }), idOf({}, { id: 'chg_2' })];
    expect(new Set(ids).size).toBe(3);
    expect(idOf({})).toBe(ids[0]);
  });
});

describe('a violation by family', () => {
  const https = ruleOf('ingress tcp/443 198.51.100.0/24', 'sgr-3');
  const lossOf = () => {
    const story = new Story();
    story.follow({
      seen: seenOf(),
      decisions: [decisionOf({ check: 'https', rules: [{ op: 'remove', ...https }] })],
    });
    return story;
  };

  test('a loss stands until a rule of its tuple is back', () => {
    const story = lossOf();
    expect(story.violation).toMatchObject({ tuple: 'ingress tcp/443 198.51.100.0/24', state: 'open' });
    story.follow({ seen: seenOf(), confirmed: true });
    expect(story.violation.state).toBe('open');
    story.follow({ seen: seenOf({ ...https, id: 'sgr-9' }), confirmed: true });
    expect(story.violation.state).toBe('gone');
  });

  test('a rewritten rule is objected to by what it says now, and missed by what it said', () => {
    const rules = [
      { op: 'before', ...https },
      { op: 'after', ...ssh, id: 'sgr-3' },
    ] as const;
    const story = new Story();
    story.follow({
      seen: seenOf({ ...ssh, id: 'sgr-3' }),
      decisions: [
        decisionOf({ rules, carriers: ['sgr-3'] }),
        decisionOf({ id: 'chg_2', check: 'https', rules, carriers: ['sgr-3'] }),
      ],
    });
    expect(story.episodes.violations.map(({ check, tuple }) => [check, tuple])).toEqual([
      ['ssh', world],
      ['https', 'ingress tcp/443 198.51.100.0/24'],
    ]);
  });

  test('a tag stands against it until it says again what it said', () => {
    const story = new Story();
    const tagged = (tags: Readonly<Record<string, string>>) => ({ ...seenOf(), tags });
    const steps = ['tag env=prod', 'no tag temp'];
    story.follow({ seen: tagged({ temp: 'x' }), decisions: [decisionOf({ check: 'env', rules: [], steps })] });
    expect(story.episodes.violations.map(({ tuple }) => tuple)).toEqual(['no tag temp', 'tag env=prod']);
    story.follow({ seen: tagged({ env: 'dev' }), confirmed: true });
    expect(story.episodes.violations.map(({ state }) => state)).toEqual(['gone', 'open']);
    story.follow({ seen: tagged({ env: 'prod' }), confirmed: true });
    expect(story.episodes.violations.map(({ state }) => state)).toEqual(['gone', 'gone']);
    expect(story.incident.closedAt).not.toBeNull();
  });

  test.each([
    ['refused calls', 'probes'],
    ['a loss that no rule carries', 'https'],
    ['tags that nobody tells', 'env'],
  ])('%s have nothing that could go: they end unattended after a week', (_, check) => {
    const story = new Story();
    const { unattendedAt } = story.follow({ decisions: [decisionOf({ check, rules: [] })] });
    expect(story.violation).toMatchObject({ tuple: '', state: 'open' });
    expect(unattendedAt).toBe(start + unattended);
    story.now = start + unattended - 1;
    expect(story.follow({ confirmed: true }).violations).toEqual([]);
    story.now += 1;
    expect(story.follow()).toMatchObject({ closed: [{ id: story.incident.id }], unattendedAt: null });
    expect(story.violation.state).toBe('unattended');
  });

  test('what no rule carries stands as long as the policy objects to the group', () => {
    const story = new Story();
    story.follow({ decisions: [decisionOf({ rules: [] })] });
    expect(story.violation.tuple).toBe('');
    const none = { verdict: { checks: [] }, carriers: {} } as unknown as StandingDecision;
    story.follow({ standing: null, confirmed: true });
    story.follow({ standing: standingOf('ssh', 'breach'), confirmed: true });
    story.follow({ standing: standingOf('ssh', 'unknown'), confirmed: true });
    story.follow({ standing: none, seen: { ...seenOf(), known: 'partly' }, confirmed: true });
    expect(story.violation.state).toBe('open');
    story.follow({ standing: none, confirmed: true });
    expect(story.violation.state).toBe('gone');
  });

  test('what a list or a thing brought opens by the rules that stand', () => {
    const on = { kind: 'list', id: 'pl-1' };
    const story = new Story();
    expect(story.follow({ decisions: [decisionOf({ on, rules: [] })] }).violations).toEqual([]);
    story.follow({ decisions: [decisionOf({ on, rules: [] })], standing: standingOf('ssh', 'breach', ['sgr-1']) });
    expect(story.violation).toMatchObject({ tuple: world, state: 'open' });
  });
});
