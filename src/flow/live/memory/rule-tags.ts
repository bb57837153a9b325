import type { Instant } from '../../../core/leaf/instant.ts';
import { type Retags, retagsOf, tagsShown } from '../../../core/ledger/tags-shown.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

type Tags = Readonly<Record<string, string>>;

/**
 * Tags of rules by id up to a time, as live looks at their group and records of tag changes tell: the last look that
 * shows a rule counts, else the first one after that time. What a record changed just before a look stays as it says.
 */
export function ruleTagsAt(evidence: readonly SubjectEvidence[], at: Instant): ReadonlyMap<string, Tags> {
  const tags = new Map<string, { readonly at: Instant; readonly tags: Tags }>();
  const sorted = evidence.filter((each) => each.kind === 'change' || each.kind === 'observed');
  sorted.sort((a, b) => a.at - b.at || (a.kind === 'observed' ? 1 : 0) - (b.kind === 'observed' ? 1 : 0));
  const retags = new Map<string, Retags>();
  for (const each of sorted) {
    if (each.kind === 'observed') {
      for (const { id, tags: own } of each.group?.rules ?? []) {
        if (id === null || (each.at > at && tags.has(id))) continue;
        const [was, moves] = [tags.get(id)?.tags, retags.get(id)];
        const about = { began: each.read ?? each.at, at: each.at };
        const shown = own ?? {};
        const is = was === undefined || moves === undefined ? shown : tagsShown(was, shown, moves, about);
        tags.set(id, { at: each.at, tags: is });
      }
    } else if (each.at <= at) {
      const { change } = each;
      if (change.kind !== 'tags-changed' || change.rule === null || change.record.result !== 'applied') continue;
      const { removed } = change;
      if (!retags.has(change.rule)) retags.set(change.rule, retagsOf(sorted, change.rule));
      const all = { ...tags.get(change.rule)?.tags, ...change.set };
      const left = Object.fromEntries(Object.entries(all).filter(([key]) => !removed.includes(key)));
      tags.set(change.rule, { at: each.at, tags: left });
    }
  }
  return new Map([...tags].map(([id, own]) => [id, own.tags]));
}
