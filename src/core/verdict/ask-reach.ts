import type { BoxQuestion } from '../policy/policy.ts';
import { intersect, isEmpty, meets, union } from '../reach/algebra.ts';
import { type Bounds, type Span, unionBounds } from '../reach/bounds.ts';
import { nothing, type Reach } from '../reach/reach.ts';
import type { Own } from './actor-sets.ts';
import { holdsLists, isOfUntoldAccounts, isUnboundedIn, listsOver, oneDirection, withForeign } from './box.ts';
import { type Hit, type Hits, notFound } from './hit.ts';
import type { Matter, Part } from './matter.ts';
import { coversBox, exceeds, type Measured } from './measure.ts';
import type { Unknown } from './verdict.ts';

/**
 * Asks a question about reach of one part: of what was gained or lost, or (a question about gains only) of what stands.
 * It fires on all that may be; on what may be only, the doubt is told; where nothing limits what may be, it is unsure.
 */
export function askReach(question: BoxQuestion, part: Part, matter: Matter, own: Own): Hits {
  const stands = matter.kinds.length === 0;
  const { change } = question;
  if (change !== null && !matter.kinds.some((kind) => change.includes(kind))) return notFound;
  if (question.kind === 'lost') return stands ? notFound : askLost(question, part, own);
  const { after } = part;
  const span = stands ? { atLeast: after.certain, atMost: after.possible } : part.effect.gained;
  if (isEmpty(span.atMost) && part.passing === null) return notFound;
  const main = askSpan(question, { span, total: after, part, own, over: false });
  if (stands || part.passing === null) return main;
  const total = { certain: union(after.certain, part.passing), possible: union(after.possible, part.passing) };
  const passing = askSpan(question, {
    span: { atLeast: part.passing, atMost: part.passing },
    total,
    part,
    own,
    over: true,
  });
  return { hits: [...main.hits, ...passing.hits], notes: main.notes };
}

function askLost(question: BoxQuestion, part: Part, own: Own): Hits {
  const { lost } = part.effect;
  if (isEmpty(lost.atMost) && !lost.unknown) return notFound;
  const total = { certain: lost.atLeast, possible: lost.atMost };
  const found = askSpan(question, { span: lost, total, part: null, own, over: false });
  if (found.hits.length > 0 || !lost.unknown) return found;
  return { hits: [{ sure: false, reach: nothing, over: false, unknowns: [untold], uses: [] }], notes: [] };
}

interface Asking {
  readonly span: Span;
  /** What is measured where the question is how much. */
  readonly total: Bounds;
  /** `null` where other groups on the same interfaces do not count. */
  readonly part: Part | null;
  readonly own: Own;
  readonly over: boolean;
}

function askSpan(question: BoxQuestion, asking: Asking): Hits {
  const { atLeast, atMost } = asking.span;
  const hasLists = holdsLists(atMost.ingress) || holdsLists(atMost.egress);
  const box = question.foreign ? withForeign(question.box, atMost, asking.own) : question.box;
  if (!hasLists && !meets(atMost, box)) return notFound;
  const found: Hits[] = [];
  // Each direction is a box of its own: whatever comes true in either one counts by itself.
  for (const direction of ['ingress', 'egress'] as const) {
    if (box[direction].length === 0 || atMost[direction].length === 0) continue;
    const one = oneDirection(box, direction);
    const lists = hasLists ? intersect(atMost, listsOver(one)) : nothing;
    const met = intersect(atMost, one);
    const reach = union(met, lists);
    if (isEmpty(reach)) continue;
    const isCertain = meets(atLeast, one);
    const unbounded = !isCertain && isUnboundedIn(atMost, one);
    const doubts = isCertain ? [] : [unbounded ? notLimited : isEmpty(met) ? entries(lists) : wasBefore];
    const perhaps = question.foreign && isOfUntoldAccounts(reach) && !meets(reach, question.box);
    const unknowns = perhaps ? [...doubts, ofWhichAccount] : doubts;
    const hit = { sure: !unbounded && !perhaps, reach, over: asking.over, unknowns, uses: [] };
    found.push(question.covers || question.moreThan !== null ? measured(question, one, hit, asking) : justHit(hit));
  }
  return { hits: found.flatMap((each) => each.hits), notes: found.flatMap((each) => each.notes) };
}

/** The hit if the whole, or enough, of the box is reached: by the group alone, or with the others on one interface. */
function measured(question: BoxQuestion, box: Reach, hit: Hit, { total, part }: Asking): Hits {
  const beside = part?.group.attached?.beside ?? [];
  const test = (reach: Reach): Measured => {
    const whole = question.covers ? coversBox(reach, hit.reach, box) : 'yes';
    const enough = question.moreThan === null ? 'yes' : exceeds(reach, box, question.moreThan);
    return whole === 'no' || enough === 'no' ? 'no' : whole === 'yes' && enough === 'yes' ? 'yes' : 'maybe';
  };
  const uses: Hit['uses'] = beside.length > 0 ? ['attachments'] : [];
  let possible: Hit | null = null;
  for (const sum of [total, ...beside.map((other) => unionBounds(total, other))]) {
    const certainly = test(sum.certain);
    if (certainly === 'yes') return justHit(sum === total ? hit : { ...hit, uses });
    const possibly = certainly === 'maybe' ? certainly : test(sum.possible);
    if (possibly === 'no') continue;
    const held = certainly === 'maybe' ? sum.certain : sum.possible;
    const unbounded = certainly === 'no' && isUnboundedIn(sum.possible, box);
    const doubt = unbounded ? notLimited : possibly === 'maybe' ? entries(intersect(held, listsOver(box))) : otherRules;
    const next = { ...hit, uses, sure: hit.sure && !unbounded, unknowns: [...hit.unknowns, doubt] };
    if (possible === null || (next.sure && !possible.sure)) possible = next;
  }
  if (possible !== null) return justHit(possible);
  const isAlone = part === null || (part.group.attached !== null && part.group.attached.partly !== true);
  return !isAlone ? { hits: [], notes: [besideUnknown] } : notFound;
}

function justHit(hit: Hit): Hits {
  return { hits: [hit], notes: [] };
}

const wasBefore: Unknown = {
  what: 'before',
  why: 'what stood before is not known, so some of it may have been so already',
  could: 'lower',
};
const ofWhichAccount: Unknown = {
  what: 'rules',
  why: 'nobody tells which account the group at the other end is of',
  could: 'either',
};
const notLimited: Unknown = {
  what: 'rules',
  why: 'not all rules of the group are known, so nothing limits what it permits',
  could: 'either',
};
const otherRules: Unknown = {
  what: 'rules',
  why: 'some rules that would complete it are only possible',
  could: 'lower',
};
const untold: Unknown = { what: 'before', why: 'nobody tells what the rules permitted that went', could: 'either' };
const besideUnknown: Unknown = {
  what: 'attachments',
  why: 'other groups on the same interface may complete what this one permits',
  could: 'raise',
};

function entries(lists: Reach): Unknown {
  const slabs = [...lists.ingress, ...lists.egress].filter(({ peers }) => !peers.lists.cofinite);
  const names = [...new Set(slabs.flatMap(({ peers }) => peers.lists.names))].sort();
  const named = names.length === 0 ? 'a prefix list' : names.join(', ');
  return { what: 'lists', why: `the entries of ${named} are not known and may hold any address`, could: 'lower' };
}
