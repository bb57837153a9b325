import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import { lookDigest } from '../../../core/ledger/observed-body.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import type { NewChange } from './arrived.ts';
import { plain } from './decided-draft.ts';

/** A live read of what changes are about: a group as the sweep keeps it, a list or an interface as evidence and entry. */
export type FirstLook =
  | { readonly kind: 'group'; readonly evidence: SubjectEvidence; readonly look: GroupLook }
  | { readonly kind: 'other'; readonly evidence: SubjectEvidence; readonly entry: EntryDraft };

/**
 * Whether the subject has to be read before changes of it are decided: it was never looked at, or what is known of it
 * leaves open what they did. Calls that changed nothing need no look.
 */
export function needsLook(judged: JudgedSubject, changes: readonly NewChange[]): boolean {
  const applied = changes.filter(({ change }) => change.record.result === 'applied');
  return applied.some(({ id }) => !judged.looked || judged.single.get(id)?.basis !== 'exact');
}

/** Reads what a subject is, by its id; `null` where it cannot be read, or its id is not known. */
export async function lookAt(parts: LiveParts, site: Site, subject: string): Promise<FirstLook | null> {
  const { gatherer } = parts;
  if (subject.startsWith('sg-')) {
    const looked = await gatherer.group(site, subject);
    if (looked.kind === 'failed') return null;
    const evidence = { kind: 'observed', at: looked.started, group: looked.found } as const;
    return { kind: 'group', evidence, look: { ...evidence, ended: looked.ended } };
  }
  if (subject.startsWith('pl-')) {
    const looked = await gatherer.list(site, subject);
    if (looked.kind === 'failed') return null;
    const evidence = { kind: 'observed-list', at: looked.started, list: looked.found } as const;
    return { kind: 'other', evidence, entry: draft(parts, site, subject, evidence, looked.ended) };
  }
  if (subject.startsWith('eni-')) {
    const looked = await gatherer.interface(site, subject);
    if (looked.kind === 'failed') return null;
    const evidence = { kind: 'observed-interface', at: looked.started, interface: looked.found } as const;
    return { kind: 'other', evidence, entry: draft(parts, site, subject, evidence, looked.ended) };
  }
  return null;
}

/** The entry of a look at a list or an interface: these are small, so it holds all that was seen. */
function draft(
  { clock }: LiveParts,
  { account, region }: Site,
  subject: string,
  evidence: Extract<SubjectEvidence, { readonly kind: 'observed-list' | 'observed-interface' }>,
  ended: number,
): EntryDraft {
  const found = evidence.kind === 'observed-list' ? evidence.list : evidence.interface;
  const body = {
    kind: 'observed',
    by: 're-read',
    group: subject,
    started: evidence.at,
    ended,
    digest: lookDigest(plain(found) as never),
    difference: plain(evidence),
  } as const;
  return { at: clock.now(), key: `observed/${account}/${region}/${subject}/${evidence.at}`, fence: null, body };
}
