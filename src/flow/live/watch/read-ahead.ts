import type { Instant } from '../../../core/leaf/instant.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import type { Reading } from '../memory/read-together.ts';
import { noticedIn, type OpenDifference } from '../sweep/open-differences.ts';
import { episodesIn, type KnownEpisodes } from './episodes-of.ts';
import { tallyName } from './tally-write.ts';

/** What a commit about a subject is made of, beside what is known of the subject. */
export interface ReadAhead {
  /** Differences in it that looks noticed, with those that records explain by now. */
  readonly noticed: readonly OpenDifference[];
  readonly episodes: KnownEpisodes;
}

/** Asks for what a commit about a subject will be made of, so that it comes with the subject's memory. */
export function readAhead(reading: Reading, { site, shard, subject }: SubjectMemory, now: Instant): ReadAhead {
  reading.row(tallyName(site, shard, now));
  return { noticed: noticedIn(reading, site, subject), episodes: episodesIn(reading, site, subject) };
}
