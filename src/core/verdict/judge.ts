import type { GroupFacts } from '../facts/facts.ts';
import { type Instant, writeInstant } from '../leaf/instant.ts';
import { forEnvironment } from '../policy/scale.ts';
import { nothing } from '../reach/reach.ts';
import type { FactKind } from './answer.ts';
import type { Asked } from './asked.ts';
import { groupContextOf } from './contexts.ts';
import { digestOfFacts } from './facts-digest.ts';
import { type Bench, type Heard, hearBaseline, hearCheck, silence } from './hear.ts';
import { lazily } from './lazily.ts';
import type { Judged, Judging, Matter, Objection } from './matter.ts';
import { byWorst, checkVerdictOf, type Outcome } from './outcome.ts';
import type { CheckVerdict, Unknown, Verdict } from './verdict.ts';

/**
 * Says what a policy makes of an act, or of what stands. Pure: the same matter and policy give the same bytes. A call
 * that did nothing is asked about attempts only. A check that fails to answer has fired: `unknown`, at its severity.
 */
export function judge(matter: Matter, judging: Judging): Judged {
  const { policy, engine } = judging;
  const bench: Bench = { matter, judging, scenes: matter.parts.map((part) => groupContextOf(part.group, policy)) };
  const baselines = matter.result === 'applied' ? policy.baselines : [];
  const heard = [
    ...policy.checks.map((check) => guarded(check, bench, hearCheck)),
    ...baselines.map((baseline) => guarded(baseline, bench, hearBaseline)),
  ].filter((each) => each !== silence);
  const outcomes = heard.flatMap((each) => each.outcomes);
  const checks = checkVerdicts(outcomes);
  const ruling = checks[0]?.ruling ?? 'clear';
  const verdict: Verdict = {
    ruling,
    severity: ruling === 'breach' || ruling === 'unknown' ? checks[0]!.severity : 'none',
    unknowns: distinct([...outcomes, ...heard].flatMap((one) => ('unknowns' in one ? one.unknowns : one.notes))),
    checks,
    policy: policy.digest,
    engine,
    facts: factsOf(heard, matter),
  };
  const contexts = bench.scenes.map(({ environment, owner }) => ({
    environment: environment.value,
    owner: owner.value,
  }));
  return { verdict, contexts, objections: outcomes.map(objectionOf).toSorted(byCheck) };
}

function checkVerdicts(outcomes: readonly Outcome[]): readonly CheckVerdict[] {
  const byId = new Map<string, Outcome[]>();
  for (const one of outcomes) {
    const same = byId.get(one.asked.id);
    if (same === undefined) byId.set(one.asked.id, [one]);
    else same.push(one);
  }
  return [...byId.values()].map(checkVerdictOf).sort((a, b) => byWorst(a, b) || (a.id < b.id ? -1 : 1));
}

/** Each thing not known once, sorted; what could go both ways for two checks is told as that. */
function distinct(unknowns: readonly Unknown[]): readonly Unknown[] {
  const seen = new Map<string, Unknown>();
  for (const one of unknowns) {
    const key = JSON.stringify([one.what, one.why]);
    const other = seen.get(key);
    seen.set(key, other === undefined || other.could === one.could ? one : { ...one, could: 'either' });
  }
  return [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** The facts' digest is worked out when it is read: most verdicts are made to be compared, not to be kept. */
function factsOf(heard: readonly Heard[], matter: Matter): Verdict['facts'] {
  const digest = lazily(() => digestOfFacts(matter));
  const { asOf, of } = timeOfFacts(heard, matter);
  return {
    asOf,
    of,
    get digest() {
      return digest();
    },
  };
}

/** When the facts that counted were looked at, where that is another time; the oldest, where they differ. */
function timeOfFacts(heard: readonly Heard[], { parts, at: matterAt }: Matter): Pick<Verdict['facts'], 'asOf' | 'of'> {
  const used = heard.flatMap((each) => each.used);
  const seen = used.flatMap(({ part, uses }) =>
    uses.flatMap((kind) => {
      const at = otherTimeOf(kind, parts[part]!.group, matterAt);
      return at === null ? [] : [{ kind, at }];
    }),
  );
  if (seen.length === 0) return { asOf: null, of: [] };
  const of = [...new Set(seen.map(({ kind }) => kind))].sort();
  return { asOf: writeInstant(Math.min(...seen.map(({ at }) => at))), of };
}

function otherTimeOf(kind: FactKind, { attached, tagsOtherTime, isolatedAt }: GroupFacts, at: Instant): Instant | null {
  switch (kind) {
    case 'tags':
      return tagsOtherTime ?? null;
    case 'attachments':
      return attached?.otherTime ?? null;
    case 'vpc':
      return isolatedAt === undefined || isolatedAt === at ? null : isolatedAt;
  }
}

function objectionOf({ asked, part, reach, ruling, over, respond }: Outcome): Objection {
  const { id, check } = asked;
  return { check: id, asked: check, part, reach, excused: ruling === 'permitted', ruling, over, respond };
}

function byCheck(a: Objection, b: Objection): number {
  if (a.check !== b.check) return a.check < b.check ? -1 : 1;
  return (a.part ?? -1) - (b.part ?? -1);
}

/** Hears a check; one that throws counts as fired, since nothing that fails may pass for silence. */
function guarded<T extends object>(source: T, bench: Bench, hear: (source: T, bench: Bench) => Heard): Heard {
  try {
    return hear(source, bench);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const id = read(source, (one: Partial<Asked>) => one.id) ?? 'without an id';
    const why = `\`${id}\` could not be asked: ${reason}`;
    const asked: Asked = {
      id,
      at: read(source, (one: Partial<Asked>) => one.at) ?? '',
      layer: 0,
      say: read(source, (one: Partial<Asked>) => one.say) ?? id,
      severity: { else: 'critical' },
      respond: { else: ['none'] },
      unless: [],
      playbook: null,
      locked: false,
      isReach: false,
      check: null,
    };
    const environment = bench.scenes[0]?.environment.value ?? '';
    const declared = read(source, (one: Partial<Asked>) => forEnvironment(one.severity!, environment)) ?? 'critical';
    const outcome: Outcome = {
      ...{ asked, declared, severity: declared, part: null, ruling: 'unknown', adjusted: [], excusedBy: null },
      ...{ respond: ['none'], over: false, reach: nothing, uses: [] },
      unknowns: [{ what: 'check', why, could: 'either' }],
    };
    return { outcomes: [outcome], notes: [], used: [] };
  }
}

function read<T>(source: object, look: (source: Partial<Asked>) => T | undefined): T | undefined {
  try {
    return look(source);
  } catch {
    return undefined;
  }
}
