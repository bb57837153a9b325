import { describe, expect, test } from 'vitest';
import { judgingBy } from '../../../../test/builders/policy.ts';
import { notRebuilt } from '../../../../test/flow/rebuilt-tables.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { intakenOf, strict } from '../../../../test/flow/watch-stage.ts';
import { alice, bob } from '../../../../test/model/any-calls.ts';
import { userAgents } from '../../../aws/model/record/user-agents.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import type { Safety } from '../../../core/policy/policy.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { takeRecord } from '../watch/watch-step.ts';

const terraform = { ...bob, userAgent: userAgents.terraform };
const minute = 60_000;
const day = 86_400_000;
const half = '0.0.0.0/1';

const plenty = { count: 50, per: 3_600_000 };
const manyCaps = { group: plenty, actor: plenty, account: plenty, reserveFor: ['critical'] } as const;

function safely(safety: Partial<Safety>): Judging {
  const { policy } = strict;
  return { ...strict, policy: { ...policy, safety: { ...policy.safety, ...safety } } };
}

/** A group that is known, with nothing open. */
async function web() {
  const stage = new SweepStage();
  const group = stage.group();
  await stage.hears();
  return { stage, group };
}

/** What was decided about rules that nothing hides any more. */
async function uncovered(stage: SweepStage) {
  return (await stage.decisions()).filter(({ id, changes }) => id.startsWith('std_') && changes !== undefined);
}

describe('a rule that somebody else takes away and puts back before we can close it', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    test(`R9: is closed as the opening of who put it back, the record of the ${order[0] === 0 ? 'removal' : 'addition'} first`, async () => {
      const { stage, group } = await web();
      const id = stage.opens(group, 22);
      await stage.hears();
      stage.closes(group, id, bob);
      stage.opens(group, 22, undefined, bob);
      const records = stage.records.slice(-2) as unknown as readonly JsonObject[];
      for (const place of order) {
        await takeRecord(stage.parts(), intakenOf(records[place]!, 20 + place));
        await stage.passes(3_000);
      }
      await stage.passes(2 * minute);
      expect(stage.standing(group)).toEqual([]);
      await stage.hears();
      await stage.passes(minute);
      expect((await stage.rows('incident')).every(({ closedAt }) => closedAt !== null)).toBe(true);
      expect((await stage.endings()).toSorted().at(-1)).toBe('verified');
      expect(await notRebuilt(stage.store)).toEqual([]);
    });
  }

  test('has one action, though the record of the removal comes when it was decided upon by what a look showed', async () => {
    const { stage, group } = await web();
    const id = stage.opens(group, 22);
    await stage.hears();
    stage.at += 40_000;
    stage.closes(group, id, bob);
    const again = stage.opens(group, 22, undefined, bob);
    const [removal, addition] = stage.records.slice(-2) as unknown as [JsonObject, JsonObject];
    await takeRecord(stage.parts(), intakenOf(addition, 21));
    await stage.passes(3_000);
    expect(await uncovered(stage)).toHaveLength(1);
    await takeRecord(stage.parts(), intakenOf(removal, 20));
    await stage.passes(2 * minute);
    expect(stage.standing(group)).toEqual([]);
    const about = (await stage.actions()).filter(({ intent: { aims } }) => JSON.stringify(aims).includes(again));
    expect(about.map(({ state }) => state)).toEqual(['verified']);
    expect((await stage.bodies('revised')).length).toBeGreaterThan(0);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('is left to stand where it stood when the policy was adopted', async () => {
    const { stage, group } = await web();
    stage.judging = safely({ mode: { else: 'observe' } });
    const id = stage.opens(group, 22);
    await stage.hears();
    stage.at += minute;
    const taken = new Date(stage.at).toISOString();
    const more = { backlog: { taken, policy: strict.policy.digest, entries: [] } };
    stage.judging = strict;
    stage.at += minute;
    stage.closes(group, id, terraform);
    stage.opens(group, 22, undefined, terraform);
    await stage.hears(more);
    await stage.passes(2 * minute, more);
    expect(stage.standing(group)).toEqual(['22,22 0.0.0.0/0']);
  });

  test('BM-13: is left to stand where it had stood for a day, as a pipeline that replaces all rules has it', async () => {
    const { stage, group } = await web();
    stage.judging = safely({ mode: { else: 'observe' } });
    const id = stage.opens(group, 22);
    await stage.hears();
    stage.at += day;
    stage.judging = strict;
    stage.closes(group, id, terraform);
    stage.opens(group, 22, undefined, terraform);
    await stage.hears();
    await stage.passes(2 * minute);
    expect(stage.standing(group)).toEqual(['22,22 0.0.0.0/0']);
    expect(await uncovered(stage)).toEqual([]);
  });
});

describe('a rule that was rewritten under cover of another, and is to be given back what it said', () => {
  test('is not closed by a sweep while the restore waits for room in a cap', async () => {
    const { stage, group } = await web();
    const few = { count: 2, per: 3_600_000 };
    const checks = strict.policy.checks.map((each) => ({ ...each, standing: { else: ['revert'] } }) as const);
    const { policy } = safely({ caps: { ...manyCaps, group: few } });
    stage.judging = { ...strict, policy: { ...policy, checks } };
    const kept = stage.opens(group, 443);
    stage.opens(group, 23, half);
    await stage.hears();
    stage.opens(group, 22);
    await stage.hears();
    const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: half };
    const SecurityGroupRules = [{ SecurityGroupRuleId: kept, SecurityGroupRule: rule }];
    stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules }, bob);
    await stage.hears();
    await stage.passes(5 * minute);
    await stage.hears();
    expect(stage.standing(group)).toEqual([`22,22 ${half}`, `23,23 ${half}`]);
    await stage.sweeps();
    await stage.passes(90 * minute);
    expect(stage.standing(group)).toEqual(['443,443 0.0.0.0/0', `23,23 ${half}`]);
  });
});

describe('a rule that was added under cover of a wider one', () => {
  test('R9: is judged as the opening of who added it once the wider one is closed, and closed before any sweep', async () => {
    const { stage, group } = await web();
    stage.opens(group, 22);
    await stage.hears();
    const narrow = stage.opens(group, 22, half, bob);
    await stage.hears();
    expect((await stage.tasks('tell')).filter(({ why }) => why === 'latent')).toMatchObject([
      {
        severity: 'low',
        group: 'web',
        what: expect.stringMatching(/^ingress tcp\/22 0\.0\.0\.0\/1 opens nothing new; it breaks ssh/),
      },
    ]);
    await stage.passes(30_000);
    expect(stage.standing(group)).toEqual([]);
    const [decision, ...more] = await uncovered(stage);
    expect(more).toEqual([]);
    expect(decision).toMatchObject({ origin: 'observed', rules: [{ id: narrow }], carriers: { ssh: [narrow] } });
    expect(decision).toMatchObject({ actor: { person: 'bob' }, verdict: { ruling: 'breach', severity: 'critical' } });
    const incidents = await stage.rows('incident');
    expect(incidents.map(({ closedAt }) => closedAt !== null)).toEqual([true, true]);
    expect(incidents.find(({ id }) => id === decision!.incident)!.decisions).toEqual([decision!.id]);
    await stage.hears();
    await stage.sweeps();
    await stage.passes(minute);
    expect(await uncovered(stage)).toHaveLength(1);
    expect((await stage.endings()).toSorted()[0]).toBe('verified');
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('is closed whichever of the two records comes first', async () => {
    const { stage, group } = await web();
    stage.opens(group, 22);
    stage.opens(group, 22, half, bob);
    const [wide, narrow] = stage.records.slice(-2) as unknown as [JsonObject, JsonObject];
    await takeRecord(stage.parts(), intakenOf(narrow, 20));
    await takeRecord(stage.parts(), intakenOf(wide, 21));
    await stage.passes(3 * minute);
    expect(stage.standing(group)).toEqual([]);
  });

  test('is closed whoever took the wider one away', async () => {
    const { stage, group } = await web();
    stage.judging = safely({ mode: { else: 'observe' } });
    const wide = stage.opens(group, 22);
    stage.opens(group, 22, half, bob);
    await stage.hears();
    stage.judging = strict;
    stage.at += minute;
    stage.closes(group, wide);
    await stage.hears();
    await stage.passes(2 * minute);
    expect(stage.standing(group)).toEqual([]);
    expect(await uncovered(stage)).toMatchObject([{ actor: { person: 'bob' } }]);
  });

  test('is one of many that hide each other: each goes', async () => {
    const { stage, group } = await web();
    stage.judging = safely({ caps: manyCaps });
    stage.opens(group, 22);
    for (const cidr of [half, '0.0.0.0/2', '64.0.0.0/2', '0.0.0.0/3']) stage.opens(group, 22, cidr, bob);
    await stage.hears();
    for (let n = 0; n < 6; n++) {
      await stage.passes(2 * minute);
      await stage.hears();
    }
    expect(stage.standing(group)).toEqual([]);
  });

  test('is asked about where it was hidden for more than a day', async () => {
    const { stage, group } = await web();
    const permissive = judgingBy({ checks: {} });
    stage.judging = permissive;
    const wide = stage.opens(group, 22);
    const narrow = stage.opens(group, 22, half, bob);
    await stage.hears();
    stage.at += 2 * day;
    stage.judging = strict;
    stage.closes(group, wide);
    await stage.hears();
    await stage.passes(minute);
    expect(stage.standing(group)).toEqual([`22,22 ${half}`]);
    expect(await stage.rows('ask')).toMatchObject([{ state: 'waiting', intent: { aims: [{ rule: { id: narrow } }] } }]);
    expect((await stage.rows('incident')).filter(({ closedAt }) => closedAt === null)).toHaveLength(1);
    expect(await stage.tasks('remind')).not.toEqual([]);
  });

  test('is closed even then where the policy closes what merely stands', async () => {
    const { stage, group } = await web();
    stage.judging = judgingBy({ checks: {} });
    const wide = stage.opens(group, 22);
    stage.opens(group, 22, half, bob);
    await stage.hears();
    stage.at += 2 * day;
    const checks = strict.policy.checks.map((each) => ({ ...each, standing: { else: ['revert'] } }) as const);
    stage.judging = { ...strict, policy: { ...strict.policy, checks } };
    stage.closes(group, wide);
    await stage.hears();
    await stage.passes(minute);
    expect(stage.standing(group)).toEqual([]);
  });

  test('is found by a sweep where no record told that the wider one went, and is still who added it', async () => {
    const { stage, group } = await web();
    stage.judging = safely({ mode: { else: 'observe' } });
    const wide = stage.opens(group, 22);
    stage.opens(group, 22, half, bob);
    await stage.hears();
    stage.judging = strict;
    stage.at += minute;
    stage.closes(group, wide);
    stage.at += minute;
    await stage.sweeps();
    await stage.passes(minute);
    expect(stage.standing(group)).toEqual([]);
    expect(await uncovered(stage)).toMatchObject([{ actor: { person: 'bob' } }]);
    const nobodys = (await stage.decisions()).filter(
      ({ id, changes }) => id.startsWith('std_') && changes === undefined,
    );
    expect(nobodys).toEqual([]);
  });

  test('is closed once the list that hid it holds less', async () => {
    const { stage, group } = await web();
    stage.judging = safely({ mode: { else: 'observe' } });
    const entries = [{ Cidr: '0.0.0.0/0' }];
    const made = { PrefixListName: 'all', MaxEntries: 5, AddressFamily: 'IPv4', Entries: entries };
    const list = stage.does('CreateManagedPrefixList', made).PrefixList.PrefixListId;
    const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] };
    stage.does('AuthorizeSecurityGroupIngress', { GroupId: group, IpPermissions: [rule] });
    stage.opens(group, 22, half, bob);
    await stage.hears();
    stage.judging = strict;
    stage.at += minute;
    stage.does('ModifyManagedPrefixList', { PrefixListId: list, CurrentVersion: 1, RemoveEntries: entries });
    await stage.hears();
    await stage.passes(minute);
    expect(stage.standing(group)).toEqual([`22,22 ${list}`]);
    expect(await uncovered(stage)).toMatchObject([{ actor: { person: 'bob' } }]);
  });

  test('is let alone where the policy objects to no more of it than the wide one', async () => {
    const { stage, group } = await web();
    stage.opens(group, 22);
    stage.opens(group, 22, '10.0.0.0/8', bob);
    await stage.hears();
    await stage.passes(2 * minute);
    await stage.hears();
    await stage.passes(2 * minute);
    expect(stage.standing(group)).toEqual(['22,22 10.0.0.0/8']);
    expect(await uncovered(stage)).toEqual([]);
    expect(await stage.told()).not.toContain('latent');
  });

  test('is given back what it said where it was rewritten under that cover', async () => {
    const { stage, group } = await web();
    const own = stage.opens(group, 22, '10.0.0.0/8');
    stage.at += 2 * minute;
    stage.opens(group, 22, '0.0.0.0/0', alice);
    await stage.hears();
    const rule = {
      SecurityGroupRuleId: own,
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: half },
    };
    stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules: [rule] }, bob);
    await stage.hears();
    await stage.passes(2 * minute);
    expect(stage.standing(group)).toEqual(['22,22 10.0.0.0/8']);
  });
});

describe('what Terraform does in one go', () => {
  test('opens nothing where it narrows what stood for long, in either order', async () => {
    for (const first of ['narrow', 'wide']) {
      const { stage, group } = await web();
      stage.judging = judgingBy({ checks: {} });
      const wide = stage.opens(group, 22);
      await stage.hears();
      stage.at += 2 * day;
      stage.judging = strict;
      if (first === 'wide') stage.closes(group, wide, terraform);
      stage.opens(group, 22, half, terraform);
      if (first === 'narrow') stage.closes(group, wide, terraform);
      await stage.hears();
      await stage.passes(5 * minute);
      expect(stage.standing(group)).toEqual([`22,22 ${half}`]);
    }
  });

  test('is closed where both came in that go, once it has ended', async () => {
    const { stage, group } = await web();
    const wide = stage.opens(group, 22, '0.0.0.0/0', terraform);
    stage.opens(group, 22, half, terraform);
    stage.closes(group, wide, terraform);
    await stage.hears();
    await stage.passes(5 * minute);
    expect(stage.standing(group)).toEqual([]);
  });
});
