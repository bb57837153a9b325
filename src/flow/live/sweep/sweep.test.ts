import { describe, expect, test } from 'vitest';
import { gained, judgingBy, lost } from '../../../../test/builders/policy.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere, site, strict } from '../../../../test/flow/watch-stage.ts';
import { everything } from '../../../core/reach/reach.ts';

const minute = 60_000;

/** A group with open HTTPS that was swept once, everything told. */
async function known(): Promise<{ stage: SweepStage; web: string; https: string }> {
  const stage = new SweepStage();
  const web = stage.group();
  const https = stage.opens(web, 443);
  await stage.hears();
  await stage.sweeps();
  return { stage, web, https };
}

/** What was done to a group and no record will tell. */
function unheard<T>(stage: SweepStage, does: () => T): T {
  const before = stage.records.length;
  const made = does();
  stage.records.splice(before);
  return made;
}

async function origins(stage: SweepStage) {
  return (await stage.decisions()).filter(({ origin }) => origin === 'observed');
}

/** What a sweep saw and nothing explained. */
async function unexplained(stage: SweepStage) {
  return (await stage.rows('unexplained')).filter(({ claimedBy }) => claimedBy === null);
}

describe('a sweep', () => {
  test('R30: what was opened and never told is found, judged as done by nobody, and closed', async () => {
    const { stage, web, https } = await known();
    stage.at += minute;
    const ssh = unheard(stage, () => stage.opens(web, 22));
    await stage.sweeps();
    await stage.passes(10 * minute);
    const [decision, ...others] = await origins(stage);
    expect(others).toEqual([]);
    expect(decision).toMatchObject({
      kind: 'rules-added',
      records: [],
      actor: { type: 'Unattributed', principal: null },
      verdict: { ruling: 'breach', severity: 'critical' },
    });
    expect(decision!.rules.map(({ id }) => id)).toEqual([ssh]);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`]);
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.model.state.groups.get(web)!.rules.some(({ id }) => id === https)).toBe(true);
  });

  test('R30: a group that nobody looked at is looked at first: there is no difference to what nobody knows', async () => {
    const stage = new SweepStage();
    const web = unheard(stage, () => stage.group());
    unheard(stage, () => stage.opens(web, 443));
    await stage.sweeps();
    expect(await unexplained(stage)).toEqual([]);
    expect((await stage.bodies('observed')).filter(({ group }) => group === web)).toMatchObject([{ by: 'sweep' }]);
    expect(await stage.rows('swept')).toHaveLength(1);
  });

  test('R1 R106: a sweep of what stands as it is known writes nothing but that it took place', async () => {
    const { stage } = await known();
    const before = (await stage.entries()).length;
    await stage.sweeps();
    await stage.sweeps();
    const after = (await stage.entries()).toSorted((a, b) => a.header.at - b.header.at).slice(before);
    expect(after.map(({ body }) => JSON.parse(body!))).toMatchObject(Array(2).fill({ by: 'site', difference: null }));
    expect(await stage.rows('swept')).toMatchObject([{ started: stage.at }]);
  });

  test('R85 scenario 26: a protected rule that vanished untold is put back as it stood', async () => {
    const { stage, web, https } = await known();
    stage.at += minute;
    unheard(stage, () => stage.closes(web, https));
    await stage.sweeps();
    expect(await unexplained(stage)).toMatchObject([{ was: 'vanished', rule: { id: https } }]);
    await stage.passes(14 * minute);
    expect(stage.standing(web)).toEqual([]);
    await stage.passes(10 * minute);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`]);
    expect((await origins(stage)).map(({ kind }) => kind)).toEqual(['rules-removed']);
  });

  test('what a record explains within its time is told once, as the act of who did it', async () => {
    const { stage, web } = await known();
    stage.judging = judgingBy({
      checks: { web: { when: gained({ ports: ['tcp/80'] }), severity: { else: 'medium' } } },
    });
    stage.at += minute;
    stage.opens(web, 80);
    await stage.sweeps();
    expect(await unexplained(stage)).toHaveLength(1);
    await stage.hears();
    await stage.passes(30 * minute);
    expect(await origins(stage)).toEqual([]);
    const told = (await stage.decisions()).filter(({ kind }) => kind === 'rules-added');
    expect(told.map(({ verdict }) => verdict?.ruling)).toEqual(['clear', 'breach']);
    expect(await unexplained(stage)).toEqual([]);
    expect((await stage.rows('unexplained')).map(({ claimedBy }) => claimedBy)).toContain(told[1]!.id);
    expect(await stage.rows('incident')).toHaveLength(1);
  });

  test('what a record explains too late is one incident, and nothing is done twice', async () => {
    const { stage, web } = await known();
    stage.at += minute;
    stage.opens(web, 22);
    await stage.sweeps();
    await stage.passes(5 * minute);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`]);
    const calls = [...stage.calls];
    await stage.hears();
    await stage.passes(30 * minute);
    expect(stage.calls).toEqual(calls);
    expect(await stage.rows('incident')).toHaveLength(1);
    const [incident] = await stage.rows('incident');
    expect(incident!.decisions).toHaveLength(2);
    expect((await stage.rows('tally')).reduce((sum, { breaches }) => sum + breaches.critical, 0)).toBe(1);
  });

  test('a stale replica is no change: what is there again under its id never went', async () => {
    const { stage, web, https } = await known();
    stage.at += minute;
    const parts = stage.parts();
    let stale = true;
    const gatherer: typeof parts.gatherer = {
      ...parts.gatherer,
      perimeter: async (at) => {
        const looked = await parts.gatherer.perimeter(at);
        if (looked.kind === 'failed' || !stale) return looked;
        const groups = looked.found.groups.map((group) => ({
          ...group,
          rules: group.rules.filter(({ id }) => id !== https),
        }));
        return { ...looked, found: { ...looked.found, groups } };
      },
    };
    await stage.sweeps({ gatherer });
    expect(await unexplained(stage)).toMatchObject([{ was: 'vanished' }]);
    stale = false;
    await stage.passes(30 * minute, { gatherer });
    expect(await unexplained(stage)).toEqual([]);
    expect(await origins(stage)).toEqual([]);
    expect(stage.calls).toEqual([]);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`]);
  });

  test('what was withdrawn and then really went is noticed again, with all of its time, and judged once', async () => {
    const { stage, web } = await known();
    const other = stage.opens(web, 8080);
    await stage.hears();
    await stage.sweeps();
    const parts = stage.parts();
    const lagging: typeof parts.gatherer = {
      ...parts.gatherer,
      perimeter: async (at) => {
        const looked = await parts.gatherer.perimeter(at);
        if (looked.kind === 'failed') return looked;
        const groups = looked.found.groups.map((group) => ({
          ...group,
          rules: group.rules.filter(({ id }) => id !== other),
        }));
        return { ...looked, found: { ...looked.found, groups } };
      },
    };
    await stage.sweeps({ gatherer: lagging });
    const [first] = await unexplained(stage);
    await stage.sweeps();
    expect(await unexplained(stage)).toEqual([]);
    unheard(stage, () => stage.closes(web, other));
    await stage.sweeps();
    const [again] = await unexplained(stage);
    expect(again).toMatchObject({ id: first!.id, was: 'vanished', seenAt: stage.at });
    const { grace } = parts.settings;
    await stage.passes(grace - minute);
    expect(await origins(stage)).toEqual([]);
    await stage.passes(2 * minute);
    expect((await origins(stage)).map(({ id }) => id)).toEqual([first!.id]);
    await stage.sweeps();
    await stage.passes(2 * grace);
    expect(await origins(stage)).toHaveLength(1);
  });

  test('a sweep that reads while records are on their way blames nobody twice: a change of just now is left alone', async () => {
    const { stage, web } = await known();
    stage.at += minute;
    const ssh = stage.opens(web, 8080);
    await stage.hears();
    const opened = stage.at;
    const parts = stage.parts();
    const gatherer: typeof parts.gatherer = {
      ...parts.gatherer,
      perimeter: async (at) => {
        const looked = await parts.gatherer.perimeter(at);
        if (looked.kind === 'failed') return looked;
        const groups = looked.found.groups.map((group) => ({
          ...group,
          rules: group.rules.filter(({ id }) => id !== ssh),
        }));
        return { ...looked, started: opened + 20_000, found: { ...looked.found, groups } };
      },
    };
    await stage.sweeps({ gatherer });
    expect(await unexplained(stage)).toEqual([]);
  });

  test('a sweep with no author never picks among carriers: it asks', async () => {
    const stage = new SweepStage();
    stage.judging = judgingBy({
      ...strict.policy,
      checks: {
        wide: {
          when: gained({ ports: ['tcp/22'], peers: ['any'], moreThan: 150 }),
          respond: { else: ['revert'] },
          standing: { else: ['revert'] },
        },
      },
      safety: strict.policy.safety,
    } as never);
    const web = unheard(stage, () => stage.group());
    unheard(stage, () => stage.opens(web, 22, '192.0.2.0/25'));
    unheard(stage, () => stage.opens(web, 22, '198.51.100.0/25'));
    await stage.sweeps();
    await stage.passes(30 * minute);
    expect(stage.calls).toEqual([]);
    expect(await stage.rows('action')).toEqual([]);
    expect((await stage.decisions()).flatMap(({ response }) => response?.steps ?? [])).toMatchObject([
      { do: 'ask', state: 'waiting' },
    ]);
    expect((await stage.rows('incident')).map(({ closedAt }) => closedAt)).toEqual([null]);
  });

  test('R85: what stands and breaks a check by itself is closed where the policy says so, and told once', async () => {
    const stage = new SweepStage();
    const ssh = gained({ ports: ['tcp/22'] });
    stage.judging = judgingBy({
      checks: { ssh: { when: ssh, severity: { else: 'high' }, standing: { else: ['revert'] } } },
      safety: strict.policy.safety,
    });
    const web = unheard(stage, () => stage.group());
    unheard(stage, () => [stage.opens(web, 22), stage.opens(web, 443)]);
    await stage.sweeps();
    await stage.passes(30 * minute);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`]);
    await stage.sweeps();
    await stage.passes(30 * minute);
    const observed = await origins(stage);
    expect(observed.filter(({ id }) => id.startsWith('std_'))).toHaveLength(1);
    expect(await stage.rows('violation')).toMatchObject([{ check: 'ssh', state: 'gone' }]);
  });

  test('what is in the backlog and no worse is left alone; what is not is told', async () => {
    const stage = new SweepStage();
    const checks = {
      ssh: { when: gained({ ports: ['tcp/22'] }), severity: { else: 'high' }, standing: { else: ['revert'] } },
    } as const;
    stage.judging = judgingBy({ checks, safety: strict.policy.safety });
    const web = unheard(stage, () => stage.group());
    unheard(stage, () => stage.opens(web, 22));
    const group = { id: web, name: 'web', vpc: null, ...site };
    const entry = { check: 'ssh', rule: `ingress tcp/22 ${anywhere}`, opens: null, severity: 'high' } as const;
    const about = { environment: null, owner: null, since: null, by: null };
    const backlog = (due: string) => ({
      taken: '2026-01-01T00:00:00Z',
      policy: stage.judging.policy.digest,
      entries: [{ group, ...entry, ...about, due }],
    });
    await stage.sweeps({ backlog: backlog('2099-01-01') });
    await stage.passes(10 * minute);
    expect([await stage.rows('violation'), stage.calls]).toEqual([[], []]);
    await stage.sweeps({ backlog: backlog('2001-01-01') });
    await stage.passes(30 * minute);
    expect(stage.standing(web)).toEqual([]);
  });

  test("what people were asked about by another policy, and nobody answered, is closed where today's wants it closed", async () => {
    const { safety } = strict.policy;
    const when = gained({ ports: ['tcp/22'] });
    const judgings = (['ask', 'revert'] as const).map((wish, n) => {
      const judging = judgingBy({
        checks: { ssh: { when, severity: { else: 'high' }, respond: { else: [wish] }, standing: { else: [wish] } } },
        safety,
      });
      return { ...judging, policy: { ...judging.policy, digest: `sha256:${String(n).repeat(64)}` } };
    });
    const stage = new SweepStage();
    stage.judging = judgings[0]!;
    const web = stage.group();
    stage.opens(web, 22);
    await stage.hears();
    await stage.sweeps();
    await stage.passes(10 * minute);
    expect(await stage.rows('ask')).toHaveLength(1);
    expect(stage.calls).toEqual([]);
    stage.judging = judgings[1]!;
    await stage.sweeps();
    await stage.passes(10 * minute);
    expect(stage.standing(web)).toEqual([]);
    expect(await stage.endings()).toEqual(['verified']);
  });

  test('what was told before the policy wanted it closed is closed by the sweep, once', async () => {
    const stage = new SweepStage();
    const ssh = { when: gained({ ports: ['tcp/22'] }), severity: { else: 'high' } } as const;
    const { safety } = strict.policy;
    stage.judging = judgingBy({ checks: { ssh }, safety });
    const web = stage.group();
    stage.opens(web, 22);
    await stage.hears();
    await stage.sweeps();
    await stage.passes(10 * minute);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'open' }]);
    expect(await origins(stage)).toEqual([]);
    const wanting = judgingBy({ checks: { ssh: { ...ssh, standing: { else: ['revert'] } } }, safety });
    stage.judging = { ...wanting, policy: { ...wanting.policy, digest: `sha256:${'1'.repeat(64)}` } };
    await stage.sweeps();
    await stage.sweeps();
    expect(await origins(stage)).toHaveLength(1);
    await stage.passes(10 * minute);
    expect(stage.standing(web)).toEqual([]);
    expect(await stage.rows('incident')).toHaveLength(1);
  });

  test('a group that nothing has changed for is not judged again; when an exception ends it is', async () => {
    const stage = new SweepStage();
    const ssh = gained({ ports: ['tcp/22'] });
    const web = unheard(stage, () => stage.group());
    const until = stage.at + 150 * minute;
    stage.judging = judgingBy({
      checks: { ssh: { when: ssh, severity: { else: 'high' } } },
      exceptions: { upgrade: { check: 'ssh', group: web, box: everything, until } },
    });
    unheard(stage, () => stage.opens(web, 22));
    await stage.sweeps();
    expect(await stage.rows('violation')).toEqual([]);
    await stage.sweeps();
    const steady = (await stage.rows('steady')).length;
    expect(steady).toBeGreaterThan(0);
    await stage.sweeps();
    await stage.sweeps();
    expect(await stage.rows('violation')).toMatchObject([{ check: 'ssh', state: 'open' }]);
  });

  test('a group that vanished with its rules is no work for us: its violations end with it', async () => {
    const { stage, web } = await known();
    stage.judging = judgingBy({
      checks: { https: { when: lost({ ports: ['tcp/443'] }), respond: { else: ['restore'] } } },
      safety: strict.policy.safety,
    });
    stage.at += minute;
    unheard(stage, () => stage.does('DeleteSecurityGroup', { GroupId: web }));
    await stage.sweeps();
    expect(await unexplained(stage)).toMatchObject([{ was: 'group gone', rule: null }]);
    await stage.passes(60 * minute);
    expect((await origins(stage)).map(({ kind }) => kind)).toEqual(['group-deleted']);
    expect(stage.calls).toEqual([]);
    await stage.sweeps();
    expect(await unexplained(stage)).toHaveLength(1);
  });

  test('what our own call did is nobody else, though its record never comes', async () => {
    const { stage, web } = await known();
    stage.at += minute;
    stage.opens(web, 22);
    await stage.hears();
    while (!stage.calls.includes('revoke')) {
      await stage.turn();
      stage.at += 500;
    }
    await stage.sweeps();
    await stage.passes(40 * minute);
    expect(await origins(stage)).toEqual([]);
    expect(stage.calls).toEqual(['revoke']);
  });

  test('a gap in the records is said of what no record explains', async () => {
    const { stage, web } = await known();
    stage.at += minute;
    unheard(stage, () => stage.opens(web, 22));
    await stage.store.append(0, 'any', [], {
      rows: [{ table: 'gap', key: 'queue', value: JSON.stringify({ from: stage.at - minute }) }],
    });
    await stage.sweeps();
    await stage.passes(5 * minute);
    const [decision] = await origins(stage);
    expect(decision!.verdict!.unknowns.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^nothing was read from `queue` since /),
    ]);
  });

  test('a sweep that cannot read tries again, and a later slot takes its place', async () => {
    const stage = new SweepStage();
    const parts = stage.parts();
    const gatherer = {
      ...parts.gatherer,
      perimeter: async () =>
        ({ kind: 'failed', failure: 'denied', code: 'UnauthorizedOperation', message: 'no' }) as const,
    };
    await stage.sweeps({ gatherer });
    expect(await stage.openTasks('sweep')).toMatchObject([{ why: 'no', attempts: 1 }]);
    expect(await stage.rows('swept')).toEqual([]);
    await stage.sweeps();
    expect(await stage.openTasks('sweep')).toEqual([]);
    expect(await stage.rows('swept')).toHaveLength(1);
  });
});
