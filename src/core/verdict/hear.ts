import type { Baseline, Check } from '../policy/policy.ts';
import { nothing } from '../reach/reach.ts';
import { any, type FactKind, yes } from './answer.ts';
import { askReach } from './ask-reach.ts';
import { askTags } from './ask-tags.ts';
import { askedBy } from './asked.ts';
import { driftOf } from './baseline-drift.ts';
import { type GroupContext, groupContextOf } from './contexts.ts';
import { type Hits, hitOf, notFound } from './hit.ts';
import type { Judging, Matter } from './matter.ts';
import { type Outcome, weigh } from './outcome.ts';
import type { Unknown } from './verdict.ts';
import { matchesWhere } from './where.ts';

/** What is judged, with what the policy's contexts say of each part. */
export interface Bench {
  readonly matter: Matter;
  readonly judging: Judging;
  readonly scenes: readonly GroupContext[];
}

/** What one check or baseline came to; `used`: the facts that counted. */
export interface Heard {
  readonly outcomes: readonly Outcome[];
  readonly notes: readonly Unknown[];
  readonly used: readonly Used[];
}

/** Asks one check of every part. A call that did nothing is asked about attempts only, any other about all else. */
export function hearCheck(check: Check, bench: Bench): Heard {
  const { matter, scenes, judging } = bench;
  const { when } = check;
  if ((when.kind === 'attempts') === (matter.result === 'applied')) return silence;
  if (when.kind === 'attempts') {
    const { at, past } = matter;
    const counted = past.attempts.filter((one) => one <= at && at - one <= when.within).length;
    if (counted <= when.moreThan) return silence;
    const tried = scenes.length > 0 ? scenes : [groupContextOf(nobodysGroup, judging.policy)];
    return join(tried.map((scene) => hearPart(check, hitOf(yes, nothing), [scene], null, bench)));
  }
  return join(
    scenes.map((scene, part) => {
      if (when.kind !== 'tags') {
        const own = { group: scene.group, directory: judging.policy.directory };
        const found = askReach(when, matter.parts[part]!, matter, own);
        return found === notFound ? silence : hearPart(check, found, [scene], part, bench);
      }
      // Who changes tags could change with them whether and how hard the check applies: both sides count.
      const { tags } = matter;
      const sides = tags === null ? [] : [tags.before, tags.after];
      const seen = sides.map((side) => groupContextOf({ ...scene.group, tags: side }, judging.policy));
      const found = askTags(when, matter, scene, judging.policy);
      return hearPart(check, found, seen.length === 0 ? [scene] : seen, part, bench);
    }),
  );
}

const nobodysGroup = { id: null, name: null, vpc: null, account: null, region: null, tags: null, attached: null };

/** Asks where the check applies only once its question came true: what does not fire rests on no facts. */
function hearPart(
  check: Check,
  found: Hits,
  scenes: readonly GroupContext[],
  part: number | null,
  bench: Bench,
): Heard {
  if (found.hits.length + found.notes.length === 0) return silence;
  const { matter, judging } = bench;
  const applies = any(scenes.map((scene) => matchesWhere(check.where, scene)));
  const used = part === null ? [] : [{ part, uses: applies.uses }];
  if (applies.is === 'no') return { ...silence, used };
  const asked = askedBy(check, matter.kinds.length === 0);
  const weighing = { part, applies, matter, scene: scenes[0]!, policy: judging.policy };
  const outcomes = found.hits.map((hit) => weigh(asked, hit, weighing));
  return { outcomes, notes: found.notes, used: usedBy(outcomes, used) };
}

/** Compares every part with a baseline that means it. */
export function hearBaseline(baseline: Baseline, bench: Bench): Heard {
  const { matter, scenes, judging } = bench;
  return join(
    matter.parts.map((facts, part) => {
      const scene = scenes[part]!;
      const applies = matchesWhere(baseline.where, scene);
      const used = [{ part, uses: applies.uses }];
      if (applies.is === 'no') return { ...silence, used };
      const weighing = { part, applies, matter, scene, policy: judging.policy };
      const found = driftOf(baseline, facts, matter, scene.environment.value);
      const outcomes = found.flatMap(({ asked, hits }) => hits.map((hit) => weigh(asked, hit, weighing)));
      return { outcomes, notes: [], used: usedBy(outcomes, used) };
    }),
  );
}

interface Used {
  readonly part: number;
  readonly uses: readonly FactKind[];
}

function usedBy(outcomes: readonly Outcome[], used: readonly Used[]): readonly Used[] {
  return [...used, ...outcomes.flatMap((one) => (one.part === null ? [] : [{ part: one.part, uses: one.uses }]))];
}

/** Nothing to say, known by sight. */
export const silence: Heard = { outcomes: [], notes: [], used: [] };

function join(all: readonly Heard[]): Heard {
  if (all.every((each) => each === silence)) return silence;
  if (all.length === 1) return all[0]!;
  return {
    outcomes: all.flatMap((each) => each.outcomes),
    notes: all.flatMap((each) => each.notes),
    used: all.flatMap((each) => each.used),
  };
}
