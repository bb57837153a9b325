import type { RowWrite } from '../../../contracts/store.ts';
import { type Json, writeCanonical } from '../../../core/leaf/canonical.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { LiveParts } from '../live-parts.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import { loadSubject, type SubjectMemory } from '../memory/load-subject.ts';
import { evidenceId, type SubjectEvidence } from '../memory/subject-evidence.ts';
import { knownSubjects } from '../sweep/known-subjects.ts';
import { rowName } from '../tables.ts';
import { type Shed, type Shedding, shedBy } from './shed-rows.ts';

/** How much goes in one commit. */
const portion = 200;

/**
 * Takes away what is known of groups from before a full look at them that is older than `before`: rules that came and went,
 * and older looks. Who made what still stands, who set which tag, and how the group began stays. What goes has to make no
 * difference to any judgement since `before`: that is tried out for each portion, and else all of it stays.
 */
export async function shedEvidence(
  parts: Pick<LiveParts, 'store' | 'policy' | 'clock' | 'settings'>,
  shedding: Shedding,
  site: Site,
  before: Instant,
): Promise<Shed> {
  const { store, settings } = parts;
  for (const group of await knownSubjects(store, site, 'sg-')) {
    for (let isMore = true; isMore; ) {
      if (!(await shedding.keep())) return 'over';
      const memory = await loadSubject(store, site, group);
      if ('kind' in memory) return { why: memory.why };
      const spent = spentOf(memory, before, settings.settle).slice(0, portion);
      isMore = spent.length === portion;
      if (spent.length === 0 || !isSame(memory, spent, { judging: parts.policy(), now: parts.clock.now(), before }))
        break;
      const rows = spent.map((each): RowWrite => {
        const name = rowName('evidence', site.account, site.region, group, each.at, evidenceId(each));
        return { ...name, value: null };
      });
      const done = await store.append(memory.shard, memory.head, [], { held: [shedding.held], rows });
      const shed = shedBy(done);
      if (shed !== 'done') return shed;
      if (done.kind !== 'committed') break;
    }
  }
  return 'done';
}

/** What a look shows to be over, the oldest first. */
export function spentOf(
  { evidence }: Pick<SubjectMemory, 'evidence'>,
  before: Instant,
  settle: number,
): readonly SubjectEvidence[] {
  const look = evidence.findLast((each) => each.kind === 'observed' && each.group !== null && each.at < before);
  if (look?.kind !== 'observed' || look.group === null) return [];
  const last = evidence.findLast((each) => each.kind === 'observed');
  const stands = new Set(
    [look, last].flatMap((each) => (each?.kind === 'observed' ? (each.group?.rules ?? []) : [])).map(({ id }) => id),
  );
  const until = look.at - settle;
  return evidence.filter((each) => {
    if (each.at >= until || each === look) return false;
    if (each.kind !== 'change') return each.kind === 'observed';
    const { change } = each;
    if (change.kind !== 'rules-added' && change.kind !== 'rules-removed' && change.kind !== 'rules-modified')
      return false;
    return change.rules.every(({ id }) => id !== null && !stands.has(id));
  });
}

function isSame(
  { memo: _memo, ...memory }: SubjectMemory,
  spent: readonly SubjectEvidence[],
  { judging, now, before }: { readonly judging: Judging; readonly now: Instant; readonly before: Instant },
): boolean {
  const gone = new Set(spent);
  const left = memory.evidence.filter((each) => !gone.has(each));
  return told(memory, judging, now, before) === told({ ...memory, evidence: left }, judging, now, before);
}

/** All that is judged of a group since then, as one text. */
function told(memory: SubjectMemory, judging: Judging, now: Instant, before: Instant): string {
  const judged = judgeSubject(memory, judging, now);
  const since = memory.evidence.filter((each) => each.kind === 'change' && each.at >= before).map(evidenceId);
  const single = since.map((id) => [judged.single.get(id), judged.imageBefore(id)]);
  const acts = judged.acts.filter(({ id, changes }) => [id, ...(changes ?? [])].some((each) => since.includes(each)));
  return writeCanonical(JSON.parse(JSON.stringify([single, acts, judged.now, judged.standing])) as Json);
}
