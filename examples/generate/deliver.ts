import type { Fields } from './caller.ts';
import { organisation, type Site } from './organisation.ts';
import type { Sent } from './scene.ts';
import type { Random } from './seeded.ts';
import { type Moment, minute, stamp } from './week.ts';

/** A log file: its key in the bucket and its records, in the order in which they stand in it. */
export interface LogFile {
  readonly key: string;
  readonly records: readonly Fields[];
}

const grid = 5 * minute;

/** Gives every record a delivery slot, two to ten minutes after it happened and on a grid of five. Open files are used first. */
export function chooseSlots(sent: readonly Sent[], random: Random): readonly Required<Sent>[] {
  const open = new Set<string>();
  return [...sent]
    .sort((a, b) => a.at - b.at)
    .map((one) => {
      const first = Math.ceil((one.at + 2 * minute) / grid) * grid;
      const choices = [first, first + grid].filter((slot) => slot - one.at <= 10 * minute);
      const used = choices.find((slot) => open.has(`${one.site.key} ${slot}`));
      const slot = one.slot ?? used ?? random.pick(choices);
      open.add(`${one.site.key} ${slot}`);
      return { ...one, slot };
    });
}

/**
 * Puts records into files as CloudTrail does: one file for a site and slot, 44 % of them not in the order of time, and
 * some records twice, in two files, byte for byte.
 */
export function deliver(sent: readonly Required<Sent>[], random: Random): readonly LogFile[] {
  const files = Map.groupBy(sent, (one) => `${one.site.key} ${one.slot}`);
  const first = [...files.values()].map((records) => writeFile(records, random));
  const copied = [...files.values()].filter(() => random.chance(0.12)).map((records) => copySome(records, random));
  return [...first, ...copied].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A second file of the same slot, which repeats a part of the first: in half of the cases records of the stories, which stand in front. */
function copySome(records: readonly Required<Sent>[], random: Random): LogFile {
  const from = random.chance(0.5) ? 0 : random.below(records.length);
  return writeFile(records.slice(from, from + random.between(1, 6)), random);
}

function writeFile(records: readonly Required<Sent>[], random: Random): LogFile {
  const [one] = records;
  if (one === undefined) throw new Error('expected records for a log file, found none');
  const ordered = [...records].sort((a, b) => a.at - b.at);
  const placed = random.chance(0.44) ? disorder(ordered, random) : ordered;
  return { key: keyOf(one.site, one.slot, random.alphanumeric(16)), records: placed.map(({ record }) => record) };
}

/** Cuts the records in two or three runs and puts the runs in another order, as if several hosts had written them. */
function disorder(records: readonly Required<Sent>[], random: Random): readonly Required<Sent>[] {
  const cuts = [random.below(records.length), random.below(records.length)].sort((a, b) => a - b);
  const [low = 0, high = 0] = cuts;
  return [...records.slice(high), ...records.slice(low, high), ...records.slice(0, low)];
}

function keyOf({ account, region }: Site, slot: Moment, unique: string): string {
  const [date = '', time = ''] = stamp(slot).split('T');
  const minuteOf = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  const folder = `AWSLogs/${organisation}/${account.id}/CloudTrail/${region}/${date.replaceAll('-', '/')}`;
  return `${folder}/${account.id}_CloudTrail_${region}_${minuteOf}_${unique}.json.gz`;
}
