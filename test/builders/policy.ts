import { readServices } from '../../src/core/net/services.ts';
import type {
  ActorSet,
  Adjustment,
  AttemptsQuestion,
  Baseline,
  BoxQuestion,
  Check,
  Condition,
  Context,
  Exception,
  Policy,
  TagsQuestion,
} from '../../src/core/policy/policy.ts';
import { union } from '../../src/core/reach/algebra.ts';
import { everybody, minusPeers, nobody, type PeerSet, unionOfPeers } from '../../src/core/reach/peer-set.ts';
import { boxOf, readPlace } from '../../src/core/reach/places.ts';
import { nothing, type Reach } from '../../src/core/reach/reach.ts';
import { everySymbol } from '../../src/core/reach/symbol-set.ts';
import type { Judging } from '../../src/core/verdict/matter.ts';

/** A check by the parts that a test is about: high and without response, on every group, unless it says otherwise. */
export type PartialCheck = Partial<Omit<Check, 'id'>> & Pick<Check, 'when'>;

/** A policy by the parts that a test is about; lists with ids are written as maps. */
export interface PartialPolicy extends Partial<Omit<Policy, 'checks' | 'adjust' | 'baselines' | 'exceptions'>> {
  readonly checks?: Readonly<Record<string, PartialCheck>>;
  readonly adjust?: Readonly<Record<string, { readonly when: Condition; readonly by: number }>>;
  readonly baselines?: Readonly<Record<string, Partial<Baseline> & Pick<Baseline, 'groups'>>>;
  readonly exceptions?: Readonly<Record<string, Partial<Exception> & Pick<Exception, 'until'>>>;
}

/** A valid policy with these parts; everything else is as a policy file that leaves it out means it. */
export function policyWith({ checks, adjust, baselines, exceptions, ...rest }: PartialPolicy = {}): Policy {
  const at = (id: string) => `portcullis.yaml:${id}`;
  return {
    digest: `sha256:${'0'.repeat(64)}`,
    contexts: { environment, owner },
    directory: { accounts: new Map(), people: [] },
    grants: { max: 86_400_000, approve: { else: { from: ['owner'], count: 1, not: [] } } },
    safety: {
      mode: { else: 'observe' },
      neverTouch: { groups: [], tags: {}, setBy: [] },
      caps: {
        ...{ group: rate(3), actor: rate(10), account: rate(20) },
        reserveFor: ['critical'],
      },
    },
    notify: [],
    tests: [],
    addresses: new Map(),
    ...rest,
    checks: sorted(checks).map(([id, check]) => checkWith(id, check)),
    adjust: sorted(adjust).map(([id, each]): Adjustment => ({ id, at: at(id), layer: 0, ...each })),
    baselines: sorted(baselines).map(([id, each]) => ({
      ...{ id, at: at(id), where: {}, from: `baselines/${id}.json`, respond: { else: ['none'] } },
      drift: { extra: { else: 'high' }, widened: { else: 'high' }, missing: { else: 'medium' } },
      ...each,
    })),
    exceptions: sorted(exceptions).map(([id, each]) => ({
      ...{ id, at: at(id), layer: 0, check: null, group: null, box: nothing, declared: null, from: null },
      ...{ owner: 'alice', reason: 'agreed', ticket: null },
      ...each,
    })),
  };
}

/** By what is judged, in a test. */
export function judgingBy(parts: PartialPolicy): Judging {
  return { policy: policyWith(parts), engine: '0.0.0' };
}

/** One check of a policy. */
export function checkWith(id: string, { when, ...rest }: PartialCheck): Check {
  return {
    ...{ id, at: `portcullis.yaml:${id}`, layer: 0, say: `${id} must not be`, where: {}, when, unless: [] },
    ...{ severity: { else: 'high' }, respond: { else: ['none'] }, standing: { else: ['none'] } },
    ...{ playbook: null, locked: false },
    ...rest,
  };
}

/** What a box question asks, in the words of a policy file; CIDRs, groups and lists may stand beside names. */
export interface Asked extends Partial<Pick<BoxQuestion, 'covers' | 'moreThan' | 'change'>> {
  readonly direction?: readonly ('ingress' | 'egress')[];
  readonly peers?: readonly string[];
  readonly except?: readonly string[];
  readonly ports?: readonly string[];
}

/** Asks whether something was gained: by default on any port from the Internet. */
export function gained(asked: Asked = {}): BoxQuestion {
  return question('gained', asked);
}

/** Asks whether something was lost: by default anything, from anybody. */
export function lost(asked: Asked = {}): BoxQuestion {
  return question('lost', { peers: ['any'], ...asked });
}

/** Asks for more refused calls than this within so many seconds. */
export function attempts(moreThan: number, seconds: number): AttemptsQuestion {
  return { kind: 'attempts', moreThan, within: seconds * 1000 };
}

/** Asks whether a tag change lowers protection, or whether contexts have no answer. */
export function tagsQuestion(parts: Partial<Omit<TagsQuestion, 'kind'>> = {}): TagsQuestion {
  return { kind: 'tags', effect: ['lowers-protection'], missing: [], ...parts };
}

/** Actors that are trusted. */
export function actors(id: string, parts: Partial<Omit<ActorSet, 'id'>>): ActorSet {
  return { id, roles: [], users: [], sourceIdentities: [], permissionSets: [], services: [], ...parts };
}

/** The box of a question: peers without `except`, on ports, in each direction. */
export function boxAsked({
  direction = ['ingress'],
  peers = ['internet'],
  except = [],
  ports = ['all'],
}: Asked): Reach {
  const meant = minusPeers(unionOfPeers(peers.map(peersNamed)), unionOfPeers([nobody, ...except.map(peersNamed)]));
  const services = ports.map((word) => readServices(word) ?? fail(`expected a service, got ${word}`));
  return direction.map((each) => boxOf(each, meant, services)).reduce(union);
}

function question(kind: BoxQuestion['kind'], asked: Asked): BoxQuestion {
  const { direction = ['ingress'], peers = ['internet'], except = [], ports = ['all'] } = asked;
  return {
    kind,
    box: boxAsked(asked),
    foreign: peers.includes('foreign'),
    covers: asked.covers ?? false,
    moreThan: asked.moreThan ?? null,
    change: asked.change ?? null,
    words: { direction, peers, except, ports },
  };
}

function peersNamed(word: string): PeerSet {
  if (word === 'any') return everybody;
  if (word === 'groups') return { ...nobody, groups: everySymbol };
  if (word === 'lists') return { ...nobody, lists: everySymbol };
  if (word === 'foreign') return { ...nobody, groups: { cofinite: false, names: ['foreign'] } };
  const place = readPlace(word);
  return 'misread' in place ? fail(place.misread) : place;
}

function fail(message: string): never {
  throw new Error(message);
}

function sorted<T>(map: Readonly<Record<string, T>> = {}): readonly (readonly [string, T])[] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

function rate(count: number) {
  return { count, per: 3_600_000 };
}

const environment: Context = {
  from: [
    ...['environment', 'Environment', 'env', 'Env'].map((key) => ({ kind: 'tag' as const, key })),
    { kind: 'account', column: 'environment' },
  ],
  map: { production: 'prod', prd: 'prod', live: 'prod' },
  values: null,
  else: 'prod',
};

const owner: Context = {
  from: [
    ...['owner', 'Owner', 'team', 'Team'].map((key) => ({ kind: 'tag' as const, key })),
    { kind: 'account', column: 'owner' },
  ],
  map: {},
  values: null,
  else: 'unowned',
};
