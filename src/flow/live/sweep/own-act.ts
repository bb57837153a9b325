import type { Store } from '../../../contracts/store.ts';
import type { Aim } from '../../../core/plan/act/intent.ts';
import { sameTuple, tupleText } from '../../../core/plan/act/tuple-text.ts';
import { pagesUnder } from '../pages-under.ts';
import { mayHaveActed } from '../perform/caps-held.ts';
import { readRow, rowName, type UnexplainedRow } from '../tables.ts';

/**
 * The action of ours behind a difference, whose record did not come (yet); `null` where there is none. It was announced
 * on these rules since they were last seen otherwise, wants what the look shows, and its call did not come to nothing.
 */
export async function ownAct(store: Store, seen: UnexplainedRow, settle: number): Promise<string | null> {
  const { site, group, rule, since } = seen;
  if (rule === null) return null;
  const from = (since ?? 0) - settle;
  for (const tuple of [rule, seen.before].flatMap((each) => (each === null ? [] : tupleText(each)))) {
    const rows = await pagesUnder(store, rowName('acted', site.account, site.region, group, tuple, ''));
    for (const row of rows) {
      const acted = readRow('acted', row);
      if (acted === null || acted.at < from) continue;
      const found = readRow('action', await store.row(rowName('action', acted.action)));
      const isDone = found !== null && mayHaveActed(found) && found.intent.aims.some((aim) => wants(aim, seen));
      if (isDone) return acted.action;
    }
  }
  return null;
}

function wants(aim: Aim, { was, rule }: UnexplainedRow): boolean {
  switch (aim.kind) {
    case 'close':
      return was === 'vanished' && aim.rule.id === rule!.id;
    case 'open':
      return was === 'appeared' && sameTuple(aim.rule, rule!);
    case 'rewrite':
      return was === 'rewritten' && aim.id === rule!.id && sameTuple(aim.to, rule!);
    case 'entries':
    case 'groups':
    case 'tag':
      return false;
  }
}
