import { watch } from 'node:fs';
import type { Clock, Taken } from '../../contracts/live.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { describeFailure } from '../archive/bytes/damage.ts';
import type { LiveSource } from '../live/live-source.ts';
import { pause } from '../live/pause.ts';
import { startBell } from '../live/start-bell.ts';
import { startHand } from '../live/start-hand.ts';
import { readMemory, writeMemory } from './file-memory.ts';
import { type FolderSettings, usualFolderSettings } from './folder-settings.ts';
import { followFiles, type Piece, type Told } from './follow-files.ts';

/** What a folder is followed with. */
export interface FolderInboxParts {
  readonly folder: string;
  readonly calls: ReadonlySet<string>;
  readonly clock: Clock;
  /** Keeps how much of each file is done, as one text. */
  readonly memory: { load(): Promise<string | null>; save(text: string): Promise<void> };
  readonly settings?: Partial<FolderSettings>;
}

/** After a hint: writers rarely write once. */
const soon = 20;

/**
 * A folder into which somebody writes records: files that appear, are renamed, or grow line by line; packed or not, in any
 * layout that `scan` reads. Looked through again and again; hints of the system only make that sooner, for not every
 * file system gives them. What was done is remembered only after it was done, so a restart loses nothing.
 */
export function openFolderInbox(parts: FolderInboxParts): LiveSource {
  const { folder, calls, clock, memory } = parts;
  const settings = { ...usualFolderSettings, ...parts.settings };
  const hand = startHand<Piece>(settings.again);
  const bell = startBell();
  let opening: ReturnType<typeof open> | null = null;
  let scanning: AsyncGenerator<Told> | null = null;
  let [nextScan, closed, unsaved, saving]: [number, boolean, boolean, Promise<void> | null] = [0, false, false, null];
  let [looking, saved] = [0, Number.NEGATIVE_INFINITY];
  let [lastTaken, trouble, hinted]: [Instant | null, string | null, boolean] = [null, null, false];
  let [pulling, watcher]: [Promise<unknown>, { close(): void } | null] = [Promise.resolve(), null];

  async function open() {
    const known = readMemory(await memory.load());
    hint();
    return { known, files: followFiles(folder, known, { calls, clock, settings }) };
  }

  function hint(): void {
    try {
      // Where the system has no watch for whole trees, Node would open one for each file.
      const recursive = process.platform === 'darwin' || process.platform === 'win32';
      const started = watch(folder, { recursive, persistent: false }, () => {
        hinted = true;
        nextScan = Math.min(nextScan, clock.monotonic() + soon);
        bell.ring();
      });
      started.on('error', () => started.close());
      watcher = started;
    } catch {
      // Looking again and again is enough.
      watcher = null;
    }
  }

  /** Pulls pieces until so many messages wait or the folder was looked through. */
  async function pull(most: number): Promise<void> {
    opening ??= open();
    const { files } = await opening;
    try {
      if (scanning === null && clock.monotonic() >= nextScan) {
        hinted = false;
        looking = 0;
        scanning = files.scan();
      }
      while (scanning !== null && hand.waiting < most) {
        const asked: number = clock.monotonic();
        const next = await scanning.next();
        looking += clock.monotonic() - asked;
        if (next.done === true) {
          scanning = null;
          nextScan = clock.monotonic() + Math.max(hinted ? soon : settings.every, 5 * looking);
          trouble = null;
        } else hand.put(next.value.intaken, next.value.piece);
      }
    } catch (error) {
      scanning = null;
      nextScan = clock.monotonic() + settings.every;
      trouble = `expected a folder that can be read at \`${folder}\`: ${describeFailure(error)}`;
    }
    if (files.hasNews()) unsaved = true;
    await saveSometimes();
  }

  async function take(most: number, signal?: AbortSignal): Promise<Taken> {
    const end = clock.monotonic() + settings.wait;
    for (;;) {
      pulling = pulling.then(() => (closed ? undefined : pull(most)));
      await pulling;
      const messages = hand.take(most, clock.monotonic());
      if (messages.length > 0) lastTaken = clock.now();
      const now = clock.monotonic();
      if (messages.length > 0 || now >= end || signal?.aborted || closed)
        return messages.length === 0 && trouble !== null
          ? { kind: 'unavailable', maybe: false, why: trouble }
          : { kind: 'taken', messages };
      const next = Math.min(end, Math.max(now + 1, nextScan), hand.next() ?? end);
      await pause(clock, Math.max(1, next - now), bell, signal);
    }
  }

  /** What is remembered may be long: while much is under way it is enough to save it now and then. */
  async function saveSometimes(): Promise<void> {
    if (unsaved && clock.monotonic() - saved >= settings.every) await save();
  }

  /** One save at a time; what was done meanwhile is in the next one. */
  async function save(): Promise<void> {
    if (opening === null) return;
    const { known } = await opening;
    while (saving !== null) await saving;
    if (!unsaved) return;
    unsaved = false;
    saved = clock.monotonic();
    saving = memory.save(writeMemory(known)).catch(() => {
      unsaved = true;
    });
    await saving;
    saving = null;
  }

  return {
    name: `folder:${folder}`,
    take,
    async done(receipt) {
      const found = hand.done(receipt);
      if (found === null || opening === null) return { kind: 'fenced' };
      const { files } = await opening;
      files.finish(found.about);
      if (files.hasNews()) unsaved = true;
      await saveSometimes();
      return { kind: 'settled' };
    },
    async back(receipt) {
      hand.back(receipt, clock.monotonic());
      return { kind: 'settled' };
    },
    figures: () => ({
      ...{ messages: hand.handed, again: hand.again, waiting: hand.waiting, inHand: hand.inHand },
      ...{ poison: 0, lastTaken, trouble, ended: false },
    }),
    async close() {
      closed = true;
      watcher?.close();
      bell.ring();
      await pulling;
      await scanning?.return(undefined);
      await save();
    },
  };
}
