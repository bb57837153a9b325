import type { Task } from '../../../contracts/store.ts';
import type { Perimeter } from '../../../core/group/group.ts';
import { type Json, writeCanonical } from '../../../core/leaf/canonical.ts';
import { digestText } from '../../../core/leaf/digest.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { ObservedBody } from '../../../core/ledger/entry-body.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import { evidenceOf } from '../memory/evidence-of.ts';
import { evidenceRows } from '../memory/evidence-rows.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { commitSubject } from './commit-subject.ts';
import { knownSubjects } from './known-subjects.ts';

type Thing = Extract<SubjectEvidence, { readonly kind: 'observed-list' | 'observed-interface' | 'observed-vpc' }>;

/** What a sweep read. */
export interface SweptThings {
  readonly site: Site;
  readonly started: Instant;
  readonly ended: Instant;
  readonly found: Perimeter;
}

/**
 * Keeps looks at prefix lists, at VPCs and at what groups are on, where they are not as last looked at or a record has told of them
 * since. Answers why some could not be kept.
 */
export async function sweepThings(parts: LiveParts, task: Task, swept: SweptThings): Promise<readonly string[]> {
  const { store } = parts;
  const { site, started: at, found } = swept;
  const looks = new Map<string, Thing>();
  for (const id of await knownSubjects(store, site, 'pl-')) looks.set(id, { kind: 'observed-list', at, list: null });
  for (const id of await knownSubjects(store, site, 'eni-'))
    looks.set(id, { kind: 'observed-interface', at, interface: null });
  for (const id of await knownSubjects(store, site, 'vpc-')) looks.set(id, { kind: 'observed-vpc', at, vpc: null });
  for (const vpc of found.vpcs ?? []) looks.set(vpc.id, { kind: 'observed-vpc', at, vpc });
  for (const list of found.lists) looks.set(list.id, { kind: 'observed-list', at, list });
  for (const each of found.interfaces) looks.set(each.id, { kind: 'observed-interface', at, interface: each });
  const later: string[] = [];
  for (const [subject, look] of await newsAmong(parts, site, [...looks])) {
    const held = { task: task.id, fence: task.fence };
    const done = await commitSubject(parts, { site, subject, held, needs: nothing }, async (memory) => {
      if (!isNews(look, memory.evidence, parts.settings.settle)) return null;
      const body: ObservedBody = {
        ...{ kind: 'observed', by: 'sweep', group: subject, started: at, ended: swept.ended },
        ...{ digest: digestText(contentOf(look)), difference: JSON.parse(JSON.stringify(look)) as Json },
      };
      const key = `observed/${site.account}/${site.region}/${subject}/${at}`;
      return {
        entries: [{ at: parts.clock.now(), key, fence: task.fence, body }],
        effects: { rows: evidenceRows(site, subject, [look], memory.since) },
      };
    });
    if (done.kind === 'over') return ['somebody else holds the sweep now'];
    if (done.kind === 'later') later.push(done.why);
  }
  return later;
}

/** Most things are as they were, and many are read at once. What could not be read is weighed with all else. */
async function newsAmong(
  { settings, store }: LiveParts,
  site: Site,
  looks: readonly (readonly [string, Thing])[],
): Promise<readonly (readonly [string, Thing])[]> {
  const news: (readonly [string, Thing])[] = [];
  for (let from = 0; from < looks.length; from += atOnce) {
    const some = looks.slice(from, from + atOnce);
    const known = await evidenceOf(
      store,
      site,
      some.map(([subject]) => subject),
    ).catch(() => null);
    news.push(...some.filter(([id, look]) => known === null || isNews(look, known.get(id)!, settings.settle)));
  }
  return news;
}

/** How many things are read at once. */
const atOnce = 32;

/** A list or interface is weighed by itself. */
const nothing = { attachments: false, beside: false, attempts: { within: 0, most: 0 } };

/** Whether a thing is not as last looked at, and no record has told of it since; one that nobody knew and that is not there is none. */
function isNews(look: Thing, evidence: readonly SubjectEvidence[], settle: number): boolean {
  // No record tells of a VPC what a look tells of it.
  const last = evidence.findLast((each) => look.kind !== 'observed-vpc' || each.kind === look.kind);
  if (last === undefined) return contentOf(look) !== 'null';
  if (last.kind === 'change') return last.at <= look.at - settle;
  return last.kind !== look.kind || contentOf(last) !== contentOf(look);
}

function contentOf(look: Exclude<SubjectEvidence, { readonly kind: 'change' }>): string {
  return writeCanonical(JSON.parse(JSON.stringify(seenIn(look))) as Json);
}

function seenIn(look: Exclude<SubjectEvidence, { readonly kind: 'change' }>) {
  if (look.kind === 'observed-list') return look.list;
  if (look.kind === 'observed-interface') return look.interface;
  return look.kind === 'observed-vpc' ? look.vpc : null;
}
