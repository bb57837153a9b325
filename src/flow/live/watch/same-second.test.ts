import { describe, expect, test } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere, ownRoles, site } from '../../../../test/flow/watch-stage.ts';
import { alice } from '../../../../test/model/any-calls.ts';
import type { Caller } from '../../../aws/model/caller.ts';
import { ownCaller } from '../../../aws/model/live/model-reverter.ts';

/** Time told by milliseconds since a full second; all that is due by then is done. */
class Rush {
  readonly stage = new SweepStage();
  readonly group = this.stage.group();
  readonly #start = Math.ceil(this.stage.at / 1000) * 1000 + 60_000;
  #known = 0;

  async begin(): Promise<this> {
    await this.stage.hears();
    this.#known = this.stage.records.length;
    this.stage.at = this.#start;
    return this;
  }

  async at(moment: number): Promise<this> {
    await this.stage.passes(this.#start + moment - this.stage.at);
    return this;
  }

  opens(): void {
    this.stage.at -= 1000;
    this.stage.opens(this.group, 22, anywhere);
  }

  /** Takes the record of the call so many, ours among them. */
  async takes(call: number): Promise<void> {
    await this.stage.takes(this.#known + call);
  }

  calls(): readonly string[] {
    return this.stage.records.slice(this.#known).map(({ eventName }) => String(eventName).slice(0, 4));
  }
}

describe('a rule that somebody makes again as soon as we have closed it', () => {
  test('is closed again though all of it falls into two seconds and our own records come last, with no sweep', async () => {
    const rush = await new Rush().begin();
    (await rush.at(7)).opens();
    await (await rush.at(815)).takes(0);
    (await rush.at(1577)).opens();
    await (await rush.at(1595)).takes(2);
    (await rush.at(1989)).opens();
    await (await rush.at(2078)).takes(4);
    expect(rush.calls()).toEqual(['Auth', 'Revo', 'Auth', 'Revo', 'Auth']);
    await (await rush.at(2983)).takes(1);
    await (await rush.at(5632)).takes(3);
    await rush.at(600_000);
    expect(rush.stage.standing(rush.group)).toEqual([]);
    expect((await rush.stage.rows('incident')).map(({ closedAt }) => closedAt === null)).toEqual([false]);
  });
});

/** Gives a rule another port, just now. */
function rewrites(stage: SweepStage, GroupId: string, id: string, port: number): void {
  stage.at -= 1000;
  const rule = { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: anywhere };
  const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule: rule }];
  stage.does('ModifySecurityGroupRules', { GroupId, SecurityGroupRules });
}

describe('a rule that somebody rewrites in the very second in which we give it back', () => {
  for (const others of [0, 2])
    for (const first of [1, 2])
      test(`is asked about, the ids of the records as after ${others} others, the record of call ${first} first`, async () => {
        const stage = new SweepStage();
        for (let n = 0; n < others; n++) stage.group(`other-${n}`);
        const group = stage.group();
        const id = stage.opens(group, 443);
        await stage.hears();
        stage.at = Math.ceil(stage.at / 1000) * 1000 + 120_007;
        const known = stage.records.length;
        const takes = (call: number) => stage.takes(known + call);
        rewrites(stage, group, id, 8443);
        await stage.passes(800);
        await takes(0);
        for (let n = 0; n < 300 && stage.records.length === known + 1; n++) await stage.passes(200);
        rewrites(stage, group, id, 9443);
        expect(new Set(stage.records.slice(-2).map(({ eventTime }) => eventTime)).size).toBe(1);
        for (const call of [first, 3 - first]) {
          await stage.passes(3_000);
          await takes(call);
        }
        await stage.passes(300_000);
        expect(await stage.told()).toContain('ask');
        expect((await stage.rows('incident')).map(({ closedAt, family }) => [family, closedAt])).toEqual([
          ['loss', null],
        ]);
      });
});

describe('a rule that somebody takes in the very second in which we close a wider one', () => {
  const stolen = ownCaller({ role: ownRoles[0]!, name: 'portcullis-act_stolen' }, site, { now: () => 0 });
  const hands: readonly (readonly [string, Caller])[] = [
    ['another', alice],
    ['a thief of our name', stolen],
  ];
  const cases = hands.flatMap(([who, by]) =>
    [0, 1, 2, 3].flatMap((others) =>
      [1, 2].flatMap((first) => [0, 1000].map((after) => ({ who, by, others, first, after }))),
    ),
  );
  test.each(cases)(
    'comes back: $who took it, the wide one opened $after ms before, ids as after $others others, record $first first',
    async ({ by, others, first, after }) => {
      const stage = new SweepStage();
      for (let n = 0; n < others; n++) stage.group(`other-${n}`);
      const group = stage.group();
      const office = stage.opens(group, 443, '192.0.2.0/24');
      await stage.hears();
      stage.at = Math.ceil(stage.at / 1000) * 1000 + 120_007;
      const known = stage.records.length;
      const takes = (call: number) => stage.takes(known + call);
      const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: anywhere }] }];
      stage.does('AuthorizeSecurityGroupIngress', { GroupId: group, IpPermissions });
      await stage.passes(after);
      await takes(0);
      for (let n = 0; n < 300 && stage.records.length === known + 1; n++) await stage.passes(50);
      stage.at -= 1000;
      stage.closes(group, office, by);
      expect(new Set(stage.records.slice(-2).map(({ eventTime }) => eventTime)).size).toBe(1);
      for (const call of [first, 3 - first]) {
        await stage.passes(3_000);
        await takes(call);
      }
      await stage.passes(600_000);
      expect(stage.standing(group)).toEqual(['443,443 192.0.2.0/24']);
    },
  );
});
