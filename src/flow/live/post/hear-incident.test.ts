import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';
import { tcp } from '../../../../test/model/at-work.ts';
import type { MessageRow } from './post-rows.ts';

const [minute, day] = [60_000, 86_400_000];
const saidOf = ({ notes }: MessageRow) => notes.map(({ say }) => say);
const daily = routeOf({ id: 'day', min: 'none', to: ['mail.day'], dailyAt: '09:00' });
const atOnce = routeOf({ groupFor: null });
const alerts = async (stage: HearStage) =>
  (await stage.messages()).filter(({ message }) => message.kind !== 'digest' && message.channel !== 'mail.day');

describe('R13, R76: what stays open', () => {
  test('interrupts an hour, four hours and a day later, and stands in each digest after that', async () => {
    const stage = new HearStage().tells('high', atOnce, daily);
    await stage.listens();
    stage.opens(stage.group(), 22);
    await stage.hears();
    await stage.listens();
    await stage.lasts(3 * day);
    const [row, ...others] = await alerts(stage);
    expect(others).toEqual([]);
    expect(row!.interrupts).toBe(4);
    expect(saidOf(row!)).toHaveLength(4);
    const digests = (await stage.messages()).filter(({ message }) => message.kind === 'digest');
    expect(digests.at(-1)).toMatchObject({ detail: { overdue: [{ incident: row!.incidents[0] }] } });
  });

  test('goes on to interrupt every day where no digest tells it', async () => {
    const stage = new HearStage().tells('high', atOnce);
    await stage.listens();
    stage.opens(stage.group(), 22);
    await stage.hears();
    await stage.lasts(3 * day);
    const [row] = await alerts(stage);
    expect(row!.interrupts).toBe(5);
  });
});

describe('R76: what a prefix list let in', () => {
  const lets = async () => {
    const stage = new HearStage().tells('high', atOnce);
    await stage.listens();
    const { PrefixList } = stage.does('CreateManagedPrefixList', {
      PrefixListName: 'partners',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Entries: [],
    });
    const id = PrefixList.PrefixListId;
    const peer = { ...tcp(22, anywhere), IpRanges: [], PrefixListIds: [{ PrefixListId: id }] };
    const web = stage.group();
    const made = stage.does('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [peer] });
    stage.does('ModifyManagedPrefixList', {
      PrefixListId: id,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: anywhere }],
    });
    await stage.hears();
    await stage.lasts(minute);
    return { stage, web, rule: made.SecurityGroupRules[0]!.SecurityGroupRuleId };
  };

  test('is reminded of by the message that told the edit', async () => {
    const { stage } = await lets();
    await stage.lasts(70 * minute);
    const [row, ...others] = await alerts(stage);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ interrupts: 2, incidents: [expect.stringMatching(/^inc_/)] });
    expect(saidOf(row!)).toEqual([expect.stringMatching(/^still open, for 1 hour/)]);
  });

  test('is over there, too, once the rule that names it is gone', async () => {
    const { stage, web, rule } = await lets();
    stage.closes(web, rule);
    await stage.hears();
    await stage.lasts(70 * minute);
    const [row] = await alerts(stage);
    expect(row!.interrupts).toBe(1);
    expect(saidOf(row!)).toEqual([expect.stringMatching(/^over: inc_.* is closed$/)]);
  });
});
