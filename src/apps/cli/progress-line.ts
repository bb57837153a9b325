import type { Intaken } from '../../contracts/source.ts';
import { sayLength } from '../../core/alert/say-time.ts';
import type { Terminal } from './screen.ts';

type Told = Extract<Intaken, { kind: 'progress' }>;

/** A line on standard error that says how far the reading is; nothing is shown when nobody watches or it is soon over. */
export interface ProgressLine {
  readonly tell: (at: Told) => void;
  readonly clear: () => void;
}

const quiet = 400;

/** From here on one wants to know how long it will be. */
const long = 5_000;

/** Starts a progress line. */
export function startProgressLine(terminal: Terminal): ProgressLine {
  const began = terminal.now();
  let shown = 0;
  return {
    tell: (at) => {
      const now = terminal.now();
      if (!terminal.watched || now - began < quiet || now - shown < 100) return;
      shown = now;
      terminal.err(`\r${lineOf(at, now - began)}\u001b[K`);
    },
    clear: () => {
      if (shown > 0) terminal.err('\r\u001b[K');
      shown = 0;
    },
  };
}

function lineOf({ files, filesDone, bytes, records }: Told, millis: number): string {
  const done = files === 0 ? 0 : filesDone / files;
  const bar = '#'.repeat(Math.round(done * 20)).padEnd(20, '.');
  const speed = (bytes / 1e6 / (millis / 1000)).toFixed(0);
  const left = done > 0 && millis > long ? `  about ${sayLength((millis * (1 - done)) / done)} left` : '';
  return `reading [${bar}] ${filesDone}/${files} files  ${speed} MB/s  ${records} records${left}`;
}
