import { describe, expect, test } from 'vitest';
import { gained, judgingBy } from '../../../../test/builders/policy.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere, site } from '../../../../test/flow/watch-stage.ts';
import { newTask } from '../schedule.ts';

const minute = 60_000;

/** A group that is open against the policy; nobody does anything about it. */
async function open(): Promise<{ stage: SweepStage; web: string; ssh: string }> {
  const stage = new SweepStage();
  stage.judging = judgingBy({ checks: { ssh: { when: gained({ ports: ['tcp/22'] }), severity: { else: 'high' } } } });
  const web = stage.group();
  const ssh = stage.opens(web, 22);
  await stage.hears();
  return { stage, web, ssh };
}

describe('looking at a group again', () => {
  test('a violation is over when two good reads, far enough apart, show it to be gone', async () => {
    const { stage, web, ssh } = await open();
    stage.at += 30 * minute;
    stage.closes(web, ssh);
    await stage.hears();
    expect(await stage.rows('violation')).toMatchObject([{ state: 'closing' }]);
    stage.at += 2000;
    expect(await stage.step(['look'])).toBe('look');
    expect(await stage.rows('violation')).toMatchObject([{ state: 'closing' }]);
    expect(await stage.step(['look'])).toBeNull();
    stage.at += 2000;
    expect(await stage.step(['look'])).toBe('look');
    expect(await stage.rows('violation')).toMatchObject([{ state: 'gone' }]);
    expect((await stage.rows('incident'))[0]!.closedAt).toBe(stage.at);
    const exposed = (await stage.rows('tally')).find(({ exposed: { count } }) => count > 0)!.exposed;
    expect(exposed).toMatchObject({ count: 1 });
    expect(exposed.total).toBeGreaterThanOrEqual(30 * minute);
    expect((await stage.tasks('tell')).map(({ why }) => why)).toContain('closed');
  });

  test('what is back before the second read is not over', async () => {
    const { stage, web, ssh } = await open();
    stage.at += minute;
    stage.closes(web, ssh);
    await stage.hears();
    stage.at += 2000;
    await stage.step(['look']);
    stage.opens(web, 22);
    await stage.hears();
    await stage.passes(minute);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'open', tuple: `ingress tcp/22 ${anywhere}` }]);
    expect((await stage.rows('incident')).map(({ closedAt }) => closedAt)).toEqual([null]);
  });

  test('a read that fails is tried again, later and later', async () => {
    const { stage, web } = await open();
    const body = { site, group: web, why: 'closing' };
    await stage.store.append(0, 'any', [], { tasks: [newTask('look', 'x', stage.at, body)] });
    const parts = stage.parts();
    const group = async () =>
      ({ kind: 'failed', failure: 'throttled', code: 'RequestLimitExceeded', message: 'slow' }) as const;
    const gatherer = { ...parts.gatherer, group };
    await stage.step(['look'], { gatherer });
    const [first] = await stage.openTasks('look');
    expect([first!.why, first!.due - stage.at]).toEqual(['slow', 2000]);
    stage.at = first!.due;
    await stage.step(['look'], { gatherer });
    const [second] = await stage.openTasks('look');
    expect(second!.due - stage.at).toBe(4000);
  });

  test('what a look shows and no record tells waits for its record, as after a sweep', async () => {
    const { stage, web } = await open();
    stage.at += minute;
    stage.opens(web, 80);
    const body = { site, group: web, why: 'closing' };
    await stage.store.append(0, 'any', [], { tasks: [newTask('look', 'x', stage.at, body)] });
    await stage.step(['look']);
    const waiting = (await stage.rows('unexplained')).filter(({ claimedBy }) => claimedBy === null);
    expect(waiting).toMatchObject([{ was: 'appeared', rule: { ports: [80, 80] } }]);
    await stage.hears();
    const [row] = (await stage.rows('unexplained')).filter(({ id }) => id === waiting[0]!.id);
    expect(row!.claimedBy).toMatch(/^chg_/);
  });
});

describe('visiting a group again', () => {
  test('R11: an edit of a prefix list opens violations of the groups that name it, and its undoing ends them', async () => {
    const stage = new SweepStage();
    stage.judging = judgingBy({ checks: { ssh: { when: gained({ ports: ['tcp/22'] }), severity: { else: 'high' } } } });
    const list = stage.does('CreateManagedPrefixList', {
      ...{ PrefixListName: 'offices', MaxEntries: 5, AddressFamily: 'IPv4' },
      Entries: [{ Cidr: '10.0.0.0/8' }],
    }).PrefixList.PrefixListId;
    const web = stage.group();
    const PrefixListIds = [{ PrefixListId: list }];
    stage.does('AuthorizeSecurityGroupIngress', {
      GroupId: web,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds }],
    });
    await stage.hears();
    await stage.passes(5 * minute);
    expect(await stage.rows('violation')).toEqual([]);
    stage.does('ModifyManagedPrefixList', { PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: anywhere }] });
    await stage.hears();
    expect(await stage.openTasks('revisit')).toHaveLength(1);
    await stage.passes(5 * minute);
    expect(await stage.rows('violation')).toMatchObject([{ group: web, check: 'ssh', state: 'open' }]);
    expect(await stage.openTasks('revisit')).toEqual([]);
  });
});
