import { type Line, paint, type Terminal } from '../screen.ts';

/** Lines that come one after another, with one at the bottom that tells how things are. */
export interface LiveScreen {
  show(lines: readonly Line[]): Promise<void>;
  /** The line at the bottom: written anew in place, or, where nobody watches, printed now and then. */
  status(line: Line): void;
  /** Takes the line at the bottom away. */
  end(): void;
}

/** Where nobody watches, the line at the bottom is printed so often, in milliseconds. */
const seldom = 60_000;

const eraseLine = '\r\u001b[K';

/** A screen on a terminal: lines go to standard output, the one at the bottom to standard error. */
export function liveScreen({ out, err, columns, colour, watched, now }: Terminal): LiveScreen {
  let bottom = '';
  let printed = now();
  return {
    show: async (lines) => {
      if (lines.length === 0) return;
      if (watched && bottom !== '') err(eraseLine);
      await out(lines.map((line) => `${paint(line, colour)}\n`).join(''));
      if (watched) err(bottom);
    },
    status: (line) => {
      const text = paint(line, false).slice(0, columns - 1);
      if (watched) {
        bottom = colour ? paint([{ text, as: 'dim' }], true) : text;
        err(`${eraseLine}${bottom}`);
      } else if (now() - printed >= seldom) {
        printed = now();
        err(`${text}\n`);
      }
    },
    end: () => {
      if (watched && bottom !== '') err(eraseLine);
      bottom = '';
    },
  };
}
