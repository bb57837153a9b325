import type { Attachments, GroupFacts, Past } from '../facts/facts.ts';
import { type Json, writeCanonical } from '../leaf/canonical.ts';
import { digestText } from '../leaf/digest.ts';
import { writeRows } from '../reach/rows.ts';
import type { Matter } from './matter.ts';

/** `sha256:…` over the canonical JSON of the facts that a verdict was given: equal exactly when they are. */
export function digestOfFacts({ parts, past }: Matter): string {
  const { attempts, closed, lastByActor, since } = past;
  const facts = {
    groups: parts.map((part) => writeFacts(part.group)),
    past: { attempts, lastByActor, since, closed: closed.map(({ reach, at }) => ({ at, reach: rows(reach) })) },
  };
  return digestText(writeCanonical(facts));
}

function writeFacts(group: GroupFacts): Json {
  const { attached, ...told } = group;
  return { ...told, attached: attached === null ? null : writeAttachments(attached) };
}

function writeAttachments({ kinds, beside, ...told }: Attachments): Json {
  const sums = beside.map(({ certain, possible }) => ({ certain: rows(certain), possible: rows(possible) }));
  return { ...told, kinds: kinds.toSorted(), beside: sums };
}

function rows(reach: Past['closed'][number]['reach']): Json {
  return writeRows(reach).map(({ direction, services, peers }) => ({ direction, services, peers }));
}
