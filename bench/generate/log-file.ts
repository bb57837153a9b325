import { attachmentKinds } from './attachment-call.ts';
import { computeKinds } from './background-compute.ts';
import { storageKinds } from './background-storage.ts';
import { type CallKind, type CallText, writeRecord } from './call-text.ts';
import { type Caller, startCaller } from './caller.ts';
import { decoyKinds } from './decoy.ts';
import { perimeterKinds, replaceAll } from './perimeter-call.ts';
import { type Seeded, startSeeded } from './seeded.ts';
import type { Slot } from './slot.ts';
import { furnish, type Stage } from './stage.ts';

/** How often watched calls come: `usual` about 0.6 % perimeter and 1 % attachment records, `low` a sixteenth of that. */
export type Rate = 'usual' | 'low';

/** The content of one log file, and the ids of the records in it that are watched. */
export interface LogFile {
  readonly text: string;
  readonly records: number;
  readonly perimeter: readonly string[];
  readonly attachment: readonly string[];
}

/** Writes the records of a slot: the same for the same seed, whatever else is written. */
export function writeLogFile(seed: number, slot: Slot, rate: Rate): LogFile {
  const chance = startSeeded(seed, slot.index);
  const stage = furnish(slot.account, slot.region, startSeeded(seed, -1 - slot.place));
  const often = rate === 'usual' ? 1 : 1 / 16;
  const count = slot.tiny ? 1 + chance.upTo(12) : 160 + chance.upTo(560);
  const file: Writing = { stage, chance, delivered: slot.at, pool: [], texts: [], perimeter: [], attachment: [] };
  for (let caller = 0; caller < 16; caller++) file.pool.push(startCaller(stage, iso(slot.at - 3_600_000), chance));
  const applyAt = chance.chance(0.1 * often) ? chance.upTo(count) : -1;
  while (file.texts.length < count) {
    if (applyAt >= 0 && file.perimeter.length === 0 && file.texts.length >= applyAt) {
      write(file, replaceAll(stage, chance, Math.min(count, 4 + chance.upTo(28))), file.perimeter);
    } else writeRun(file, count, often);
  }
  return {
    text: `{"Records":[${file.texts.join(',')}]}`,
    records: file.texts.length,
    perimeter: file.perimeter,
    attachment: file.attachment,
  };
}

/** A number that changes with the content this program writes, so that archives of another make are not used. */
export const contentVersion = 1;

interface Writing {
  readonly stage: Stage;
  readonly chance: Seeded;
  /** When the file is delivered; what it tells of happened two to seven minutes before. */
  readonly delivered: number;
  readonly pool: Caller[];
  readonly texts: string[];
  readonly perimeter: string[];
  readonly attachment: string[];
}

/** One caller does some calls of the same kind: what lies together in real files, and why they shrink to an eighth. */
function writeRun(file: Writing, count: number, often: number): void {
  const { stage, chance } = file;
  const dice = chance.word() / 2 ** 32;
  if (dice < 0.011 * often) write(file, [chance.pick(perimeterTable)(stage, chance)], file.perimeter);
  else if (dice < 0.038 * often) write(file, [chance.pick(attachmentTable)(stage, chance)], file.attachment);
  else if (dice < 0.048) write(file, [chance.pick(decoyKinds)(stage, chance)], null);
  else {
    const kind = chance.pick(backgroundTable);
    const length = Math.min(1 + chance.upTo(4), count - file.texts.length);
    const calls = Array.from({ length }, () => kind(stage, chance));
    write(file, calls, null);
  }
}

function write(file: Writing, calls: readonly CallText[], ids: string[] | null): void {
  const caller = file.chance.pick(file.pool);
  for (const call of calls) {
    const id = file.chance.uuid();
    const at = iso(file.delivered - (120 + file.chance.upTo(300)) * 1000);
    file.texts.push(writeRecord(file.stage, caller, call, at, id, file.chance));
    ids?.push(id);
  }
}

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000', '');
}

const perimeterTable = spread(perimeterKinds);
const attachmentTable = spread(attachmentKinds);
const backgroundTable = spread([...storageKinds, ...computeKinds]);

/** A table in which a kind stands as often as it weighs. */
function spread(kinds: readonly (readonly [weight: number, kind: CallKind])[]): readonly CallKind[] {
  return kinds.flatMap(([weight, kind]) => Array.from({ length: weight }, () => kind));
}
