import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tuple } from '../../src/core/group/rule.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { severities } from '../../src/core/policy/scale.ts';
import { everything, reachOf } from '../../src/core/reach/reach.ts';
import { judge } from '../../src/core/verdict/judge.ts';
import type { Matter } from '../../src/core/verdict/matter.ts';
import { boxAsked, gained, policyWith } from '../builders/policy.ts';
import { anyTuple, anyTuples, both, type Model, modelOf, modelOfReach } from '../oracle/universe.ts';
import {
  addingTo,
  anyAsked,
  anyCircumstance,
  anyException,
  anyGroup,
  anyParts,
  anyPolicy,
  standing,
} from './any-policy.ts';

const engine = '0.0.0';
const runs = { numRuns: 300 };
const rank = (matter: Matter, policy: Policy) => severities.indexOf(judge(matter, { policy, engine }).verdict.severity);

describe('what is judged worse stays worse', () => {
  test('R49: a rule more in one call never lowers severity', () => {
    fc.assert(
      fc.property(anyPolicy, anyCircumstance, anyTuples, anyTuples, anyTuple, (policy, by, before, added, more) => {
        const fewer = rank(addingTo(before, added, by), policy);
        expect(rank(addingTo(before, [...added, more], by), policy)).toBeGreaterThanOrEqual(fewer);
      }),
      runs,
    );
  });

  test('R29: a rule more never lowers the severity of what stands', () => {
    fc.assert(
      fc.property(anyPolicy, anyGroup, anyTuples, anyTuple, (policy, group, rules, more) => {
        const fewer = rank(standing(reachOf(rules), { group }), policy);
        expect(rank(standing(reachOf([...rules, more]), { group }), policy)).toBeGreaterThanOrEqual(fewer);
      }),
      runs,
    );
  });

  test('R45 R47 BM-2: a wider rule is never judged milder', () => {
    fc.assert(
      fc.property(anyPolicy, anyCircumstance, anyTuples, anyTuple, anyWidening, (policy, by, before, narrow, widen) => {
        const wide = widen(narrow);
        expect(rank(addingTo(before, [wide], by), policy)).toBeGreaterThanOrEqual(
          rank(addingTo(before, [narrow], by), policy),
        );
      }),
      runs,
    );
  });
});

const anyWidening: fc.Arbitrary<(rule: Tuple) => Tuple> = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 5 }))
  .map(([down, up, bits]) => (rule: Tuple) => {
    const [from, to] = rule.ports!;
    const [address, prefix] = rule.peer.value.split('/');
    const value = prefix === undefined ? address! : `${address}/${Math.max(0, Number(prefix) - bits)}`;
    return { ...rule, ports: [from - down, to + up] as const, peer: { ...rule.peer, value } };
  });

describe('what does not count changes nothing', () => {
  test('R59: an exception outside its dates, for another group or another check changes nothing', () => {
    const anyStray = fc.constantFrom<Readonly<Record<string, unknown>>>(
      { until: 1_000_000 },
      { from: 1_000_001 },
      { group: 'sg-other' },
      { check: 'other' },
    );
    let excusing = 0;
    fc.assert(
      fc.property(
        anyParts,
        anyException,
        anyStray,
        anyCircumstance,
        anyTuples,
        anyTuples,
        (parts, one, stray, by, before, added) => {
          const { exceptions, ...rest } = parts;
          const matter = addingTo(before, added, by);
          const plain = judge(matter, { policy: policyWith(parts), engine });
          const check = plain.verdict.checks.find(({ ruling }) => ruling === 'breach')?.id ?? one.check ?? null;
          const aimed = { ...one, check, group: 'sg-1', box: everything, layer: 0 };
          const given = (each: typeof one) =>
            judge(matter, { policy: policyWith({ ...rest, exceptions: { ...exceptions, stray: each } }), engine });
          if (JSON.stringify(given(aimed)) !== JSON.stringify(plain)) excusing += 1;
          expect(given({ ...aimed, ...stray })).toEqual(plain);
        },
      ),
      runs,
    );
    expect(excusing).toBeGreaterThan(60);
  });

  test('checks, adjustments and exceptions in any order give the same bytes', () => {
    fc.assert(
      fc.property(anyPolicy, anyCircumstance, anyTuples, anyTuples, fc.nat(), (policy, by, before, added, seed) => {
        const mix = <T>(all: readonly T[]) => all.toSorted((a, b) => order(a, seed) - order(b, seed));
        const { checks, adjust, exceptions, baselines } = policy;
        const mixed = {
          ...{ ...policy, checks: mix(checks), adjust: mix(adjust), exceptions: mix(exceptions) },
          baselines: mix(baselines),
        };
        const matter = addingTo(before, added, by);
        const bytes = (one: Policy) => JSON.stringify(judge(matter, { policy: one, engine }).verdict);
        expect(bytes(mixed)).toBe(bytes(policy));
      }),
      runs,
    );
  });

  test('a locked check is neither lowered nor excepted by a later file', () => {
    let open = 0;
    fc.assert(
      fc.property(anyParts, anyCircumstance, anyTuples, anyTuples, (parts, by, before, added) => {
        const { exceptions, adjust, ...rest } = parts;
        const checks = Object.fromEntries(
          Object.entries(parts.checks ?? {}).map(([id, one]) => [id, { ...one, locked: true }]),
        );
        const later = <T>(all: Readonly<Record<string, T>> = {}) =>
          Object.fromEntries(Object.entries(all).map(([id, one]) => [id, { ...one, layer: 1 }]));
        const lowering = Object.fromEntries(Object.entries(adjust ?? {}).filter(([, { by: steps }]) => steps < 0));
        const alone = policyWith({ ...rest, checks, baselines: {} });
        const weakened = policyWith({
          ...{ ...rest, checks, baselines: {} },
          ...{ exceptions: later(exceptions), adjust: later(lowering) },
        });
        const matter = addingTo(before, added, by);
        const unlocked = { ...weakened, checks: weakened.checks.map((check) => ({ ...check, locked: false })) };
        if (rank(matter, unlocked) < rank(matter, alone)) open += 1;
        expect(rank(matter, weakened)).toBe(rank(matter, alone));
      }),
      runs,
    );
    expect(open).toBeGreaterThan(3);
  });
});

function order(value: unknown, seed: number): number {
  let hash = seed;
  for (const sign of JSON.stringify((value as { readonly id: string }).id))
    hash = (hash * 31 + sign.charCodeAt(0)) % 65_521;
  return hash;
}

describe('what stands, against trying every point of a small world', () => {
  test('R29 R45 R46 R47 R48 BM-2: a check fires exactly when some point, enough points or all points are open', () => {
    let fired = 0;
    fc.assert(
      fc.property(anyAsked, anyGroup, anyTuples, (asked, group, rules) => {
        const question = gained(asked.covers ? { ...asked, moreThan: null } : { ...asked, covers: false });
        const policy = policyWith({ checks: { asked: { when: question } } });
        const alone = { ...group, attached: { ...group.attached!, beside: [] } };
        const { ruling } = judge(standing(reachOf(rules), { group: alone }), { policy, engine }).verdict;
        const expected = (['ingress', 'egress'] as const).some((direction) =>
          firesOn(pointsIn(modelOf(rules), direction), pointsIn(modelOfReach(question.box), direction), asked),
        );
        if (expected) fired += 1;
        expect(ruling).toBe(expected ? 'breach' : 'clear');
      }),
      { numRuns: 1500 },
    );
    expect(fired).toBeGreaterThan(100);
  });

  test('R59: an exception permits exactly when every point that is objected to is inside', () => {
    let permitted = 0;
    fc.assert(
      fc.property(anyAsked, anyAsked, anyGroup, anyTuples, ({ direction, peers, ports }, allowed, group, rules) => {
        const when = gained({ direction, peers, ports });
        const box = boxAsked({ direction: allowed.direction, peers: allowed.peers, ports: allowed.ports });
        const exceptions = { one: { check: 'asked', group: 'sg-1', box, until: 2_000_000 } };
        const policy = policyWith({ checks: { asked: { when } }, exceptions });
        const { verdict } = judge(standing(reachOf(rules), { group }), { policy, engine });
        const met = objectedPoints(modelOf(rules), modelOfReach(when.box));
        const inside = [...met].every((point) => modelOfReach(box).has(point));
        if (met.size > 0 && inside) permitted += 1;
        expect(verdict.ruling).toBe(met.size === 0 ? 'clear' : inside ? 'permitted' : 'breach');
      }),
      { numRuns: 500 },
    );
    expect(permitted).toBeGreaterThan(20);
  });
});

const port = (point: string) => point.split(' ')[1]!;
const atom = (point: string) => point.split(' ')[2]!;
const family = (point: string) =>
  /^[sp][gl]-/.test(atom(point)) ? 'symbol' : atom(point).includes(':') ? 'ipv6' : 'ipv4';

function pointsIn(model: Model, direction: string): Model {
  return new Set([...model].filter((point) => point.startsWith(`${direction} `)));
}

/** What is open in the box; and lists on ports where the box asks for addresses, since they may hold any. */
function objectedPoints(open: Model, box: Model): Model {
  const isAddressed = (point: string) =>
    [...box].some((other) => family(other) !== 'symbol' && other.split(' ', 2).join() === point.split(' ', 2).join());
  const lists = [...open].filter((point) => atom(point).startsWith('pl-') && isAddressed(point));
  return new Set([...both(open, box), ...lists]);
}

/** Whether a question fires on the points of one direction, by counting. */
function firesOn(open: Model, box: Model, { covers, moreThan }: { covers: boolean; moreThan: number | null }): boolean {
  const met = objectedPoints(open, box);
  const hasList = [...met].some((point) => atom(point).startsWith('pl-') && !box.has(point));
  if (met.size === 0) return false;
  if (covers) return [...new Set([...box].map(port))].some((at) => coversAt(at, open, box, met));
  if (moreThan === null) return true;
  const addresses = (kind: string) => new Set([...both(open, box)].filter((one) => family(one) === kind).map(atom));
  const networks = addresses('ipv6').size > 0 ? 1 : 0;
  const isListed = [...open].some((one) => atom(one).startsWith('pl-') && met.has(one));
  return addresses('ipv4').size > moreThan || networks > moreThan || hasList || (isListed && asksAddresses(box));
}

function asksAddresses(box: Model): boolean {
  return [...box].some((point) => family(point) !== 'symbol');
}

function coversAt(at: string, open: Model, box: Model, met: Model): boolean {
  const asked = [...box].filter((point) => port(point) === at);
  const wanted = (kind: string) => asked.filter((point) => family(point) === kind);
  const isWhole = (points: readonly string[]) => points.length > 0 && points.every((point) => open.has(point));
  if (wanted('ipv4').length + wanted('ipv6').length === 0) return isWhole(asked);
  if (isWhole(wanted('ipv4')) || isWhole(wanted('ipv6'))) return true;
  return [...met].some((point) => port(point) === at && atom(point).startsWith('pl-'));
}
