import type { Spill } from '../contracts/spill.ts';
import type { ListEdited } from '../core/change/change.ts';
import { decideAttachment, decideListEdit, decidePlain, type ListEffect } from '../core/decide.ts';
import type { Perimeter } from '../core/group/group.ts';
import { readInstant } from '../core/leaf/instant.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { severityRank } from '../core/plan/add-verdict.ts';
import type { Decision } from '../core/plan/decision.ts';
import type { Judging } from '../core/verdict/matter.ts';
import { attachmentsOf, type Looks, looksOf } from './attachments-of.ts';
import { decideGroup } from './decide-group.ts';
import { FactBook } from './fact-book.ts';
import { indexGroups, type KnownGroup } from './group-index.ts';
import { changeOf, readListBook } from './load.ts';
import { ReachAtAttachment } from './reach-at-attachment.ts';

/** How decisions are made. */
export interface Deciding {
  readonly snapshot: Perimeter | null;
  /** Tell what belongs together as one net change. */
  readonly net: boolean;
  /** By which policy they are judged; none when absent. */
  readonly judging?: Judging | null;
  /** Leave out groups that do not matter to the question. */
  readonly wants?: (group: KnownGroup) => boolean;
}

/** Decides about every change in the spill, group by group, so that only one group's history is in memory at a time. */
export function decideAll(spill: Spill, how: Deciding): void {
  const lists = readListBook(spill, how.snapshot);
  const keep = (decision: Decision): void => keepDecision(spill, decision);
  const interfaces = spill.subjects('interface');
  const looks = looksOf(how.snapshot);
  const needs = new ReachAtAttachment();
  for (const subject of interfaces) for (const each of attachmentsOf(spill, subject, looks).attached) needs.want(each);
  const groups = indexGroups(spill, how.snapshot);
  const book = how.judging ? openBook(spill, how, { judging: how.judging, lists, groups, interfaces, looks }) : null;
  const edits = new Map<string, ListEffect[]>();
  for (const group of groups) decideGroup(spill, how, group, { lists, needs, edits, keep, book });
  for (const subject of interfaces) {
    const { attached, other } = attachmentsOf(spill, subject, looks);
    for (const each of attached) {
      const { id, change } = each;
      const attached = book?.holderOf(change) ?? null;
      const grounds = book && {
        ...book.grounds(change.record),
        groups: needs.moved(each).map((own) => ({ ...own, facts: { ...own.facts, attached } })),
      };
      keep(decideAttachment(id, change, needs.before(each), needs.after(each), grounds));
    }
    for (const { id, change } of other) keep(decidePlain(id, change, book?.grounds(change.record)));
  }
  for (const each of spill.changesOfKind(['list-edited'])) {
    const change = changeOf(each) as ListEdited;
    keep(decideListEdit(each.id, change, edits.get(each.id) ?? [], book?.grounds(change.record)));
  }
  for (const on of ['list', 'vpc']) {
    for (const subject of spill.subjects(on)) {
      for (const each of spill.changesOf(subject)) {
        if (each.kind === 'list-edited') continue;
        const change = changeOf(each);
        keep(decidePlain(each.id, change, book?.grounds(change.record)));
      }
    }
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

function openBook(
  spill: Spill,
  { snapshot }: Deciding,
  parts: {
    readonly judging: Judging;
    readonly lists: ListBook;
    readonly groups: readonly KnownGroup[];
    readonly interfaces: readonly string[];
    readonly looks: Looks;
  },
): FactBook {
  const { judging, lists, groups, interfaces, looks } = parts;
  function* attachments() {
    for (const subject of interfaces) yield* attachmentsOf(spill, subject, looks).attached;
  }
  return new FactBook(judging, { spill, snapshot, lists, groups, attachments: attachments() });
}
