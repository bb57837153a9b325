import { describe, expect, test } from 'vitest';
import { gained, judgingBy } from '../../../../test/builders/policy.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { intakenOf } from '../../../../test/flow/watch-stage.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { takeRecord } from './watch-step.ts';

const minute = 60_000;
const told = judgingBy({ checks: { ssh: { when: gained({ ports: ['tcp/22'] }), severity: { else: 'high' } } } });
const [there, back] = [
  [0, 1],
  [1, 0],
] as const;

/** Takes the last records in, in an order, without any read of a group that succeeds where `blind`. */
async function takes(stage: SweepStage, order: readonly number[], blind = false): Promise<void> {
  const parts = stage.parts();
  const group = async () =>
    ({ kind: 'failed', failure: 'throttled', code: 'RequestLimitExceeded', message: 'slow' }) as const;
  const last = stage.records.slice(-order.length) as unknown as JsonObject[];
  for (const at of order)
    await takeRecord(
      blind ? { ...parts, gatherer: { ...parts.gatherer, group } } : parts,
      intakenOf(last[at]!, 50 + at),
    );
}

async function openIncidents(stage: SweepStage): Promise<number> {
  return (await stage.rows('incident')).filter(({ closedAt }) => closedAt === null).length;
}

describe('records of one second', () => {
  test.each([{ order: there }, { order: back }])(
    'leave no incident open of what came and went in it, with no sweep ($order)',
    async ({ order }) => {
      for (const blind of [false, true]) {
        const stage = new SweepStage();
        stage.judging = told;
        const group = stage.group();
        if (!blind) await stage.hears();
        stage.at += minute;
        const id = stage.opens(group, 22);
        stage.at -= 1000;
        stage.closes(group, id);
        await takes(stage, order, blind);
        await stage.passes(minute);
        expect(await openIncidents(stage)).toBe(0);
      }
    },
  );

  test.each([{ order: there }, { order: back }])(
    'show what a list permits that was edited when a rule came to name it, with no sweep ($order)',
    async ({ order }) => {
      for (const first of ['list', 'rule']) {
        const stage = new SweepStage();
        stage.judging = told;
        const group = stage.group();
        const made = {
          PrefixListName: 'offices',
          MaxEntries: 5,
          AddressFamily: 'IPv4',
          Entries: [{ Cidr: '10.0.0.0/8' }],
        };
        const list = stage.does('CreateManagedPrefixList', made).PrefixList.PrefixListId;
        await stage.hears();
        stage.at += minute;
        const edit = { PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: '0.0.0.0/0' }] };
        const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] };
        const edits = () => stage.does('ModifyManagedPrefixList', edit);
        const opens = () => stage.does('AuthorizeSecurityGroupIngress', { GroupId: group, IpPermissions: [rule] });
        if (first === 'list') edits();
        else opens();
        stage.at -= 1000;
        if (first === 'list') opens();
        else edits();
        await takes(stage, order);
        await stage.passes(minute);
        const violations = await stage.rows('violation');
        expect([first, violations]).toMatchObject([first, [{ check: 'ssh', group, state: 'open' }]]);
      }
    },
  );
});
