import type { Discovered } from '../discover.ts';
import type { Found } from '../found.ts';
import { lookAt } from '../sidecar/seen.ts';
import type { Seen, Sidecar } from '../sidecar/sidecar.ts';
import type { FilePart, FileReading, FileTask } from './file-part.ts';
import { writeWire } from './wire.ts';

/** Some of what one entry of the archive holds. */
export interface EntryPart {
  readonly entry: Discovered;
  readonly found: readonly Found[];
  readonly ended: { readonly bytes: number } | null;
}

/** Who reads: the reading of all files, one for single files in this thread, and what is remembered. */
export interface Readers {
  readonly read: FileReading;
  readonly here: FileReading;
  readonly sidecar: Sidecar | null;
}

/** A file of which more than this was found is not remembered: it would have to be held in memory. */
const maxKept = 8 * 1024 * 1024;

/** Reads all entries in order: obstacles are told, files known to the sidecar recalled, all others read and then remembered. */
export async function* readEntries(
  entries: Iterable<Discovered>,
  { read, here, sidecar }: Readers,
): AsyncGenerator<EntryPart> {
  const ahead: Ahead[] = [];
  const unread = read(chooseUnread(entries, sidecar, ahead));
  try {
    let part = await unread.next();
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
      const { entry, index, state } = next;
      if (entry.kind === 'obstacle') {
        const found: Found = { kind: 'unreadable', number: null, reason: entry.reason, eventId: null };
        yield { entry, found: [found], ended: { bytes: 0 } };
      } else if (part.done !== true && part.value.index === index) {
        const keep = startKeeper(sidecar, state);
        for (; part.done !== true && part.value.index === index; part = await unread.next()) {
          keep(part.value);
          yield { entry, found: part.value.found, ended: part.value.ended };
        }
      } else yield* recall(entry, sidecar, here);
    }
  } finally {
    await unread.return(undefined);
  }
}

/** An entry that the reading has gone past, and how it looked then: to be handed on when its turn comes. */
interface Ahead {
  readonly entry: Discovered;
  readonly index: number;
  readonly state: Seen | null;
}

/** The files that must be read, asked for as the reading proceeds; it is never further ahead than the reading, or the next unknown file. */
function* chooseUnread(entries: Iterable<Discovered>, sidecar: Sidecar | null, ahead: Ahead[]): Generator<FileTask> {
  let index = -1;
  for (const entry of entries) {
    index++;
    const state = sidecar === null || entry.kind === 'obstacle' ? null : lookAt(entry.file);
    ahead.push({ entry, index, state });
    if (entry.kind === 'obstacle' || (state !== null && sidecar!.knows(state))) continue;
    yield { index, file: entry.file };
  }
}

/** What was known a moment ago; a sidecar that was lost since then makes the file be read here. */
async function* recall(entry: Discovered, sidecar: Sidecar | null, here: FileReading): AsyncGenerator<EntryPart> {
  const state = lookAt(entry.file);
  const found = state === null ? null : (sidecar?.recall(state) ?? null);
  if (found !== null) return yield { entry, found, ended: { bytes: state!.size } };
  for await (const part of here([{ index: 0, file: entry.file }]))
    yield { entry, found: part.found, ended: part.ended };
}

/** Takes the parts of a file and remembers them with the last one, unless the file as a whole had a fault: it may be mended. */
function startKeeper(sidecar: Sidecar | null, state: Seen | null): (part: FilePart) => void {
  if (sidecar === null || state === null) return () => {};
  let wires: string[] | null = [];
  let size = 0;
  return (part) => {
    if (wires === null) return;
    const wire = part.wire ?? writeWire(part.found);
    size += wire.length;
    if (size > maxKept || part.found.some((found) => found.kind === 'unreadable' && found.number === null)) {
      wires = null;
      return;
    }
    wires.push(wire);
    if (part.ended !== null) sidecar.keep(state, wires);
  };
}
