import type { GroupFacts } from '../core/facts/facts.ts';
import type { Group } from '../core/group/group.ts';
import { writeCanonical } from '../core/leaf/canonical.ts';
import type { Instant } from '../core/leaf/instant.ts';
import { type JudgedAct, judgeAct } from '../core/ledger/judge-act.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { netOf } from '../core/ledger/net.ts';
import { guardAfter, guardedTags, noGuard, retagged, type TagGuard } from '../core/ledger/tag-guard.ts';
import { type TagFacts, tagHistory } from '../core/ledger/tag-history.ts';
import type { Cut, Moment } from '../core/ledger/timeline.ts';
import type { Trace } from '../core/ledger/trace.ts';
import type { Grounds } from '../core/plan/grounds.ts';
import type { FactBook } from './fact-book.ts';
import { GroupPast } from './group-past.ts';
import { guardTags } from './guard-tags.ts';
import { othersAfter } from './others-after.ts';

/** A group's history as it is judged. */
export interface GroupHistory {
  readonly key: string;
  readonly traces: readonly Trace[];
  readonly lists: ListBook;
  readonly momentAt: (cut: Cut) => Moment | null;
  /** The group as a snapshot shows it. */
  readonly shown: { readonly at: Instant; readonly group: Group } | null;
}

/**
 * Judges the acts on one group, in order of time (of their last changes), and keeps what later acts are judged by: tags
 * that are not believed, what broke policy before, who changed it.
 */
export class GroupJudge {
  readonly #history: GroupHistory;
  readonly #book: FactBook;
  readonly #tagsAt: (place: number) => TagFacts;
  readonly #places: ReadonlyMap<Trace, number>;
  readonly #past: GroupPast;
  readonly #guards: { readonly from: number; readonly guard: TagGuard }[] = [{ from: -1, guard: noGuard }];

  constructor(history: GroupHistory, book: FactBook) {
    const { traces, shown } = history;
    this.#history = history;
    this.#book = book;
    this.#tagsAt = tagHistory(traces, shown === null ? null : { at: shown.at, tags: shown.group.tags });
    this.#places = new Map(traces.map((each, place) => [each, place]));
    this.#past = new GroupPast(book.needs);
  }

  /** Judges one act; acts come in the order of their last traces. */
  judge(act: readonly Trace[]): JudgedAct {
    const { change } = act[0] as { change: NonNullable<Trace['change']> };
    const place = this.#places.get(act.at(-1)!)!;
    const judged = this.judgeAs(act, act, () => othersAfter(act, this.#history));
    if (judged.grounds.tags !== null && change.kind === 'tags-changed' && change.record.result === 'applied') {
      const believed = !judged.judged.objections.some(isDisbelieved);
      this.#guards.push({
        from: place,
        guard: guardAfter(this.#guardAt(place), change, judged.grounds.tags.before, believed),
      });
    }
    this.#past.note(act, judged);
    return judged;
  }

  /**
   * Judges an act as if it had come to `told`, by what was known of the group then, and keeps nothing of it; to be asked
   * right before the act itself is judged. `others`: what stands beside it today.
   */
  judgeAs(act: readonly Trace[], told: readonly Trace[], others: Grounds['others']): JudgedAct {
    const [first, last] = [act[0]!, act.at(-1)!];
    const { change } = first as { change: NonNullable<Trace['change']> };
    const place = this.#places.get(last)!;
    const { effect, passing } = netOf(told);
    const facts = this.#tagsWithin(act, place).map((tags) => ({
      ...this.#factsOf(last, tags),
      attached: this.#attachedAt(last, effect, passing?.gained ?? null),
    }));
    const isTagging = change.kind === 'tags-changed' && change.rule === null;
    const before = facts.at(-1)!.tags ?? {};
    return judgeAct(told, {
      judging: this.#book.judging,
      facts,
      tags: isTagging ? { before, after: retagged(before, change) } : null,
      past: {
        ...this.#past.before(change.record, last.at),
        attempts: this.#book.attemptsUpTo(change.record),
        since: this.#book.since,
      },
      guarded: guardTags(this.#history.traces, { upTo: place, facts: facts.at(-1)!, judging: this.#book.judging }),
      others,
    });
  }

  /** Passes an act that nobody asks about; `false` where later ones are judged by what is made of it. */
  skip(act: readonly Trace[]): boolean {
    const { recurred, guard } = this.#book.needs;
    const { change } = act[0] as { change: NonNullable<Trace['change']> };
    if (recurred > 0 || (guard && change.kind === 'tags-changed')) return false;
    this.#past.noteActor(change.record, act.at(-1)!.at);
    return true;
  }

  /** What became reachable or unreachable by what is not told as an act of its own: an edit of a list, or unseen. */
  pass(trace: Trace): void {
    this.#past.close(trace.effect.lost.atMost, trace.at);
  }

  /** What is known of the group after its trace at this place (`-1`: before the first), with `effect` told. */
  factsAt(place: number, measured = false): GroupFacts {
    const trace = this.#history.traces[Math.max(place, 0)];
    const facts = this.#factsOf(trace, this.#counting(place, place));
    const attached = trace === undefined ? null : this.#attachedAt(trace, measured ? trace.effect : undefined);
    return { ...facts, attached };
  }

  #factsOf(trace: Trace | undefined, tags: TagFacts): Omit<GroupFacts, 'attached'> {
    const { key, shown } = this.#history;
    const record = trace?.change?.record;
    const vpc = trace?.vpc ?? shown?.group.vpc ?? null;
    const isolatedAt = trace === undefined ? null : this.#book.isolatedAt(vpc, trace.at);
    return {
      id: key.startsWith('sg-') ? key : null,
      name: trace?.name ?? shown?.group.name ?? null,
      vpc,
      account: shown?.group.account ?? record?.account ?? this.#home()?.account ?? null,
      region: shown?.group.region ?? record?.region ?? this.#home()?.region ?? null,
      ...tags,
      ...(isolatedAt === null ? {} : { isolatedAt }),
    };
  }

  #home() {
    return this.#history.traces.find((each) => each.change !== null)?.change?.record;
  }

  #attachedAt(trace: Trace, effect?: Trace['effect'], passing: Trace['opened'] | null = null) {
    const { account, region } = this.#factsOf(trace, { tags: null });
    return this.#book.attachedAt({ id: this.#history.key, account, region }, trace.at, effect, passing);
  }

  /**
   * The tags that an act is judged by: those just before a tag change; else those after each of its edits of rules, where
   * tags changed in between, the last ones last. Those that its group was made with are not yet there before.
   */
  #tagsWithin(act: readonly Trace[], place: number): readonly TagFacts[] {
    if (act[0]!.change?.kind === 'tags-changed') {
      const before = this.#counting(place - 1, place - 1);
      return [before.tags === null ? { tags: {}, tagsPartly: true } : before];
    }
    const edits = act.slice(0, -1).filter((each) => each.change?.kind.startsWith('rules-'));
    const all = [...edits, act.at(-1)!].map((each) => this.#counting(this.#places.get(each)!, this.#places.get(each)!));
    const last = all.at(-1)!;
    const others = new Map(all.map((each) => [writeCanonical({ ...each }), each]));
    others.delete(writeCanonical({ ...last }));
    return [...others.values(), last];
  }

  /** Tags after a place, with what is not believed at that place put right. */
  #counting(place: number, guardedAt: number): TagFacts {
    const told = this.#tagsAt(place);
    return told.tags === null ? told : { ...told, tags: guardedTags(this.#guardAt(guardedAt), told.tags) };
  }

  #guardAt(place: number): TagGuard {
    return this.#guards.findLast((each) => each.from <= place)!.guard;
  }
}

function isDisbelieved({ asked, excused }: JudgedAct['judged']['objections'][number]): boolean {
  return !excused && asked?.when.kind === 'tags' && asked.when.effect.includes('lowers-protection');
}
