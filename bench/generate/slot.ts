import { startSeeded } from './seeded.ts';

/** Where and when one log file is delivered. */
export interface Slot {
  readonly index: number;
  readonly account: string;
  readonly region: string;
  /** The number of the account and region among all. */
  readonly place: number;
  /** Milliseconds since 1970, on CloudTrail's grid of five minutes. */
  readonly at: number;
  /** One file in ten holds a handful of records. */
  readonly tiny: boolean;
  /** Path below the archive's folder. */
  readonly path: string;
}

const accounts = ['111122223333', '222233334444', '333344445555', '444455556666', '555566667777', '666677778888'];
const regions = ['eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2'];
const places = accounts.length * regions.length;
const firstSlot = Date.UTC(2026, 0, 5);

/**
 * The slot of the file with a number. A longer archive goes on in time, so a larger one holds other records, not copies. Key layout and
 * names: CloudTrail user guide, "CloudTrail log file name format" and "Finding your CloudTrail log files" (organisation trails).
 */
export function slotOfFile(seed: number, index: number): Slot {
  const place = index % places;
  const account = accounts[place % accounts.length]!;
  const region = regions[Math.floor(place / accounts.length)]!;
  const at = firstSlot + Math.floor(index / places) * 300_000;
  const chance = startSeeded(seed ^ 0x51a7, index);
  const [date, time] = [new Date(at).toISOString().slice(0, 10), new Date(at).toISOString().slice(11, 16)];
  const name = `${account}_CloudTrail_${region}_${date.replaceAll('-', '')}T${time.replace(':', '')}Z_${chance.base32(16)}.json.gz`;
  return {
    index,
    account,
    region,
    place,
    at,
    tiny: chance.chance(0.1),
    path: `AWSLogs/o-exampleorg/${account}/CloudTrail/${region}/${date.replaceAll('-', '/')}/${name}`,
  };
}
