import { type Instant, writeInstant } from '../../leaf/instant.ts';

/** By what figures can be told apart. Days, weeks (named by their Monday) and months are those of UTC. */
export const groupings = ['account', 'team', 'environment', 'region', 'actor', 'day', 'week', 'month'] as const;
/** One of `groupings`. */
export type Grouping = (typeof groupings)[number];

/** Where and when something happened, and who did it; `null` = nobody knows. */
export interface Bearings {
  readonly account: string | null;
  /** Who the group belongs to. */
  readonly team: string | null;
  readonly environment: string | null;
  readonly region: string | null;
  readonly actor: string | null;
  readonly at: Instant;
}

/** To which part of the figures something belongs. */
export type PartOf = Readonly<Partial<Record<Grouping, string | null>>>;

/** The part that something belongs to, by these groupings. */
export function partOf(bearings: Bearings, by: readonly Grouping[]): PartOf {
  return Object.fromEntries(by.map((each) => [each, valueBy(bearings, each)]));
}

function valueBy(bearings: Bearings, by: Grouping): string | null {
  switch (by) {
    case 'day':
      return writeInstant(bearings.at).slice(0, 10);
    case 'week':
      return writeInstant(mondayOf(bearings.at)).slice(0, 10);
    case 'month':
      return writeInstant(bearings.at).slice(0, 7);
    default:
      return bearings[by];
  }
}

const day = 86_400_000;

/** Day 0, 1 January 1970, was a Thursday. */
function mondayOf(at: Instant): Instant {
  const days = Math.floor(at / day);
  return (days - ((((days + 3) % 7) + 7) % 7)) * day;
}
