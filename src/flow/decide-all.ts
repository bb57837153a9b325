import type { Spill } from '../contracts/spill.ts';
import type { ListEdited } from '../core/change/change.ts';
import { decideAttachment, decideListEdit, decidePlain, type ListEffect } from '../core/decide.ts';
import type { Perimeter } from '../core/group/group.ts';
import { readInstant } from '../core/leaf/instant.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { severityRank } from '../core/plan/add-verdict.ts';
import type { Decision } from '../core/plan/decision.ts';
import type { Judging } from '../core/verdict/matter.ts';
import { attachmentsOf, type InterfaceLooks, interfaceLooks } from './attachments-of.ts';
import { decideGroup } from './decide-group.ts';
import { FactBook } from './fact-book.ts';
import { indexGroups, type KnownGroup } from './group-index.ts';
import { changeOf, readListBook } from './load.ts';
import { type Looks, noLooks } from './looks.ts';
import { ReachAtAttachment } from './reach-at-attachment.ts';

/** How decisions are made. */
export interface Deciding {
  readonly snapshot: Perimeter | null;
  /** Live looks beside the snapshot. */
  readonly looks?: Looks;
  /** Tell what belongs together as one net change. */
  readonly net: boolean;
  /** By which policy they are judged; none when absent. */
  readonly judging?: Judging | null;
  /** Leave out groups that do not matter to the question. */
  readonly wants?: (group: KnownGroup) => boolean;
}

/** Decides about every change in the spill, group by group, so that only one group's history is in memory at a time. */
export function decideAll(spill: Spill, how: Deciding): void {
  const keep = (decision: Decision): void => keepDecision(spill, decision);
  const prepared = prepareDeciding(spill, how);
  const edits = new Map<string, ListEffect[]>();
  for (const group of prepared.groups) decideGroup(spill, { ...how, ...prepared }, group, { ...prepared, edits, keep });
  for (const subject of prepared.interfaces) decideInterface(spill, subject, { ...prepared, keep });
  for (const each of spill.changesOfKind(['list-edited'])) {
    const change = changeOf(each) as ListEdited;
    keep(decideListEdit(each.id, change, edits.get(each.id) ?? [], prepared.book?.grounds(change.record)));
  }
  for (const on of ['list', 'vpc'])
    for (const subject of spill.subjects(on)) decideOthers(spill, subject, { ...prepared, keep });
}

/** What deciding about anything in a spill rests on. */
export interface Prepared {
  readonly lists: ListBook;
  readonly looks: Looks;
  readonly groups: readonly KnownGroup[];
  /** Things that groups are put on. */
  readonly interfaces: readonly string[];
  readonly shown: InterfaceLooks;
  readonly needs: ReachAtAttachment;
  readonly book: FactBook | null;
}

/** Reads off a spill what deciding about any of it needs; `wanted`: the things whose attachments are to be told. */
export function prepareDeciding(
  spill: Spill,
  { snapshot, looks = noLooks, judging }: Omit<Deciding, 'net'>,
  wanted: readonly string[] | null = null,
): Prepared {
  const lists = readListBook(spill, snapshot, looks);
  const interfaces = spill.subjects('interface');
  const shown = interfaceLooks(snapshot, looks);
  const needs = new ReachAtAttachment();
  for (const subject of wanted ?? interfaces)
    for (const each of attachmentsOf(spill, subject, shown).attached) needs.want(each);
  const groups = indexGroups(spill, snapshot, looks);
  function* attachments() {
    for (const subject of interfaces) yield* attachmentsOf(spill, subject, shown).attached;
  }
  const book = judging
    ? new FactBook(judging, { spill, snapshot, looks, lists, groups, attachments: attachments() })
    : null;
  return { lists, looks, groups, interfaces, shown, needs, book };
}

/** Decides about what was put on and taken off one thing, once the groups' histories were walked. */
export function decideInterface(
  spill: Spill,
  subject: string,
  { needs, shown, book, keep }: Pick<Prepared, 'needs' | 'shown' | 'book'> & { keep: (decision: Decision) => void },
): void {
  const { attached, other } = attachmentsOf(spill, subject, shown);
  for (const each of attached) {
    const { id, change } = each;
    const on = book?.holderOf(change) ?? null;
    const grounds = book && {
      ...book.grounds(change.record),
      groups: needs.moved(each).map((own) => ({ ...own, facts: { ...own.facts, attached: on } })),
    };
    keep(decideAttachment(id, change, needs.before(each), needs.after(each), grounds));
  }
  for (const { id, change } of other) keep(decidePlain(id, change, book?.grounds(change.record)));
}

/** Decides about what moved no reach by itself on one list or VPC: all but edits of the list's entries. */
export function decideOthers(
  spill: Spill,
  subject: string,
  { book, keep }: Pick<Prepared, 'book'> & { keep: (decision: Decision) => void },
): void {
  for (const each of spill.changesOf(subject)) {
    if (each.kind === 'list-edited') continue;
    const change = changeOf(each);
    keep(decidePlain(each.id, change, book?.grounds(change.record)));
  }
}

function keepDecision(spill: Spill, decision: Decision): void {
  spill.keepDecision({
    id: decision.id,
    ids: [...new Set([decision.id, ...(decision.changes ?? [])])],
    severity: severityRank(decision.verdict),
    exposure: decision.exposure,
    at: readInstant(decision.at)!,
    text: JSON.stringify(decision),
  });
}
