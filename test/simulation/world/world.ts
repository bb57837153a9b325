import type { AskEc2 } from '../../../src/aws/ask-ec2.ts';
import { type Ec2Action, type Ec2Request, isRead } from '../../../src/aws/model/call.ts';
import type { Caller } from '../../../src/aws/model/caller.ts';
import { forbidBeyondRoles } from '../../../src/aws/model/live/own-roles.ts';
import { type Asked, Ec2Model } from '../../../src/aws/model/model.ts';
import { deliver, type Route } from '../../../src/aws/model/record/deliver.ts';
import type { RefusalCode } from '../../../src/aws/model/refusal.ts';
import type { JsonObject } from '../../../src/core/leaf/canonical.ts';
import type { Instant } from '../../../src/core/leaf/instant.ts';
import type { Ec2Order } from '../../../src/core/plan/act/ec2-order.ts';
import type { Site } from '../../../src/core/plan/act/intent.ts';
import { ownRoles } from '../actors/callers.ts';
import type { Luck } from '../luck.ts';
import { account, type Estate, region, startingEstate } from './estate.ts';
import { createPostOffice, type PostOffice } from './post-office.ts';
import type { TrueCall } from './true-call.ts';

/** How records travel in a history. */
export interface Mail {
  readonly route: Route;
  /** How many come by log files as well, minutes later. */
  readonly filed: number;
  /** How many of those are lost on the first way. */
  readonly late: number;
}

/** Everything outside the product: EC2, who calls it, and the records that come of it. */
export interface World {
  readonly estate: Estate;
  readonly model: Ec2Model;
  readonly post: PostOffice;
  readonly calls: readonly TrueCall[];
  /** Who is calling just now, and by which order of ours; set around every call. */
  who: { by: string; order: Ec2Order | null };
  /** What the next call meets: an error of EC2, or a replica so many writes behind. */
  fate: { code: RefusalCode | null; behind: number };
  /** How many records came by a log file, minutes late; and how many came more than once. */
  filed(): number;
  doubled(): number;
  /** EC2 as our own adapters see it. */
  client(caller: (site: Site) => Caller): AskEc2;
  ask<A extends Ec2Action>(by: string, caller: Caller, action: A, request: Ec2Request<A>): Asked<A>;
}

/** A world in which nothing has happened yet. */
export function createWorld(now: () => Instant, luck: Luck, mail: Mail): World {
  const estate = startingEstate();
  const calls: TrueCall[] = [];
  const post = createPostOffice(() => luck.hits(0.15));

  let [filed, doubled] = [0, 0];
  class Observed extends Ec2Model {
    override ask<A extends Ec2Action>(action: A, request: Ec2Request<A>, caller: Caller, at: Instant): Asked<A> {
      const before = this.state;
      const asked = super.ask(action, request, caller, at);
      if (isRead(action)) return asked;
      const { answer, record, state: after } = asked;
      const made: TrueCall = {
        ...{ n: calls.length, at: now(), ...world.who, action: world.who.order?.action ?? null },
        ...{ before, after, delivered: false },
        call: { action, request } as TrueCall['call'],
        code: answer.kind === 'refused' ? answer.code : null,
        eventId: String(record.eventID),
      };
      calls.push(made);
      send(record, made);
      return asked;
    }
  }

  function send(record: JsonObject, made: TrueCall): void {
    const byFile = luck.hits(mail.filed);
    const lost = luck.hits(mail.late);
    const quick = lost ? [] : deliver(record, now(), mail.route, luck.next);
    const files = { kind: 's3', least: 60_000, most: 200_000, loss: 0, twice: 0 } as const;
    const slow = byFile || lost ? deliver(record, now(), files, luck.next) : [];
    filed += slow.length;
    doubled += quick.length + slow.length > 1 ? 1 : 0;
    for (const [origin, deliveries] of [
      ['eventbridge', quick],
      ['s3', slow],
    ] as const) {
      for (const { at } of deliveries) {
        const place = { file: origin, number: calls.length };
        post.send({ kind: 'record', json: record, place, from: origin, receivedAt: at }, at);
        made.delivered = true;
      }
    }
  }

  const world: World = {
    ...{ estate, post, calls, who: { by: 'nobody', order: null }, fate: { code: null, behind: 0 } },
    model: new Observed({
      ...{ account, region, state: estate.state, settle: 20_000, quotas: { rulesPerDirection: 12 }, listDelay: 2_000 },
      interferes: () => world.fate.code,
      forbids: forbidBeyondRoles(ownRoles, (principal, action) =>
        principal.includes('/intruder') && action.startsWith('ec2:Delete')
          ? 'no identity-based policy allows it'
          : null,
      ),
      lag: () => world.fate.behind,
    }),
    filed: () => filed,
    doubled: () => doubled,
    client: (caller) => async (site, action, request) => world.model.ask(action, request, caller(site), now()).answer,
    ask(by, caller, action, request) {
      const before = world.who;
      world.who = { by, order: null };
      const asked = world.model.ask(action, request, caller, now());
      world.who = before;
      return asked;
    },
  };
  return world;
}
