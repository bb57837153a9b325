import type { Attached } from '../core/change/change.ts';
import { attachmentsOf, type Holder, holderOf, isLookedAt } from '../core/facts/attachments.ts';
import type { Attachments } from '../core/facts/facts.ts';
import { isIsolated } from '../core/facts/isolated.ts';
import { holderOfRecord } from '../core/facts/record-holder.ts';
import type { Interface, Perimeter, Vpc } from '../core/group/group.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { Attachment } from '../core/ledger/attachments.ts';
import { interfaceLooks } from './attachments-of.ts';
import { firstFound, type Look, type Looks, looksAt, noLooks } from './looks.ts';

/** The groups on one thing from a moment on. `groups: null` = nobody tells. */
interface Point {
  readonly at: Instant;
  readonly groups: readonly string[] | null;
  /** Where time goes backwards from here: the thing was made then, or what was on it is not told. */
  readonly before: 'nothing' | 'unknown';
  readonly holder: Placed;
}

/** A thing that a group is on, with the VPC that a look showed it in. */
type Placed = Holder & { readonly vpc?: string | null };

/** A group with where it lives, as an attachment book is asked. */
export interface Asked {
  readonly id: string;
  readonly account: string | null;
  readonly region: string | null;
}

/** What a group is on, and the sets of other groups on the same things. */
export interface Place {
  readonly attached: Attachments | null;
  readonly beside: readonly (readonly string[])[];
}

/**
 * What is on what, at any time: records of attachments in order of time, and live looks. What a record tells holds from
 * then on, until the next or until a look; before the first record a look counts where nothing lies between. It holds
 * one entry for each attachment, and one for each look.
 */
export class AttachmentBook {
  readonly #points = new Map<string, Point[]>();
  readonly #looks: ReadonlyMap<string, readonly Look<Interface>[]>;
  readonly #vpcs: ReadonlyMap<string, readonly Look<Vpc>[]>;
  readonly #byGroup = new Map<string, Set<string>>();
  readonly #alias = new Map<string, string>();
  readonly #takenAt: Instant | null;
  readonly #looked: NonNullable<Perimeter['interfacesOf']>;

  constructor(snapshot: Perimeter | null, looks: Looks = noLooks) {
    this.#takenAt = snapshot?.takenAt ?? looks.swept?.at ?? null;
    this.#looked = [...(snapshot?.interfacesOf ?? []), ...(looks.swept?.of ?? [])];
    this.#looks = interfaceLooks(snapshot, looks);
    this.#vpcs = looksAt(snapshot?.vpcs, snapshot?.takenAt, looks.vpcs ?? new Map());
    for (const [id, own] of this.#looks)
      for (const { found } of own) for (const group of found?.groups ?? []) this.#index(group, id);
    // A call names an instance where a look shows its interface: one and the same when it has but one.
    const shown = [...this.#looks.values()].flatMap((own) => own.findLast(({ found }) => found !== null)?.found ?? []);
    for (const [owner, own] of Map.groupBy(shown, (each) => each.owner ?? ''))
      if (owner.startsWith('i-') && own.length === 1) this.#alias.set(owner, own[0]!.id);
  }

  /** Notes what was put on or taken off; attachments of one thing come in order of time. */
  note({ change, before, after }: Attachment): void {
    if (change.on.id === null || change.latent || change.record.result !== 'applied') return;
    const id = this.#alias.get(change.on.id) ?? change.on.id;
    const known = change.complete || before !== null;
    const shown = firstFound(this.#looks.get(id));
    const points = this.#points.get(id) ?? [];
    const own = shown === null ? holderOfRecord(change) : placed(shown.found);
    const point: Point = {
      at: change.record.at,
      groups: known || after.length > 0 ? after : null,
      before: before !== null && before.length === 0 ? 'nothing' : 'unknown',
      // Only some calls tell whether the Internet reaches a thing; it stays so until another does.
      holder: { ...own, exposed: own.exposed ?? points.at(-1)?.holder.exposed ?? null },
    };
    if (points.push(point) === 1) this.#points.set(id, points);
    for (const group of after) this.#index(group, id);
  }

  /** What a group was on at a time. `attached: null` = nothing is known of it. */
  at(group: Asked, at: Instant): Place {
    const holders: Holder[] = [];
    const beside = new Map<string, readonly string[]>();
    let complete = isLookedAt(this.#looked, group);
    let oldest = complete ? this.#takenAt : null;
    for (const id of this.#byGroup.get(group.id) ?? []) {
      const found = this.#stateOf(id, at);
      if (found.looked !== null) oldest = Math.min(oldest ?? found.looked, found.looked);
      if (found.groups === null) complete = false;
      if (found.groups?.includes(group.id) !== true) continue;
      const isolated = found.holder.exposed === true ? this.isolatedAt(found.holder.vpc ?? null, at) : null;
      if (isolated !== null) oldest = Math.min(oldest ?? isolated, isolated);
      holders.push(isolated === null ? found.holder : { ...found.holder, exposed: false });
      const others = [...new Set(found.groups)].filter((other) => other !== group.id).sort();
      if (others.length > 0) beside.set(others.join(' '), others);
    }
    if (holders.length === 0 && !complete) return { attached: null, beside: [] };
    const otherTime = oldest === at ? null : oldest;
    return { attached: attachmentsOf(holders, { complete, beside: [], otherTime }), beside: [...beside.values()] };
  }

  /** The thing that a change put groups on, as the one fact about them. */
  holderOf(change: Attached): Attachments {
    const { at } = change.record;
    const id = this.#alias.get(change.on.id ?? '') ?? change.on.id ?? '';
    const shown = firstFound(this.#looks.get(id));
    const own: Placed = shown === null ? holderOfRecord(change) : placed(shown.found);
    const isolated = this.isolatedAt(own.vpc ?? null, at);
    const told = this.#points.get(id)?.findLast((point) => point.at <= at)?.holder.exposed ?? null;
    const taken = shown?.at ?? null;
    const exposed = own.exposed ?? told;
    return attachmentsOf([{ ...own, exposed: isolated !== null && exposed === true ? false : exposed }], {
      complete: true,
      beside: [],
      otherTime: taken === at ? null : taken,
    });
  }

  /** When a VPC was looked at that the Internet could not reach into at a time; `null` where no look says so. */
  isolatedAt(vpc: string | null, at: Instant): Instant | null {
    const looks = vpc === null ? [] : (this.#vpcs.get(vpc) ?? []);
    const look = looks.findLast((each) => each.at <= at) ?? looks[0];
    return look?.found != null && isIsolated(look.found) ? look.at : null;
  }

  #index(group: string, id: string): void {
    const known = this.#byGroup.get(group);
    if (known === undefined) this.#byGroup.set(group, new Set([id]));
    else known.add(id);
  }

  /** What a record, or a look at that time (`looked`), tells of a thing. */
  #stateOf(id: string, at: Instant): { looked: Instant | null; groups: readonly string[] | null; holder: Placed } {
    const points = this.#points.get(id) ?? [];
    const looks = this.#looks.get(id) ?? [];
    const upTo = points.findLast((point) => point.at <= at);
    const look = looks.findLast((each) => each.at <= at);
    if (look !== undefined && (upTo === undefined || look.at > upTo.at)) return stateIn(look);
    if (upTo !== undefined) return { looked: null, groups: upTo.groups, holder: upTo.holder };
    const [next, first] = [points[0], looks[0]];
    if (first !== undefined && (next === undefined || first.at < next.at)) return stateIn(first);
    return { looked: null, groups: next!.before === 'nothing' ? [] : null, holder: next!.holder };
  }
}

function stateIn({ at, found }: Look<Interface>): { looked: Instant; groups: readonly string[]; holder: Placed } {
  return { looked: at, groups: found?.groups ?? [], holder: found === null ? gone : placed(found) };
}

function placed(shown: Interface): Placed {
  return { ...holderOf(shown), vpc: shown.vpc };
}

const gone: Placed = { kind: 'other', exposed: null };
