import type { GalleryPart } from '../../scripts/write-gallery.ts';
import { deeds } from './events-actors.ts';
import { egress } from './events-egress.ts';
import { listEdits } from './events-lists.ts';
import { losses } from './events-losses.ts';
import { openings } from './events-openings.ts';
import { peers } from './events-peers.ts';
import { placements } from './events-placements.ts';
import { refusals } from './events-refusals.ts';
import { splits } from './events-splits.ts';
import { tagChanges } from './events-tags.ts';
import { moments } from './events-time.ts';
import { statesOfAddresses } from './states-addresses.ts';
import { statesOfEgress } from './states-egress.ts';
import { statesOfExceptions } from './states-exceptions.ts';
import { statesOfPeers } from './states-peers.ts';
import { statesOfServices } from './states-services.ts';

/** The states of the gallery, as its page shows them. */
export const stateParts = [
  { title: 'States: whose addresses', cases: statesOfAddresses },
  { title: 'States: which services', cases: statesOfServices },
  { title: 'States: prefix lists and groups as peers', cases: statesOfPeers },
  { title: 'States: egress, allowed ranges, databases', cases: statesOfEgress },
  { title: 'States: single addresses, exceptions, tags', cases: statesOfExceptions },
] as const satisfies readonly GalleryPart[];

/** The acts of the gallery, likewise. */
export const eventParts = [
  { title: 'Acts: ranges that come piece by piece', cases: splits },
  { title: 'Acts: rules that come, in every shape', cases: openings },
  { title: 'Acts: rules that come, by whom they let in', cases: peers },
  { title: 'Acts: rules that go or are rewritten', cases: losses },
  { title: 'Acts: egress', cases: egress },
  { title: 'Acts: prefix lists', cases: listEdits },
  { title: 'Acts: twice, late, for a while, and again', cases: moments },
  { title: 'Acts: refused calls', cases: refusals },
  { title: 'Acts: who did it', cases: deeds },
  { title: 'Acts: tags', cases: tagChanges },
  { title: 'Acts: what groups are put on, exceptions, environments', cases: placements },
] as const satisfies readonly GalleryPart[];

/** The whole gallery. */
export const galleryParts: readonly GalleryPart[] = [...stateParts, ...eventParts];
