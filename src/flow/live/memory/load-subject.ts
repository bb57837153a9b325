import type { Row, Store, Unavailable } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Head } from '../../../core/ledger/entry.ts';
import { shardOf } from '../../../core/ledger/entry-shard.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Needs } from '../../../core/policy/needs.ts';
import { type Grant, readRow, rowName, type Tables } from '../tables.ts';
import { actorDigest } from './actor-digest.ts';
import { evidencePrefix, evidenceUnder } from './evidence-of.ts';
import { groupsOn, listsNamed, vpcsNamed } from './named-in.ts';
import { type Reading, readTogether } from './read-together.ts';
import { heldUnder, type RowUnder } from './rows-under.ts';
import type { SpillMemo } from './spill-memo.ts';
import type { SubjectEvidence } from './subject-evidence.ts';
import { subjectKind } from './subject-kind.ts';

/** All that is known of one subject, with what hangs together with it, as it was read from the store. */
export interface SubjectMemory {
  readonly site: Site;
  readonly subject: string;
  readonly shard: number;
  /** The newest entry of its shard before anything else was read: what a commit expects. */
  readonly head: Head | null;
  /** What is stored about the subject itself, oldest first. */
  readonly evidence: readonly SubjectEvidence[];
  /** The same about lists, interfaces and groups that its judgement needs, by subject. */
  readonly beside: ReadonlyMap<string, readonly SubjectEvidence[]>;
  /** Refused calls of those whose calls were refused here. */
  readonly attempts: readonly Change[];
  /** Short permissions for the groups concerned, ended ones too. */
  readonly grants: readonly Grant[];
  /** How far back anything is known; `null` = nothing is. */
  readonly since: Instant | null;
  /** When everything in its account and region was last looked at; `null` = never. */
  readonly swept: Instant | null;
  /** What the worker remembers of earlier judgements, if it does. */
  readonly memo?: SpillMemo;
}

/** What loading is for. */
export interface Loading {
  /** Evidence that is about to be stored: what it names is loaded as well. Give the same to `judgeSubject`. */
  readonly more?: readonly SubjectEvidence[];
  /** What the policy asks for (`needsOf`), so that nothing else is read; everything where it is not told. */
  readonly needs?: Pick<Needs, 'attachments' | 'beside' | 'attempts'>;
  readonly memo?: SpillMemo | undefined;
}

/** What was loaded, and the store, in which all that was read for it is still as it was then. */
export interface LoadedSubject<T> {
  readonly memory: SubjectMemory;
  /** What `also` came to. */
  readonly also: T;
  readonly store: Store;
}

/** Reads what is known of a subject, in few round trips; the newest entry of its shard with the first. */
export async function loadSubject(
  store: Store,
  site: Site,
  subject: string,
  loading: Loading = {},
): Promise<SubjectMemory | Unavailable> {
  const loaded = await loadWith(store, site, subject, loading, () => null);
  return 'kind' in loaded ? loaded : loaded.memory;
}

/** Reads what is known of a subject and, with it, what else will be asked for. */
export async function loadWith<T>(
  store: Store,
  site: Site,
  subject: string,
  loading: Loading,
  also: (reading: Reading, memory: SubjectMemory) => T,
): Promise<LoadedSubject<T> | Unavailable> {
  const load = subjectLoad(store.shards, site, subject, loading);
  try {
    const { found, store: held } = await readTogether(store, (reading) => {
      const memory = load(reading);
      return { memory, also: also(reading, memory) };
    });
    return { ...found, store: held };
  } catch (error) {
    return { kind: 'unavailable', maybe: false, why: error instanceof Error ? error.message : String(error) };
  }
}

const everything: NonNullable<Loading['needs']> = {
  attachments: true,
  beside: true,
  attempts: { within: 86_400_000, most: Number.POSITIVE_INFINITY },
};

function subjectLoad(
  shards: number,
  site: Site,
  subject: string,
  { more = [], needs = everything, memo }: Loading,
): (reading: Reading) => SubjectMemory {
  const shard = shardOf({ ...site, group: subject }, shards);
  const evidenceIn = evidenceReader(site);
  const withMore = byIdentity((evidence: readonly SubjectEvidence[]) => [...evidence, ...more]);
  const namedIn = {
    groups: byIdentity(groupsOn),
    lists: byIdentity(listsNamed),
    vpcs: byIdentity(vpcsNamed),
  };
  return (reading) => {
    const head = reading.head(shard);
    const evidence = evidenceIn(reading, subject);
    const own = withMore(evidence);
    const beside = new Map<string, readonly SubjectEvidence[]>();
    const load = (name: string): readonly SubjectEvidence[] => {
      if (name === subject) return own;
      const known = beside.get(name) ?? evidenceIn(reading, name);
      beside.set(name, known);
      return known;
    };
    const groups = groupsConcerned(reading, site, subject, own);
    for (const group of groups) {
      const about = load(group);
      if (needs.attachments && subjectKind(subject, own) !== 'interface') {
        for (const thing of wornBy(reading, site, group)) {
          const on = load(thing);
          if (needs.beside) for (const other of namedIn.groups(on)) load(other);
        }
      }
      for (const list of namedIn.lists(about)) load(list);
    }
    if (needs.attachments)
      for (const vpc of new Set([own, ...beside.values()].flatMap((about) => [...namedIn.vpcs(about)]))) {
        const looks = evidenceIn(reading, vpc).filter((each) => each.kind === 'observed-vpc');
        if (vpc !== subject && looks.length > 0) beside.set(vpc, looks);
      }
    if (needs.beside) for (const about of [...beside.values()]) for (const list of namedIn.lists(about)) load(list);
    return {
      ...{ site, subject, shard, head, evidence, beside },
      attempts: attemptsOf(reading, own, needs.attempts.within),
      grants: grantsFor(reading, site, groups),
      since: firstOf(reading.span({ table: 'since', from: '', most: 1 })),
      swept: readRow('swept', reading.row(rowName('swept', site.account, site.region)))?.started ?? null,
      ...(memo === undefined ? {} : { memo }),
    };
  };
}

/** Reads evidence of subjects; of the same rows it is worked out once. */
function evidenceReader(site: Site): (reading: Reading, subject: string) => readonly SubjectEvidence[] {
  const known = new Map<readonly Row[], readonly SubjectEvidence[]>();
  return (reading, subject) => {
    const prefix = evidencePrefix(site, subject);
    const rows = reading.under(prefix);
    const evidence = known.get(rows) ?? evidenceUnder(rows, prefix);
    known.set(rows, evidence);
    return evidence;
  };
}

/** The same, worked out once for the same thing. */
function byIdentity<A extends object, T>(make: (of: A) => T): (of: A) => T {
  const known = new Map<A, T>();
  return (of) => {
    const made = known.get(of) ?? make(of);
    known.set(of, made);
    return made;
  };
}

/** The groups whose history a judgement of the subject needs. */
function groupsConcerned(
  reading: Reading,
  { account, region }: Site,
  subject: string,
  own: readonly SubjectEvidence[],
): readonly string[] {
  switch (subjectKind(subject, own)) {
    case 'group':
      return [subject];
    case 'interface':
      return [...groupsOn(own)];
    case 'list':
      return under(reading, 'naming', `${account}/${region}/${subject}/`).map(({ value }) => value.group);
    case 'vpc':
      return [];
  }
}

function wornBy(reading: Reading, { account, region }: Site, group: string): readonly string[] {
  const rows = under(reading, 'wearing', `${account}/${region}/${group}/`);
  return rows.flatMap(({ rest, value }) => (rest === value.interface ? [rest] : []));
}

function grantsFor(reading: Reading, { account, region }: Site, groups: readonly string[]): readonly Grant[] {
  const found = groups.flatMap((group) => under(reading, 'grant', `${account}/${region}/${group}/`));
  return found.map(({ value }) => value).filter(({ group }) => groups.includes(group));
}

/** Refused calls of each actor whose call was refused here, as far back as they may count. */
function attemptsOf(reading: Reading, own: readonly SubjectEvidence[], within: number): readonly Change[] {
  if (within === 0) return [];
  const spans = new Map<string, { from: Instant; to: Instant }>();
  for (const each of own) {
    if (each.kind !== 'change' || each.change.record.result !== 'failed') continue;
    const actor = actorDigest(each.change.record);
    const span = spans.get(actor);
    const from = Math.min(span?.from ?? Number.POSITIVE_INFINITY, each.at - within);
    spans.set(actor, { from, to: Math.max(span?.to ?? 0, each.at) });
  }
  return [...spans].flatMap(([actor, { from, to }]) => {
    const prefix = `${actor}/`;
    const rows = reading.under({ table: 'attempt', key: prefix }, `${prefix}${digits(Math.max(0, from))}`);
    return heldUnder(rows, 'attempt', prefix, `${digits(to)}0`).map(({ value }) => value.change);
  });
}

function under<T extends keyof Tables>(reading: Reading, table: T, prefix: string): readonly RowUnder<T>[] {
  return heldUnder(reading.under({ table, key: prefix }), table, prefix);
}

function firstOf([row]: readonly Row[]): Instant | null {
  return row === undefined ? null : (readRow('since', row)?.at ?? null);
}

function digits(at: Instant): string {
  return String(at).padStart(15, '0');
}
