import type { Perimeter } from '../../src/core/group/group.ts';
import type { Direction, Peer } from '../../src/core/group/rule.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import { writeInstant } from '../../src/core/leaf/instant.ts';
import { account, region, start } from './any-history.ts';
import { ask, type Call, emptyWorld, type World as Live, type LiveGroup, type Wanted } from './ec2.ts';
import { type Era, renderRecord } from './render.ts';
import { snapshotOf } from './snapshot-of.ts';

/** Ports of a rule: one, a range, or `null` where its protocol has none. */
export type Ports = number | readonly [number, number] | null;

/** What a call of any service says; what is left out is as in a successful EC2 call. */
export interface Said {
  readonly service?: string;
  readonly request?: Json;
  readonly response?: Json;
  readonly error?: string;
  readonly more?: JsonObject;
}

/** A stretch of time in an account: whatever is done in it is done to EC2 and leaves a CloudTrail record. */
export class World {
  readonly records: JsonObject[] = [];
  at = start;
  /** Milliseconds between two calls; 0 for a burst within one second. */
  pace = 1000;
  era: Era = 2026;
  #live: Live = emptyWorld;
  #actor: string | JsonObject = 'alice';
  #refusal: string | null = null;
  #count = 0;

  /** Who acts from now on: an IAM user by name, or a whole `userIdentity`. */
  as(actor: string | JsonObject): this {
    this.#actor = actor;
    return this;
  }

  wait(seconds: number): this {
    this.at += seconds * 1000;
    return this;
  }

  /** The next call is refused with this code and changes nothing. */
  refusing(code: string): this {
    this.#refusal = code;
    return this;
  }

  /** A new group, made on record. */
  group(name: string, dualStack = false): GroupAtWork {
    const before = new Set(this.#live.groups.keys());
    this.do({ do: 'create-group', name, vpc: 'vpc-1', dualStack });
    return new GroupAtWork(this, [...this.#live.groups.values()].find((group) => !before.has(group.id))!);
  }

  /** A group that stood before the first record, with these rules. */
  olderGroup(name: string, ...rules: readonly Wanted[]): GroupAtWork {
    const [kept, at] = [this.records.length, this.at];
    const group = this.group(name);
    for (const rule of rules) group.does('authorize', rule);
    this.records.length = kept;
    this.at = at;
    return group;
  }

  /** A new prefix list, made on record. */
  list(name: string, ...entries: readonly string[]): string {
    this.do({ do: 'create-list', name, entries });
    return [...this.#live.lists.keys()].at(-1)!;
  }

  /** Asks EC2 and keeps the record of it; answers the ids of the rules it made. */
  do(call: Call): readonly string[] {
    const answer =
      this.#refusal === null ? ask(this.#live, call) : { ...refused, world: this.#live, error: this.#refusal };
    this.#refusal = null;
    this.#live = answer.world;
    const actor = typeof this.#actor === 'string' ? this.#actor : 'alice';
    const head = { era: this.era, at: this.at, eventId: this.#nextId(), actor, account, region };
    const record = renderRecord(call, answer, head);
    this.records.push(typeof this.#actor === 'string' ? record : { ...record, userIdentity: this.#actor });
    this.at += this.pace;
    return answer.rules.map((rule) => rule.id);
  }

  /** A call of any service, as its record tells it. */
  call(name: string, { service = 'ec2', request = null, response = null, error, more = {} }: Said): JsonObject {
    const record: JsonObject = {
      ...{ eventVersion: '1.11', eventID: this.#nextId(), eventTime: writeInstant(this.at), eventName: name },
      ...{ eventSource: `${service}.amazonaws.com`, awsRegion: region, recipientAccountId: account },
      ...{ sourceIPAddress: '198.51.100.7', userAgent: 'aws-cli/2.13.0', requestParameters: request },
      ...{ responseElements: error === undefined ? response : null, userIdentity: this.#identity() },
      ...(error === undefined ? {} : { errorCode: error, errorMessage: 'refused' }),
      ...more,
    };
    this.records.push(record);
    this.at += this.pace;
    return record;
  }

  /** What a look at EC2 shows now. */
  look(): Perimeter {
    return snapshotOf(this.#live, this.at);
  }

  #identity(): JsonObject {
    if (typeof this.#actor !== 'string') return this.#actor;
    const arn = `arn:aws:iam::${account}:user/${this.#actor}`;
    return { type: 'IAMUser', principalId: `AIDA${this.#actor}`, arn, accountId: account, userName: this.#actor };
  }

  #nextId(): string {
    this.#count++;
    return `00000000-0000-4000-8000-${String((this.#count * 7919) % 100_003).padStart(12, '0')}`;
  }
}

/** A group in a world, by what is done to it. */
export class GroupAtWork {
  readonly id: string;
  readonly name: string;
  readonly #world: World;

  constructor(world: World, { id, name }: LiveGroup) {
    this.id = id;
    this.name = name;
    this.#world = world;
  }

  opens(protocol: string, ports: Ports, peer: string, direction?: Direction): readonly string[] {
    return this.does('authorize', rule(protocol, ports, peer, direction));
  }

  closes(protocol: string, ports: Ports, peer: string, direction?: Direction): void {
    this.does('revoke', rule(protocol, ports, peer, direction));
  }

  /** One call with all these rules. */
  does(verb: 'authorize' | 'revoke' | 'describe', ...rules: readonly Wanted[]): readonly string[] {
    return this.#world.do({ do: verb, group: this.id, direction: rules[0]!.direction, rules });
  }

  closesById(direction: Direction, ...ids: readonly string[]): void {
    this.#world.do({ do: 'revoke-ids', group: this.id, direction, ids });
  }

  rewrites(id: string, protocol: string, ports: Ports, peer: string): void {
    this.#world.do({ do: 'modify', group: this.id, id, to: rule(protocol, ports, peer) });
  }

  tags(key: string, value: string | null): void {
    this.#world.do({ do: 'tag', group: this.id, key, value });
  }

  ends(): void {
    this.#world.do({ do: 'delete-group', group: this.id });
  }
}

const refused = { rules: [], group: null, list: null };

/** A rule in one line; the kind of its peer is read off its text. */
export function rule(protocol: string, ports: Ports, peer: string, direction: Direction = 'ingress'): Wanted {
  const range = typeof ports === 'number' ? ([ports, ports] as const) : ports;
  return { direction, protocol, ports: range, peer: { kind: kindOf(peer), value: peer } };
}

function kindOf(peer: string): Peer['kind'] {
  if (peer.startsWith('pl-')) return 'list';
  if (peer.includes('sg-')) return 'group';
  return peer.includes(':') ? 'ipv6' : 'ipv4';
}
