import type { Spill } from '../contracts.ts';
import type { Attached, ListEdited } from '../core/change/change.ts';
import { decideAct, decideAttachment, decideListEdit, decidePlain, listEffect } from '../core/decide.ts';
import type { Perimeter } from '../core/group/group.ts';
import { readInstant } from '../core/leaf/instant.ts';
import { readAttachments } from '../core/ledger/attachments.ts';
import { collapse } from '../core/ledger/collapse.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { type Trace, trace } from '../core/ledger/trace.ts';
import type { Decision } from '../core/plan/decision.ts';
import { type Bounds, unknown } from '../core/reach/bounds.ts';
import { indexGroups, type KnownGroup } from './group-index.ts';
import { changeOf, evidenceOf, readListBook } from './load.ts';
import { ReachAtAttachment } from './reach-at-attachment.ts';

/** How decisions are made. */
export interface Deciding {
  readonly snapshot: Perimeter | null;
  /** Tell what belongs together as one net change. */
  readonly net: boolean;
  /** Leave out groups that do not matter to the question. */
  readonly wants?: (group: KnownGroup) => boolean;
}

/** Decides about every change in the spill, group by group, so that only one group's history is in memory at a time. */
export function decideAll(spill: Spill, how: Deciding): void {
  const lists = readListBook(spill, how.snapshot);
  const keep = (decision: Decision): void => {
    const ids = [...new Set([decision.id, ...(decision.changes ?? [])])];
    spill.keepDecision({
      id: decision.id,
      ids,
      exposure: decision.exposure,
      at: readInstant(decision.at)!,
      text: JSON.stringify(decision),
    });
  };
  const interfaces = spill.subjects('interface');
  const needs = new ReachAtAttachment();
  for (const subject of interfaces) for (const each of attachmentsOf(spill, subject).attached) needs.want(each);
  const edits = new Map<string, NonNullable<ReturnType<typeof listEffect>>[]>();
  for (const group of indexGroups(spill, how.snapshot)) decideGroup(spill, how, group, { lists, needs, edits, keep });
  for (const subject of interfaces) {
    const { attached, other } = attachmentsOf(spill, subject);
    for (const each of attached) keep(decideAttachment(each.id, each.change, needs.before(each), needs.after(each)));
    for (const each of other) keep(decidePlain(each.id, each.change));
  }
  for (const each of spill.changesOfKind(['list-edited']))
    keep(decideListEdit(each.id, changeOf(each) as ListEdited, edits.get(each.id) ?? []));
  for (const on of ['list', 'vpc']) {
    for (const subject of spill.subjects(on)) {
      for (const each of spill.changesOf(subject))
        if (each.kind !== 'list-edited') keep(decidePlain(each.id, changeOf(each)));
    }
  }
}

interface Sinks {
  readonly lists: ListBook;
  readonly needs: ReachAtAttachment;
  readonly edits: Map<string, NonNullable<ReturnType<typeof listEffect>>[]>;
  readonly keep: (decision: Decision) => void;
}

function decideGroup(spill: Spill, how: Deciding, group: KnownGroup, { lists, needs, edits, keep }: Sinks): void {
  const evidence = evidenceOf(
    group.subjects.flatMap((subject) => spill.changesOf(subject)),
    how.snapshot,
    group.key,
  );
  const traces: Trace[] = [];
  needs.begin(group.key);
  let before: Bounds | null = null;
  trace(evidence, lists, (step) => {
    // A name that is told later is the name it had all along: groups cannot be renamed.
    const each = step.name === null && group.name !== null ? { ...step, name: group.name } : step;
    before ??= each.before;
    needs.pass(group.key, each.at, each.before);
    if (each.change?.kind === 'list-edited') {
      const effect = listEffect(each, group.key);
      if (effect !== null) edits.set(each.id, [...(edits.get(each.id) ?? []), effect]);
    }
    traces.push(each);
    needs.reach(group.key, each.after);
  });
  needs.end(group.key, before ?? unknown);
  if (how.wants?.(group) === false) return;
  for (const act of how.net ? collapse(traces) : traces.map((each) => [each])) {
    const kind = act[0]!.change?.kind ?? 'list-edited';
    if (kind !== 'list-edited') keep(decideAct(act));
  }
}

function attachmentsOf(spill: Spill, subject: string) {
  const changes = spill.changesOf(subject).map((each) => ({ id: each.id, change: changeOf(each) }));
  const isAttached = (each: (typeof changes)[number]) =>
    each.change.kind === 'attached' || each.change.kind === 'detached';
  const attached = readAttachments(
    changes.filter(isAttached).map((each) => ({ id: each.id, change: each.change as Attached })),
  );
  return { attached, other: changes.filter((each) => !isAttached(each)) };
}
