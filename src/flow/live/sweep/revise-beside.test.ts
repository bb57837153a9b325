import { describe, expect, test } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';

/** A group and a list; the list is opened to everybody, and only then SSH to the list. */
async function overtaken() {
  const stage = new SweepStage();
  const web = stage.group();
  const { PrefixList } = stage.does('CreateManagedPrefixList', {
    ...{ PrefixListName: 'partners', AddressFamily: 'IPv4', MaxEntries: 5, Entries: [{ Cidr: '10.0.0.0/8' }] },
  });
  const list = PrefixList.PrefixListId;
  await stage.hears();
  await stage.sweeps();
  const first = stage.records.length;
  stage.does('ModifyManagedPrefixList', { PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: anywhere }] });
  stage.at += 5_000;
  const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] };
  stage.does('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [ssh] });
  const takes = (at: number) => stage.takes(first + at);
  return { stage, web, takes };
}

describe('the record of a list’s edit that comes after that of a rule that names it', () => {
  test('R11: has the rule judged by what the list held when it came, and closed', async () => {
    const { stage, web, takes } = await overtaken();
    await takes(1);
    const [decided] = (await stage.rows('decision')).filter(({ subject }) => subject === web).slice(-1);
    expect(decided).toMatchObject({ ruling: 'clear', revision: 0 });
    await takes(0);
    await stage.passes(10_000);
    const [revised] = (await stage.rows('decision')).filter(({ at }) => at === decided!.at);
    expect(revised).toMatchObject({
      ruling: 'breach',
      severity: 'critical',
      revision: 1,
      actions: [expect.any(String)],
    });
    expect(stage.standing(web)).toEqual([]);
    expect(stage.calls).toEqual(['revoke']);
    expect(await stage.told()).toContain('revised');
  });

  test('R11: changes nothing where it was decided with it', async () => {
    const { stage, web, takes } = await overtaken();
    await takes(0);
    await takes(1);
    await stage.passes(3_600_000);
    expect(stage.standing(web)).toEqual([]);
    expect(stage.calls).toEqual(['revoke']);
    const rows = (await stage.rows('decision')).filter(({ subject }) => subject === web);
    expect(rows.map(({ revision }) => revision)).toEqual(rows.map(() => 0));
  });
});
