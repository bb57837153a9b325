import { closeSync, openSync, readSync } from 'node:fs';
import type { Clock } from '../../contracts/live.ts';
import type { Intaken } from '../../contracts/source.ts';
import { itemOf } from '../archive/item-of.ts';
import { readFile } from '../archive/read-file.ts';
import { usualLimits } from '../archive/read-limits.ts';
import { longestLine, openText } from '../live/open-text.ts';
import { startLines } from '../live/split-lines.ts';
import { headOf, type Remembered } from './file-memory.ts';
import type { FolderSettings } from './folder-settings.ts';
import { type FileNow, listFiles } from './list-files.ts';
import { tellKind } from './tell-kind.ts';

/** A piece of a file that was handed over. */
export interface Piece {
  readonly file: Followed;
  readonly end: number;
  done: boolean;
}

/** A file that is followed. */
export interface Followed {
  readonly id: string;
  path: string;
  kind: 'lines' | 'whole' | 'unknown';
  /** How far it was read, and which pieces are not all done yet, in order. */
  at: number;
  /** Of the last line; `null` when an earlier run read those before it. */
  number: number | null;
  readonly pieces: Piece[];
  /** Size and time of change when it was last looked at, and since when (monotonic) they stand. */
  size: number;
  modified: number;
  since: number;
  /** A whole file: at which size and time of change it was read. */
  readAs: string | null;
  toldUnfinished: number;
}

/** What is handed over at once. */
export interface Told {
  readonly intaken: readonly Intaken[];
  readonly piece: Piece;
}

/** Bytes read at once, and lines that make one message. */
const chunkSize = 64 * 1024;
const linesAtOnce = 20;

/** Follows the files of a folder; `known` is what an earlier run did. */
export function followFiles(
  folder: string,
  known: Map<string, Remembered>,
  {
    calls,
    clock,
    settings,
  }: { readonly calls: ReadonlySet<string>; readonly clock: Clock; readonly settings: FolderSettings },
) {
  const followed = new Map<string, Followed>();
  const limits = { ...usualLimits, calls };
  let news = false;

  function meet(now: FileNow): Followed {
    const found = followed.get(now.id);
    const one = found ?? begin(now);
    one.path = now.path;
    if (one.size !== now.size || one.modified !== now.modified) one.since = clock.monotonic();
    [one.size, one.modified] = [now.size, now.modified];
    // It was cut, or written anew in place.
    if (one.kind === 'lines' && now.size < one.at) Object.assign(one, { at: 0, number: 0, kind: 'unknown' });
    followed.set(now.id, one);
    return one;
  }

  function begin({ id, path, size, modified }: FileNow): Followed {
    const one: Followed = {
      ...{ id, path, kind: 'unknown', at: 0, number: 0, pieces: [], size, modified, since: clock.monotonic() },
      ...{ readAs: null, toldUnfinished: -1 },
    };
    const was = known.get(id);
    if (was === undefined || was.offset > size || headOf(path, was.headBytes).head !== was.head) return one;
    if (was.lines) return { ...one, kind: 'lines', at: was.offset, number: was.offset === 0 ? 0 : null };
    const same = was.modified === modified && was.offset === size;
    return same ? { ...one, kind: 'whole', readAs: stateOf(one) } : one;
  }

  /** Looks through the folder once and hands over what is new, as fast as it is taken. Throws when the folder cannot be listed. */
  async function* scan(): AsyncGenerator<Told> {
    const files = listFiles(folder);
    const there = new Set(files.map(({ id }) => id));
    for (const id of [...followed.keys()]) if (!there.has(id)) followed.delete(id);
    for (const id of [...known.keys()]) if (!there.has(id)) known.delete(id);
    for (const now of files) {
      try {
        const one = meet(now);
        if (one.kind === 'unknown' && one.size > 0) one.kind = tellKind(one.path);
        const stands = clock.monotonic() - one.since;
        if (one.kind === 'lines') yield* readLines(one, stands);
        else if (one.size > 0 && stands >= settings.settle && one.readAs !== stateOf(one)) yield* readWhole(one);
      } catch {
        // It vanished or was renamed meanwhile: the next look finds it where it is.
        followed.delete(now.id);
      }
    }
  }

  async function* readWhole(one: Followed): AsyncGenerator<Told> {
    const { path, size, modified } = one;
    one.readAs = stateOf(one);
    let [held, faulty]: [Intaken[], boolean] = [[], false];
    // The fast reader takes a list that begins with a record to hold nothing else; anybody may write here.
    for await (const found of readFile(path, limits, null)) {
      held.push(...found.map((each) => itemOf(each, path, modified)));
      faulty ||= found.some((each) => each.kind === 'unreadable' && each.number === null);
      if (held.length < linesAtOnce) continue;
      yield { intaken: held, piece: pieceOf(one, 0) };
      held = [];
    }
    // A file with a fault of its own may be mended: it is not remembered as read.
    const last = pieceOf(one, faulty ? 0 : size);
    if (held.length > 0) yield { intaken: held, piece: last };
    else finish(last);
  }

  function* readLines(one: Followed, stands: number): Generator<Told> {
    const lines = startLines(longestLine);
    const file = openSync(one.path, 'r');
    const chunk = Buffer.allocUnsafe(chunkSize);
    let [held, count]: [Intaken[], number] = [[], 0];
    let position = one.at;
    const flush = function* (): Generator<Told> {
      const piece = pieceOf(one, one.at);
      if (held.length > 0) yield { intaken: held, piece };
      else finish(piece);
      [held, count] = [[], 0];
    };
    const open = (text: string | null): readonly Intaken[] =>
      openText(text, { file: one.path, number: nextNumber(one), calls, receivedAt: clock.now() });
    try {
      for (let got = -1; got !== 0; position += got) {
        got = readSync(file, chunk, 0, chunkSize, position);
        for (const { text, used } of lines.push(chunk.subarray(0, got))) {
          held.push(...open(text));
          one.at += used;
          if (++count >= linesAtOnce) yield* flush();
        }
      }
      const rest = lines.rest();
      if (rest !== null && stands >= settings.settle && isJson(rest)) {
        held.push(...open(rest));
        one.at = position;
        count++;
      } else if (position > one.at && stands >= settings.unfinished && one.toldUnfinished !== position) {
        one.toldUnfinished = position;
        const place = { file: one.path, number: one.number === null ? null : one.number + 1 };
        const reason = 'the file ends inside this line: it is read when its end is written';
        held.push({ kind: 'unreadable', place, reason, eventId: null });
      }
      if (count > 0 || held.length > 0) yield* flush();
    } finally {
      closeSync(file);
    }
  }

  function pieceOf(file: Followed, end: number): Piece {
    const piece = { file, end, done: false };
    file.pieces.push(piece);
    return piece;
  }

  /** Marks a piece as done, and remembers how far all before is done. */
  function finish(piece: Piece): void {
    const { file } = piece;
    piece.done = true;
    let end = 0;
    while (file.pieces[0]?.done) end = file.pieces.shift()!.end;
    // Parts of a whole file that are not its last tell no end.
    if (end === 0 || (file.kind !== 'lines' && file.pieces.length > 0)) return;
    const { id, path, kind, modified } = file;
    try {
      known.set(id, { path, lines: kind === 'lines', offset: end, modified, ...headOf(path, end) });
      news = true;
    } catch {
      // It vanished: there is nothing to remember.
      known.delete(id);
    }
  }

  /** Whether there is more to remember than when this was last asked. */
  function hasNews(): boolean {
    const had = news;
    news = false;
    return had;
  }

  return { scan, finish, hasNews };
}

function nextNumber(file: Followed): number | null {
  if (file.number !== null) file.number++;
  return file.number;
}

function stateOf({ size, modified }: Followed): string {
  return `${size} ${modified}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
