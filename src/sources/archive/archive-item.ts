import type { Intaken } from '../../contracts/source.ts';

/** One thing that an archive yields. */
export type ArchiveItem = Intaken;

/** A wanted CloudTrail record as found in an archive. */
export type FoundRecord = Extract<Intaken, { kind: 'record' }>;

/** How far the reading is. */
export type ArchiveProgress = Extract<Intaken, { kind: 'progress' }>;
