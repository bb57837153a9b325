import type { Unavailable } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import { type JudgedSubject, judgeSubject } from '../memory/judge-subject.ts';
import { loadSubject, type SubjectMemory } from '../memory/load-subject.ts';

/** Where an order applies, as far as leave depends on it. */
export interface OrderContext {
  readonly kind: 'context';
  readonly memory: SubjectMemory;
  readonly judged: JudgedSubject;
  readonly environment: string;
  readonly owner: string;
}

/** Environment and owner of what is ordered about, as now known; refused where nothing is: it could be anybody's. */
export async function contextOf(
  { clock, policy, store }: LiveParts,
  site: Site,
  subject: string,
): Promise<OrderContext | { readonly kind: 'refused'; readonly why: string } | Unavailable> {
  const memory = await loadSubject(store, site, subject);
  if ('kind' in memory) return memory;
  const judged = judgeSubject(memory, policy(), clock.now());
  const on = judged.standing?.on ?? judged.acts.at(-1)?.on;
  if (on === undefined)
    return { kind: 'refused', why: `expected a group that is known, nothing is known of \`${subject}\`` };
  return { kind: 'context', memory, judged, environment: on.environment ?? 'else', owner: on.owner ?? '' };
}
