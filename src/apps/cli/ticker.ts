import { grouped } from './counted.ts';
import type { Terminal } from './screen.ts';

/** A line on standard error that counts; nothing is shown when nobody watches or it is soon over. */
export interface Ticker {
  readonly tell: (count: number) => void;
  readonly clear: () => void;
}

/** Starts to count things of this name; `all` of them, where that is known. */
export function startTicker(terminal: Terminal, name: string, all: number | null = null): Ticker {
  const began = terminal.now();
  let shown = 0;
  return {
    tell: (count) => {
      if (!terminal.watched || count % 1000 !== 0) return;
      const now = terminal.now();
      if (now - began < 400 || now - shown < 100) return;
      shown = now;
      const of = all === null ? '' : ` of ${grouped(all)}`;
      terminal.err(`\rreading ${grouped(count)}${of} ${name}\u001b[K`);
    },
    clear: () => {
      if (shown > 0) terminal.err('\r\u001b[K');
      shown = 0;
    },
  };
}
