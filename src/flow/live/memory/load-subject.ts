import type { Store, Unavailable } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Head } from '../../../core/ledger/entry.ts';
import { shardOf } from '../../../core/ledger/entry-shard.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Needs } from '../../../core/policy/needs.ts';
import { type Grant, readRow, rowName } from '../tables.ts';
import { actorDigest } from './actor-digest.ts';
import { evidenceOf } from './evidence-of.ts';
import { groupsOn, listsNamed, vpcsNamed } from './named-in.ts';
import { rowsUnder } from './rows-under.ts';
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

/** Reads what is known of a subject; the store's head of its shard first. */
export async function loadSubject(
  store: Store,
  site: Site,
  subject: string,
  loading: Loading = {},
): Promise<SubjectMemory | Unavailable> {
  try {
    return await readMemory(store, site, subject, loading);
  } catch (error) {
    return { kind: 'unavailable', maybe: false, why: error instanceof Error ? error.message : String(error) };
  }
}

const everything: NonNullable<Loading['needs']> = {
  attachments: true,
  beside: true,
  attempts: { within: 86_400_000, most: Number.POSITIVE_INFINITY },
};

async function readMemory(
  store: Store,
  site: Site,
  subject: string,
  { more = [], needs = everything, memo }: Loading,
): Promise<SubjectMemory> {
  const shard = shardOf({ ...site, group: subject }, store.shards);
  const head = (await store.heads()).find((each) => each.shard === shard) ?? null;
  const evidence = await evidenceOf(store, site, subject);
  const own = [...evidence, ...more];
  const beside = new Map<string, readonly SubjectEvidence[]>();
  const load = async (name: string): Promise<readonly SubjectEvidence[]> => {
    if (name === subject) return own;
    const known = beside.get(name) ?? (await evidenceOf(store, site, name));
    beside.set(name, known);
    return known;
  };
  const groups = await groupsConcerned(store, site, subject, own);
  for (const group of groups) {
    const about = await load(group);
    if (needs.attachments && subjectKind(subject, own) !== 'interface') {
      for (const thing of await wornBy(store, site, group)) {
        const on = await load(thing);
        if (needs.beside) for (const other of groupsOn(on)) await load(other);
      }
    }
    for (const list of listsNamed(about)) await load(list);
  }
  if (needs.attachments)
    for (const vpc of vpcsNamed([...own, ...[...beside.values()].flat()])) {
      const looks = (await evidenceOf(store, site, vpc)).filter((each) => each.kind === 'observed-vpc');
      if (vpc !== subject && looks.length > 0) beside.set(vpc, looks);
    }
  if (needs.beside) for (const about of [...beside.values()]) for (const list of listsNamed(about)) await load(list);
  return {
    ...{ site, subject, shard, head, evidence, beside },
    attempts: await attemptsOf(store, own, needs.attempts.within),
    grants: await grantsFor(store, site, groups),
    since: readFirst(await store.rows('since', '', 1)),
    swept: readRow('swept', await store.row(rowName('swept', site.account, site.region)))?.started ?? null,
    ...(memo === undefined ? {} : { memo }),
  };
}

/** The groups whose history a judgement of the subject needs. */
async function groupsConcerned(
  store: Store,
  { account, region }: Site,
  subject: string,
  own: readonly SubjectEvidence[],
): Promise<readonly string[]> {
  switch (subjectKind(subject, own)) {
    case 'group':
      return [subject];
    case 'interface':
      return [...groupsOn(own)];
    case 'list': {
      const naming = await rowsUnder(store, 'naming', `${account}/${region}/${subject}/`);
      return naming.map(({ value }) => value.group);
    }
    case 'vpc':
      return [];
  }
}

async function wornBy(store: Store, { account, region }: Site, group: string): Promise<readonly string[]> {
  const rows = await rowsUnder(store, 'wearing', `${account}/${region}/${group}/`);
  return rows.flatMap(({ rest, value }) => (rest === value.interface ? [rest] : []));
}

async function grantsFor(
  store: Store,
  { account, region }: Site,
  groups: readonly string[],
): Promise<readonly Grant[]> {
  const found: Grant[] = [];
  for (const group of groups)
    for (const { value } of await rowsUnder(store, 'grant', `${account}/${region}/${group}/`)) found.push(value);
  return found.filter(({ group }) => groups.includes(group));
}

/** Refused calls of each actor whose call was refused here, as far back as they may count. */
async function attemptsOf(store: Store, own: readonly SubjectEvidence[], within: number): Promise<readonly Change[]> {
  if (within === 0) return [];
  const spans = new Map<string, { from: Instant; to: Instant }>();
  for (const each of own) {
    if (each.kind !== 'change' || each.change.record.result !== 'failed') continue;
    const actor = actorDigest(each.change.record);
    const span = spans.get(actor);
    const from = Math.min(span?.from ?? Number.POSITIVE_INFINITY, each.at - within);
    spans.set(actor, { from, to: Math.max(span?.to ?? 0, each.at) });
  }
  const found: Change[] = [];
  for (const [actor, { from, to }] of spans) {
    const range = { from: digits(Math.max(0, from)), to: `${digits(to)}0` };
    for (const { value } of await rowsUnder(store, 'attempt', `${actor}/`, range)) found.push(value.change);
  }
  return found;
}

function digits(at: Instant): string {
  return String(at).padStart(15, '0');
}

function readFirst(rows: Awaited<ReturnType<Store['rows']>>): Instant | null {
  return rows[0] === undefined ? null : (readRow('since', rows[0])?.at ?? null);
}
