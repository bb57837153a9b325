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

/** SSH by a prefix list of a private network, which an edit opens to everybody and another one mends. */
async function mended(when = gained({ ports: ['tcp/22'] })) {
  const stage = new SweepStage();
  stage.judging = judgingBy({ checks: { ssh: { when, severity: { else: 'high' } } } });
  const list = stage.does('CreateManagedPrefixList', {
    ...{ PrefixListName: 'offices', MaxEntries: 5, AddressFamily: 'IPv4' },
    Entries: [{ Cidr: '10.0.0.0/8' }],
  }).PrefixList.PrefixListId;
  const web = stage.group();
  const permission = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] };
  stage.does('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [permission] });
  await stage.hears();
  await stage.passes(5 * minute);
  const edit = (version: number, request: Readonly<Record<string, readonly { readonly Cidr: string }[]>>) =>
    stage.does('ModifyManagedPrefixList', { PrefixListId: list, CurrentVersion: version, ...request });
  const quiet = await stage.rows('violation');
  edit(1, { AddEntries: [{ Cidr: anywhere }] });
  await stage.hears();
  await stage.passes(5 * minute);
  const opened = await stage.rows('violation');
  const { gatherer } = stage.parts();
  const before = await gatherer.list(site, list);
  const mend = () => edit(2, { RemoveEntries: [{ Cidr: anywhere }] });
  return { stage, web, list, quiet, opened, before, mend, edit };
}

const whysOf = async (stage: SweepStage) => (await stage.tasks('tell')).map(({ why }) => why);

describe('a prefix list by which a rule opened a group', () => {
  test('R11: opens a violation of the group that names it, which is gone when two good reads show it mended', async () => {
    const { stage, web, quiet, opened, mend } = await mended();
    expect(quiet).toEqual([]);
    expect(opened).toMatchObject([{ group: web, check: 'ssh', state: 'open' }]);
    expect(await stage.openTasks('revisit')).toEqual([]);
    mend();
    await stage.hears();
    expect(await stage.step(['revisit'])).toBe('revisit');
    expect(await stage.rows('violation')).toMatchObject([{ state: 'closing' }]);
    stage.at += 2000;
    await stage.step(['look']);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'closing' }]);
    stage.at += 2000;
    await stage.step(['look']);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'gone', closedAt: stage.at }]);
    expect(await stage.rows('incident')).toMatchObject([{ closedAt: stage.at }]);
    expect(await stage.openTasks('look')).toEqual([]);
    const reminders = (await whysOf(stage)).filter((why) => why === 'reminder').length;
    await stage.passes(48 * 60 * minute);
    expect(await stage.openTasks('remind')).toEqual([]);
    expect((await whysOf(stage)).filter((why) => why === 'reminder')).toHaveLength(reminders);
    expect((await whysOf(stage)).filter((why) => why === 'closed')).toHaveLength(1);
  });

  test('stays open while EC2 shows it as it was, and is gone once the edit has come through', async () => {
    const { stage, before, mend } = await mended();
    mend();
    await stage.hears();
    const { gatherer } = stage.parts();
    await stage.passes(minute, { gatherer: { ...gatherer, list: async () => before } });
    expect(await stage.rows('violation')).toMatchObject([{ state: 'open' }]);
    await stage.passes(5 * minute);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'gone' }]);
  });

  test('R11: that is mended without a record, as AWS does, ends with the sweep after the one that saw it', async () => {
    const { stage, mend } = await mended();
    mend();
    stage.records.splice(0);
    await stage.passes(10 * minute);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'open' }]);
    await stage.sweeps();
    await stage.passes(10 * minute);
    await stage.sweeps();
    await stage.passes(10 * minute);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'gone' }]);
  });

  test('opens nothing by a check that objects to the edit itself: that is told once', async () => {
    const { stage, opened } = await mended(gained({ change: ['list-edited'] }));
    expect(opened).toEqual([]);
    expect((await stage.decisions()).map(({ verdict }) => verdict?.ruling)).toContain('breach');
    expect(await whysOf(stage)).toContain('breach');
  });

  test('that cannot be read ends nothing, and is not asked for without end', async () => {
    const { stage, mend } = await mended();
    mend();
    await stage.hears();
    const { gatherer } = stage.parts();
    let reads = 0;
    const list = async () => {
      reads++;
      return { kind: 'failed', failure: 'denied', code: 'UnauthorizedOperation', message: 'not allowed' } as const;
    };
    await stage.passes(60 * minute, { gatherer: { ...gatherer, list } });
    expect(await stage.rows('violation')).toMatchObject([{ state: 'open' }]);
    expect(reads).toBeLessThan(8);
  });

  test('is the same incident when it is opened again within a day', async () => {
    const { stage, mend, edit } = await mended();
    mend();
    await stage.hears();
    await stage.passes(5 * minute);
    edit(3, { AddEntries: [{ Cidr: anywhere }] });
    await stage.hears();
    await stage.passes(5 * minute);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'open' }]);
    expect((await stage.rows('incident')).map(({ closedAt }) => closedAt)).toEqual([null]);
  });

  test('that somebody mended by half still opens the group', async () => {
    const { stage, edit } = await mended();
    edit(2, { AddEntries: [{ Cidr: '128.0.0.0/1' }], RemoveEntries: [{ Cidr: anywhere }] });
    await stage.hears();
    await stage.passes(5 * minute);
    expect(await stage.rows('violation')).toMatchObject([{ state: 'open' }]);
  });
});
