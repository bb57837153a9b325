import { describe, expect, test } from 'vitest';
import { start } from '../../../../test/builders/any-history.ts';
import { account, alice, region, threeVpcs } from '../../../../test/model/any-calls.ts';
import { tcp } from '../../../../test/model/at-work.ts';
import type { Intaken } from '../../../contracts/source.ts';
import { readInstant } from '../../../core/leaf/instant.ts';
import { Ec2Model, type ModelParts } from '../model.ts';
import { eventBridge, logFiles, type Route } from '../record/deliver.ts';
import { modelGatherer } from './model-gatherer.ts';
import { modelReverter } from './model-reverter.ts';
import { forbidBeyondRoles } from './own-roles.ts';
import { seededChance } from './seeded-chance.ts';
import { createWorld, type MadeCall, type WorldParts } from './world.ts';

const site = { account, region };
const office = '192.0.2.0/24';
const exact = { visibility: 30_000, disorder: 0, again: 0 };

class Stage {
  at = start;
  readonly heard: MadeCall[] = [];
  readonly model: Ec2Model;
  readonly world: ReturnType<typeof createWorld>;

  constructor(parts: Partial<WorldParts> = {}, model: Partial<ModelParts> = {}) {
    this.model = new Ec2Model({
      account,
      region,
      state: threeVpcs(),
      forbids: forbidBeyondRoles(),
      throttles: false,
      ...model,
    });
    const hears = (made: MadeCall): void => void this.heard.push(made);
    const now = (): number => this.at;
    this.world = createWorld({ models: [this.model], now, chance: seededChance(5), queue: exact, hears, ...parts });
  }

  group(name = 'web'): string {
    const VpcId = [...this.model.state.vpcs.keys()][0]!;
    const { answer } = this.world.ask(
      site,
      'CreateSecurityGroup',
      { GroupName: name, Description: name, VpcId },
      alice,
    )!;
    return answer.kind === 'answered' ? answer.result.GroupId : '';
  }

  /** Everything that comes in until nothing more does, acknowledged. */
  async drain(): Promise<readonly (Intaken & { readonly kind: 'record' })[]> {
    const parts: Intaken[] = [];
    for (let next = this.world.next(); next !== null; next = this.world.next()) {
      this.at = Math.max(this.at, next);
      const taken = await this.world.inbox.take(10);
      for (const { receipt, intaken } of taken.kind === 'taken' ? taken.messages : []) {
        parts.push(...intaken);
        await this.world.inbox.done(receipt);
      }
    }
    return parts.filter((part) => part.kind === 'record');
  }
}

const nameOf = ({ json }: { readonly json: unknown }) => (json as { eventName: string }).eventName;
const idOf = ({ json }: { readonly json: unknown }) => (json as { eventID: string }).eventID;

describe('a world', () => {
  test('puts the record of every call on its way: granted, refused and dry', async () => {
    const stage = new Stage({ routes: [{ ...eventBridge, loss: 0, twice: 0 }] });
    const GroupId = stage.group();
    const request = { GroupId, IpPermissions: [tcp(22, office)] };
    stage.world.ask(site, 'AuthorizeSecurityGroupIngress', { ...request, DryRun: true }, alice);
    stage.world.ask(site, 'AuthorizeSecurityGroupIngress', request, alice);
    stage.world.ask(site, 'AuthorizeSecurityGroupIngress', request, alice);
    stage.world.ask(site, 'DescribeSecurityGroups', {}, alice);
    const records = await stage.drain();
    const errors = records.map(({ json }) => (json as { errorCode?: string }).errorCode ?? 'none');
    expect(errors.toSorted()).toEqual([
      ...['Client.DryRunOperation', 'Client.InvalidPermission.Duplicate', 'none', 'none'],
    ]);
    expect(stage.heard.map(({ call }) => call.action)).toHaveLength(5);
    expect(stage.world.waiting).toBe(0);
  });

  test('brings records late, lost, doubled and in any order, and always the same for a seed', async () => {
    const routes: readonly Route[] = [{ ...eventBridge, loss: 0.2, twice: 0.2 }];
    const runOf = async (seed: number) => {
      const stage = new Stage({ routes, chance: seededChance(seed) });
      const sent: string[] = [];
      for (let n = 0; n < 100; n++) {
        stage.at += 100;
        stage.group(`g${n}`);
        sent.push(String(stage.heard.at(-1)!.asked.record.eventID));
      }
      const records = await stage.drain();
      const late = records.map(
        (each) => each.receivedAt! - readInstant((each.json as { eventTime: string }).eventTime)!,
      );
      return { sent, came: records.map(idOf), late };
    };
    const [one, again, other] = [await runOf(1), await runOf(1), await runOf(2)];
    expect(again).toEqual(one);
    expect(other.came).not.toEqual(one.came);
    const distinct = new Set(one.came);
    expect(distinct.size).toBeLessThan(100);
    expect(one.came.length).toBeGreaterThan(distinct.size);
    expect(one.came).not.toEqual(one.came.toSorted((a, b) => one.sent.indexOf(a) - one.sent.indexOf(b)));
    expect(Math.min(...one.late)).toBeGreaterThanOrEqual(2_000);
  });

  test('brings log files with all records of their slot, looks included, each in one message', async () => {
    const stage = new Stage({ routes: [{ ...logFiles, twice: 0 }] });
    for (let n = 0; n < 20; n++) {
      stage.at += 30_000;
      stage.group(`g${n}`);
    }
    stage.world.ask(site, 'DescribeSecurityGroups', {}, alice);
    const files = stage.world.waiting;
    expect(files).toBeGreaterThan(1);
    const records = await stage.drain();
    expect(records).toHaveLength(21);
    expect(new Set(records.map(({ place }) => place.file)).size).toBe(files);
    expect(records.every(({ from }) => from === 's3')).toBe(true);
    expect(records.map(nameOf)).toContain('DescribeSecurityGroups');
  });

  test('brings our own calls like anybody’s, under the session of the action', async () => {
    const stage = new Stage({ routes: [{ ...eventBridge, loss: 0, twice: 0 }] });
    const clock = { now: () => stage.at };
    const GroupId = stage.group();
    stage.world.ask(site, 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [tcp(22, office)] }, alice);
    const looked = await modelGatherer(stage.world, clock).group(site, GroupId);
    const rule =
      looked.kind === 'looked' ? looked.found!.rules.find(({ direction }) => direction === 'ingress')! : null;
    const reverter = modelReverter(stage.world, clock, { revoke: 'security/Revoke', restore: 'security/Restore' });
    const order = {
      action: 'act_1',
      site,
      call: 'revoke',
      role: 'revoke',
      group: GroupId,
      direction: 'ingress',
    } as const;
    await reverter.perform({ ...order, ids: [rule!.id!] }, { dry: false, timeout: 1 });
    const records = await stage.drain();
    const own = records.find((each) => nameOf(each) === 'RevokeSecurityGroupIngress')!;
    const session = reverter.session(order);
    expect(session).toEqual({ role: `arn:aws:iam::${account}:role/security/Revoke`, name: 'portcullis-act_1' });
    expect(own.json).toMatchObject({
      userIdentity: {
        arn: `arn:aws:sts::${account}:assumed-role/Revoke/portcullis-act_1`,
        sessionContext: { sessionIssuer: { arn: session.role } },
      },
    });
  });

  test('has no other account or region than it was made of', async () => {
    const stage = new Stage();
    const elsewhere = { account: '123456789012', region };
    expect(stage.world.ask(elsewhere, 'DescribeVpcs', {}, alice)).toBeNull();
    const looked = await modelGatherer(stage.world, { now: () => stage.at }).perimeter(elsewhere);
    expect(looked).toMatchObject({ kind: 'failed', failure: 'account' });
  });

  test('brings what anybody puts into its queue, when it is told to', async () => {
    const stage = new Stage();
    stage.world.put({ colour: 'red' }, stage.at + 5_000);
    expect(await stage.world.inbox.take(1)).toMatchObject({ messages: [] });
    expect(stage.world.next()).toBe(stage.at + 5_000);
    stage.at += 5_000;
    expect(await stage.world.inbox.take(1)).toMatchObject({ messages: [{ intaken: [{ kind: 'unreadable' }] }] });
    expect(stage.world.next()).toBe(stage.at + exact.visibility);
  });
});
