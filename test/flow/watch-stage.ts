import type { Ec2Action, Ec2Request, Ec2Result } from '../../src/aws/model/call.ts';
import type { Caller } from '../../src/aws/model/caller.ts';
import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import { forbidBeyondRoles } from '../../src/aws/model/live/own-roles.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import { createWorld } from '../../src/aws/model/live/world.ts';
import { Ec2Model } from '../../src/aws/model/model.ts';
import type { Ec2State } from '../../src/aws/model/state.ts';
import type { Clock, Inbox, Message } from '../../src/contracts/live.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import type { Entry } from '../../src/core/ledger/entry.ts';
import type { EntryBody } from '../../src/core/ledger/entry-body.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import type { Judging } from '../../src/core/verdict/matter.ts';
import { defaultLiveSettings, type LiveParts } from '../../src/flow/live/live-parts.ts';
import { readRow, type Tables } from '../../src/flow/live/tables.ts';
import { takeRecord } from '../../src/flow/live/watch/watch-step.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { start } from '../builders/any-history.ts';
import { gained, judgingBy, lost } from '../builders/policy.ts';
import { account, alice, region, threeVpcs } from '../model/any-calls.ts';
import { tcp } from '../model/at-work.ts';

export const site = { account, region };
export const ownRoles = ['PortcullisRevoke', 'PortcullisRestore'].map((name) => `arn:aws:iam::${account}:role/${name}`);
export const anywhere = '0.0.0.0/0';

/** Enforces that nothing opens SSH to the Internet and that nobody loses HTTPS. */
export const strict: Judging = judgingBy({
  checks: {
    ssh: { when: gained({ ports: ['tcp/22'] }), severity: { else: 'critical' }, respond: { else: ['revert'] } },
    https: { when: lost({ ports: ['tcp/443'] }), respond: { else: ['restore'] } },
  },
  safety: {
    mode: { else: 'enforce' },
    neverTouch: { groups: [], tags: {}, setBy: [] },
    caps: {
      group: { count: 3, per: 3_600_000 },
      actor: { count: 10, per: 3_600_000 },
      account: { count: 20, per: 3_600_000 },
      reserveFor: ['critical'],
    },
  },
});

/** EC2, people who change it, a ledger in memory, and workers that watch: time stands still unless it is moved. */
export class WatchStage {
  at = start;
  readonly records: JsonObject[] = [];
  readonly model: Ec2Model;
  readonly world: ReturnType<typeof createWorld>;
  readonly store: Store;
  judging = strict;

  constructor(store: Store = createMemoryStore(4), state: Ec2State = threeVpcs()) {
    this.store = store;
    this.model = new Ec2Model({ account, region, state, forbids: forbidBeyondRoles(), throttles: false });
    const now = (): number => this.at;
    this.world = createWorld({ models: [this.model], now, chance: seededChance(1), routes: [] });
  }

  /** Makes a call that must be granted, a second after the last one; its record is kept. */
  does<A extends Ec2Action>(action: A, request: Ec2Request<A>, caller: Caller = alice): Ec2Result<A> {
    const { answer, record } = this.asks(action, request, caller);
    if (answer.kind === 'refused') throw new Error(`${action}: ${answer.code}: ${answer.message} ${record.eventID}`);
    return answer.result;
  }

  asks<A extends Ec2Action>(action: A, request: Ec2Request<A>, caller: Caller = alice) {
    this.at += 1000;
    const asked = this.world.ask(site, action, request, caller)!;
    this.records.push(JSON.parse(JSON.stringify(asked.record)) as JsonObject);
    return asked;
  }

  group(name = 'web'): string {
    const VpcId = [...this.model.state.vpcs.keys()][0]!;
    return this.does('CreateSecurityGroup', { GroupName: name, Description: name, VpcId }).GroupId;
  }

  /** Opens a port; answers the id of the rule. */
  opens(GroupId: string, port: number, cidr = anywhere, caller: Caller = alice): string {
    const request = { GroupId, IpPermissions: [tcp(port, cidr)] };
    return this.does('AuthorizeSecurityGroupIngress', request, caller).SecurityGroupRules[0]!.SecurityGroupRuleId;
  }

  closes(GroupId: string, id: string, caller: Caller = alice): void {
    this.does('RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleIds: [id] }, caller);
  }

  /** Makes a rule say another port and peer. */
  rewrites(GroupId: string, id: string, port: number, CidrIpv4: string, caller: Caller = alice): void {
    const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4 };
    const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule }];
    this.does('ModifySecurityGroupRules', { GroupId, SecurityGroupRules }, caller);
  }

  parts(more: Partial<LiveParts> = {}): LiveParts {
    const clock: Clock = { now: () => this.at, monotonic: () => this.at, sleep: async () => {} };
    return {
      store: this.store,
      inbox: inboxOf([]).inbox,
      gatherer: modelGatherer(this.world, clock),
      reverter: modelReverter(this.world, clock),
      clock,
      chance: { next: seededChance(7) },
      policy: () => this.judging,
      backlog: null,
      worker: 'one',
      settings: { ...defaultLiveSettings, sites: [site], ownRoles },
      ...more,
    };
  }

  /** The record of one call comes now, whenever it was made. */
  async takes(place: number): Promise<void> {
    await takeRecord(this.parts(), intakenOf(this.records[place]!, 1_000 + place));
  }

  async entries(): Promise<readonly Entry[]> {
    const all: Entry[] = [];
    for (let shard = 0; shard < this.store.shards; shard++)
      for await (const entry of this.store.read(shard, 0)) all.push(entry);
    return all;
  }

  async bodies<K extends EntryBody['kind']>(kind: K): Promise<readonly Extract<EntryBody, { kind: K }>[]> {
    const bodies = (await this.entries()).map(({ body }) => JSON.parse(body!) as EntryBody);
    return bodies.filter((body): body is Extract<EntryBody, { kind: K }> => body.kind === kind);
  }

  /** All decisions, by time. */
  async decisions(): Promise<readonly Decision[]> {
    const bodies = await this.bodies('decided');
    const decisions = bodies.map(({ decision }) => decision as unknown as Decision);
    return decisions.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
  }

  async rows<T extends keyof Tables>(table: T): Promise<readonly Tables[T][]> {
    return (await this.store.rows(table, '', 10_000)).flatMap((row) => readRow(table, row) ?? []);
  }

  /** Tasks of a kind that are to be done, with what they say, the longest due first. */
  async tasks(kind: string): Promise<readonly JsonObject[]> {
    const found: JsonObject[] = [];
    for await (const each of this.store.backup())
      if (each.kind === 'task' && each.task.kind === kind) found.push(JSON.parse(each.task.body) as JsonObject);
    return found;
  }
}

/** Messages of one record each, handed out in this order and again until they are done. */
export function inboxOf(records: readonly JsonObject[]) {
  const waiting = new Map<string, Message>(records.map((json, at) => [String(at), messageOf(String(at), json)]));
  const done: string[] = [];
  const inbox: Inbox = {
    take: async (most) => ({ kind: 'taken', messages: [...waiting.values()].slice(0, most) }),
    done: async (receipt) => {
      waiting.delete(receipt);
      done.push(receipt);
      return { kind: 'settled' };
    },
  };
  return { inbox, waiting, done };
}

export function intakenOf(json: JsonObject, number = 1) {
  const place = { file: 'queue', number };
  return { kind: 'record', json, place, from: 'eventbridge', receivedAt: null } as const;
}

function messageOf(receipt: string, json: JsonObject): Message {
  return { receipt, intaken: [intakenOf(json, Number(receipt) + 1)] };
}
