import type { Alert } from './alert.ts';
import type { AlertParts, AlertRow } from './alert-parts.ts';
import type { DigestFacts } from './digest-facts.ts';
import { writeActorNote } from './write-actor-note.ts';
import { writeAlert } from './write-alert.ts';
import { writeCollapsed } from './write-collapsed.ts';
import { writeDigest } from './write-digest.ts';
import { type NoticeFacts, writeNotice } from './write-notice.ts';

/** A message and what it is made of, by its kind. */
export type MessageParts =
  | ({ readonly kind: 'alert' | 'drill' | 'collapsed' | 'actor-note' } & AlertParts)
  | { readonly kind: 'digest'; readonly row: AlertRow; readonly facts: DigestFacts }
  | { readonly kind: 'notice'; readonly row: AlertRow; readonly facts: NoticeFacts; readonly now: number };

/** Any message as it is to be told now; `null`: an empty daily digest, of which nobody is told. */
export function writeMessage(parts: MessageParts): Alert | null {
  switch (parts.kind) {
    case 'alert':
      return writeAlert(parts);
    case 'drill':
      return writeAlert({ ...parts, drill: parts.drill ?? parts.row.message.id });
    case 'collapsed':
      return writeCollapsed(parts);
    case 'actor-note':
      return writeActorNote(parts);
    case 'digest':
      return writeDigest(parts.row, parts.facts);
    case 'notice':
      return writeNotice(parts.row, parts.facts, parts.now);
  }
}
