import type { ListEdited } from '../../../core/change/change.ts';
import { decideListEdit, type ListEffect } from '../../../core/decide.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Moment } from '../../../core/ledger/timeline.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { StandingDecision } from '../../../core/plan/standing-decision.ts';
import { lazily } from '../../../core/verdict/lazily.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { decideInterface, decideOthers, prepareDeciding } from '../../decide-all.ts';
import { decideGroup } from '../../decide-group.ts';
import { changeOf, readListBook } from '../../load.ts';
import type { JudgedAs } from './judged-before.ts';
import { judgeKnownGroup } from './known-group.ts';
import type { SubjectMemory } from './load-subject.ts';
import { type Spilled, spillMemory } from './spill-memory.ts';
import type { SubjectEvidence } from './subject-evidence.ts';
import { subjectKind } from './subject-kind.ts';
import { withGrants } from './with-grants.ts';

/** What a policy says of one subject as now known: the same decisions as a scan of the same records and looks. */
export interface JudgedSubject {
  /** Every change by itself, by change id, refused ones too. */
  readonly single: ReadonlyMap<string, Decision>;
  /** By net effect; `changes` names what is behind one that has several. */
  readonly acts: readonly Decision[];
  /** The group as it stands; of other subjects nothing is told. */
  readonly now: SubjectNow;
  /** Some live look at the subject is among the evidence. */
  readonly looked: boolean;
  /**
   * What changes opened that others hid when they came and that nothing hides any more, or that they put back in the place
   * of what was not old, where the policy objects: decisions of their own, by who made the change.
   */
  uncovered(how?: UncoveringKnown): readonly Decision[];
  /** The group as it stands, judged at `now`; `null` where it is gone, nothing is known of it, or it is no group. */
  readonly standing: StandingDecision | null;
  /** The same at another time, where only that is another. */
  standingAt?(now: Instant): StandingDecision | null;
  /** What prefix lists hold now, or held just `after` a change, as far as known: entries, or `null`. */
  readonly lists: (id: string, after?: string) => readonly string[] | null;
  /** Rules that surely stood just before a change, with descriptions and tags; `null` = the change is not known. */
  imageBefore(change: string): readonly Rule[] | null;
}

/** What is known beside the evidence when it is asked what is uncovered. */
export interface UncoveringKnown {
  /** Ids of rules that surely went though no evidence says so yet. */
  readonly gone?: ReadonlySet<string>;
  /** When it was taken stock of what stood (`Backlog`): that counts as old. */
  readonly adopted?: Instant | null;
}

/** A group as it stands as far as known: of its rules those that surely do, with all of their content. */
export interface SubjectNow {
  readonly rules: readonly Rule[];
  /** What others permit that only may stand, as texts: records of one second leave open which came last. */
  readonly maybe?: readonly string[];
  readonly exists: 'yes' | 'no' | 'unknown';
  readonly known: Moment['known'];
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Judges all that is known of a subject. `more`: evidence that is not stored yet, in place of what has its id.
 * `only`: just the decisions about these changes are wanted. Parts are worked out when they are asked for.
 */
export function judgeSubject(
  memory: SubjectMemory,
  judging: Judging,
  now: Instant,
  more: readonly SubjectEvidence[] = [],
  only: ReadonlySet<string> | null = null,
): JudgedSubject {
  const spilled = memory.memo?.spilled(memory, more) ?? spillMemory(memory, more);
  return spilled.judged({ judging, only, now }, () => judgeSpilled(memory, spilled, { judging, now, more, only }));
}

function judgeSpilled(
  memory: SubjectMemory,
  spilled: Spilled,
  { judging, now, more, only }: JudgedAs & { readonly more: readonly SubjectEvidence[] },
): JudgedSubject {
  const own = [...memory.evidence, ...more];
  const by = { judging: granted(judging, memory, spilled), now, only };
  const looked = own.some((each) => each.kind !== 'change');
  const kind = subjectKind(memory.subject, own);
  if (kind === 'group') return Object.assign(judgeKnownGroup(memory, spilled, own, by), { looked });
  const single = lazily(() => {
    const all = decideOther(kind, memory.subject, spilled, by.judging);
    return only === null ? all : new Map([...all].filter(([id]) => only.has(id)));
  });
  return {
    ...{
      looked,
      now: untold,
      standing: null,
      uncovered: () => [],
      lists: () => null,
      imageBefore: (change) => (spilled.spill.changesOf(memory.subject).some(({ id }) => id === change) ? [] : null),
    },
    get single() {
      return single();
    },
    get acts() {
      return [...single().values()];
    },
  };
}

const untold: SubjectNow = { rules: [], exists: 'unknown', known: 'unknown', tags: {} };

function granted(judging: Judging, { grants }: SubjectMemory, { spill, looks }: Spilled): Judging {
  if (grants.length === 0) return judging;
  const lists = readListBook(spill, null, looks);
  return withGrants(judging, grants, (id) => {
    const book = lists.get(id);
    return (book?.edits.at(-1)?.after ?? book?.still)?.entries ?? null;
  });
}

/** Decides about a list, a VPC or a thing that groups are put on: by the histories of the groups concerned. */
function decideOther(
  kind: 'list' | 'interface' | 'vpc',
  subject: string,
  { spill, looks }: Spilled,
  judging: Judging,
): ReadonlyMap<string, Decision> {
  const decisions = new Map<string, Decision>();
  const keep = (each: Decision): void => void decisions.set(each.id, each);
  const how = { snapshot: null, looks, judging };
  const prepared = prepareDeciding(spill, how, kind === 'interface' ? [subject] : []);
  const edits = new Map<string, ListEffect[]>();
  const sinks = { ...prepared, edits, keep };
  if (kind !== 'vpc')
    for (const group of prepared.groups) decideGroup(spill, { ...how, net: false, wants: () => false }, group, sinks);
  if (kind === 'interface') decideInterface(spill, subject, sinks);
  else decideOthers(spill, subject, sinks);
  if (kind === 'list')
    for (const each of spill.changesOf(subject)) {
      const change = changeOf(each);
      if (change.kind !== 'list-edited') continue;
      const edit: ListEdited = change;
      keep(decideListEdit(each.id, edit, edits.get(each.id) ?? [], prepared.book?.grounds(edit.record)));
    }
  return decisions;
}
