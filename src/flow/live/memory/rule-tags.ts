import type { Instant } from '../../../core/leaf/instant.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

type Tags = Readonly<Record<string, string>>;

/**
 * Tags of rules by id up to a time, as live looks at their group and records of tag changes tell: the last look that
 * shows a rule counts, else the first one after that time.
 */
export function ruleTagsAt(evidence: readonly SubjectEvidence[], at: Instant): ReadonlyMap<string, Tags> {
  const tags = new Map<string, { readonly at: Instant; readonly tags: Tags }>();
  for (const each of [...evidence].sort((a, b) => a.at - b.at)) {
    if (each.kind === 'observed') {
      for (const rule of each.group?.rules ?? []) {
        if (rule.id === null || (each.at > at && tags.has(rule.id))) continue;
        tags.set(rule.id, { at: each.at, tags: rule.tags ?? {} });
      }
    } else if (each.kind === 'change' && each.at <= at) {
      const { change } = each;
      if (change.kind !== 'tags-changed' || change.rule === null || change.record.result !== 'applied') continue;
      const { removed } = change;
      const all = { ...tags.get(change.rule)?.tags, ...change.set };
      const left = Object.fromEntries(Object.entries(all).filter(([key]) => !removed.includes(key)));
      tags.set(change.rule, { at: each.at, tags: left });
    }
  }
  return new Map([...tags].map(([id, own]) => [id, own.tags]));
}
