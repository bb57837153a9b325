import { isObject } from '../../../core/leaf/canonical.ts';
import type { Entry } from '../../../core/ledger/entry.ts';
import type { DecidedBody, EntryBody, OrderedBody, RevisedBody } from '../../../core/ledger/entry-body.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { HeardDecision } from '../../../core/plan/quiet/live-teller.ts';
import { type Severity, severities } from '../../../core/policy/scale.ts';
import { decisionAt } from '../sweep/decision-at.ts';
import { readRow, rowName } from '../tables.ts';
import { hearClaim } from './hear-claim.ts';
import type { Hearing } from './hear-context.ts';
import { hearEvents } from './hear-events.ts';
import { mutesOf } from './mutes.ts';
import { objectingTo, worsen } from './worsen.ts';

/** Kinds of entries that hearing reads; of the others only the place counts. */
const read: ReadonlySet<string> = new Set<EntryBody['kind']>(['decided', 'revised', 'ordered']);

/** Hears entries in their order: decisions of one moment together. */
export async function hearEntries(hearing: Hearing, entries: readonly Entry[], since: number): Promise<void> {
  let moment: { readonly at: number; readonly heard: HeardDecision[] } | null = null;
  const flush = async (): Promise<void> => {
    if (moment !== null) hearing.teller.take(moment.heard, moment.at);
    moment = null;
    await hearEvents(hearing);
  };
  for (const { header, body } of entries) {
    if (!read.has(header.kind) || header.at < since || body === null) continue;
    const told = JSON.parse(body) as EntryBody;
    if (told.kind === 'decided') {
      if (moment !== null && moment.at !== header.at) await flush();
      const heard = decidedOf(hearing, told, header.at);
      moment ??= { at: header.at, heard: [] };
      if (heard !== null) moment.heard.push(await hearClaim(hearing, heard, claimedBy(told)));
      continue;
    }
    await flush();
    if (told.kind === 'revised') await hearRevised(hearing, told, header.at);
    if (told.kind === 'ordered') await hearOrdered(hearing, told, header.at);
  }
  await flush();
}

/** Without these there is nothing to tell of: an entry of another time is passed over, lest it hold back all others. */
const parts = ['on', 'actor', 'account', 'call'] as const;

function decidedOf(hearing: Hearing, { decision: told }: DecidedBody, at: number): HeardDecision | null {
  if (!isObject(told) || !Array.isArray(told.effects) || !parts.every((key) => isObject(told[key]))) return null;
  const decision = told as unknown as Decision;
  hearing.seen.set(decision.id, decision);
  return { decision: audible(decision), mutes: mutesOf(decision, hearing.mutes, at) };
}

/** What a sweep saw before the record of it came. */
function claimedBy({ facts }: DecidedBody): readonly string[] {
  const claimed = isObject(facts) && Array.isArray(facts.claimed) ? facts.claimed : [];
  return claimed.filter((each) => typeof each === 'string');
}

/** What we did ourselves closes what was told, and is told with it: never by itself. */
function audible(decision: Decision): Decision {
  if (decision.own === undefined || decision.verdict === undefined) return decision;
  return { ...decision, verdict: { ...decision.verdict, ruling: 'clear', severity: 'none', checks: [] } };
}

/**
 * A verdict that is another one since more is known. Where people were told: a note, and anew when it is worse. Where they
 * were not, it is news now; what waits to be told and is nothing is taken back.
 */
async function hearRevised(hearing: Hearing, { of, verdict, because }: RevisedBody, at: number): Promise<void> {
  const { drafts, teller, parts, seen } = hearing;
  const was = seen.get(of) ?? (await decisionAt(parts.store, of));
  if (was === null || !isObject(verdict)) return;
  const incident = readRow('decision', await parts.store.row(rowName('decision', of)))?.incident ?? null;
  const revised = { ...was, verdict, ...(incident === null ? {} : { incident }) } as unknown as Decision;
  const decision: Decision = { ...revised, late: true };
  seen.set(of, decision);
  const rows = await drafts.about(of);
  const severity = objectingTo(decision);
  const say = sayRevised(decision, severity, because);
  // Whoever did it is told in its place: that nothing objects to the stand-in tells nobody anything.
  for (const row of hearing.claimed.has(of) ? [] : rows) {
    const { id, severity: before } = row.message;
    const isWorse = severities.indexOf(severity) > severities.indexOf(before);
    if (isWorse) await worsen(hearing, row, decision, severity);
    await drafts.change(id, { say, again: isWorse });
  }
  teller.withdraw(of);
  if (severity === 'none') return;
  const except = rows.map(({ message }) => message.channel);
  teller.take([{ decision, mutes: mutesOf(decision, hearing.mutes, at), except }], at);
  await hearEvents(hearing);
}

function sayRevised({ verdict }: Decision, severity: Severity, because: string): string {
  const now = severity === 'none' ? 'nothing objects to it' : `${verdict?.ruling ?? 'unknown'}, ${severity}`;
  return `judged again, for more is known (${because}): ${now}`;
}

/** What people ordered about what was told. */
async function hearOrdered(hearing: Hearing, { order, on, person, reason }: OrderedBody, at: number): Promise<void> {
  const { drafts } = hearing;
  const ask = order === 'approve' ? readRow('ask', await hearing.parts.store.row(rowName('ask', on))) : null;
  const about = ask === null ? on : ask.decision;
  const because = reason === '' ? '' : `: ${reason}`;
  for (const row of await rowsAbout(hearing, about)) {
    const { id } = row.message;
    switch (order) {
      case 'acknowledge': {
        const done = row.escalation === null ? {} : { escalation: { ...row.escalation, done: true } };
        await drafts.change(id, {
          say: `acknowledged by ${person}${because}`,
          acknowledged: { by: person, at },
          ...done,
        });
        break;
      }
      case 'resolve':
        await drafts.change(id, { say: `resolved by ${person}${because}` });
        break;
      case 'comment':
        await drafts.change(id, { say: `${person} says${because}` });
        break;
      case 'approve':
        await drafts.change(id, { say: `approved by ${person}${because}` });
        break;
      default:
        break;
    }
  }
}

async function rowsAbout({ drafts }: Hearing, about: string) {
  const row = about.startsWith('msg_') ? await drafts.row(about) : null;
  return row === null ? drafts.about(about) : [row];
}
