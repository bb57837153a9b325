import type { Attached } from '../core/change/change.ts';
import type { Attachments, GroupFacts } from '../core/facts/facts.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { ChangeGrounds } from '../core/ledger/judge-change.ts';
import { type Needs, needsOf } from '../core/policy/needs.ts';
import { meets } from '../core/reach/algebra.ts';
import { type Effect, noEffect } from '../core/reach/bounds.ts';
import { touches } from '../core/reach/places.ts';
import { everything, type Reach } from '../core/reach/reach.ts';
import type { RecordHead } from '../core/trail/record.ts';
import type { Judging } from '../core/verdict/matter.ts';
import { AttachmentBook } from './attachment-book.ts';
import { AttemptsBook } from './attempts-book.ts';
import type { FactSources } from './fact-sources.ts';
import { Neighbours } from './neighbours.ts';

/** Facts beyond one group's own history, as a policy needs them: only those that it asks for are gathered. */
export class FactBook {
  readonly judging: Judging;
  readonly needs: Needs;
  readonly since: Instant | null;
  readonly #attempts: AttemptsBook;
  readonly #attachments: AttachmentBook | null;
  readonly #neighbours: Neighbours | null;
  readonly #boxes: readonly Reach[];

  constructor(judging: Judging, sources: FactSources) {
    const { spill, snapshot, looks, attachments } = sources;
    this.judging = judging;
    this.needs = needsOf(judging.policy);
    this.since = spill.since();
    this.#attempts = new AttemptsBook(spill, this.needs.attempts);
    this.#attachments = this.needs.attachments ? new AttachmentBook(snapshot, looks) : null;
    if (this.#attachments !== null) for (const each of attachments) this.#attachments.note(each);
    this.#neighbours = this.needs.beside ? new Neighbours(sources) : null;
    this.#boxes = judging.policy.checks.flatMap(({ when }) =>
      when.kind === 'gained' && (when.covers || when.moreThan !== null)
        ? // Which groups are foreign depends on the gain itself.
          [when.foreign ? everything : when.box]
        : [],
    );
  }

  /** What a group was on; what stands beside it there only where `effect` is something that is measured with it. */
  attachedAt(
    group: Pick<GroupFacts, 'account' | 'region'> & { readonly id: string },
    at: Instant,
    effect: Effect = noEffect,
    passing: Reach | null = null,
  ): Attachments | null {
    if (this.#attachments === null) return null;
    const { attached, beside } = this.#attachments.at(group, at);
    if (attached === null || beside.length === 0 || !this.#isMeasured(effect.gained.atMost, passing)) return attached;
    return { ...attached, beside: beside.map((others) => this.#neighbours!.at(others, at)) };
  }

  /** When a VPC was looked at that the Internet could not reach into at a time; `null` where nothing says so. */
  isolatedAt(vpc: string | null, at: Instant): Instant | null {
    return this.#attachments?.isolatedAt(vpc, at) ?? null;
  }

  /** What groups are put on: that alone, since its own reach is told. */
  holderOf(change: Attached): Attachments | null {
    return this.#attachments?.holderOf(change) ?? null;
  }

  attemptsUpTo(record: RecordHead): readonly Instant[] {
    return this.#attempts.upTo(record);
  }

  /** On what a change of something that is no group is judged. */
  grounds(record: RecordHead): ChangeGrounds {
    return { judging: this.judging, attempts: this.attemptsUpTo(record), since: this.since };
  }

  #isMeasured(gained: Reach, passing: Reach | null): boolean {
    if (this.#neighbours === null) return false;
    return this.#boxes.some((box) => touches(gained, box) !== 'no' || (passing !== null && meets(passing, box)));
  }
}
