import { styleText } from 'node:util';
import { plainText } from './plain-text.ts';

/** How a piece of a line looks; it never says what the words do not. */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'alarm';

/** A piece of a line: bare text, or text with a look. Whoever wrote it, it is made harmless when it is printed. */
export type Piece = string | { readonly text: string; readonly as: Style };

/** A line of pieces. */
export type Line = readonly Piece[];

/** Where the program prints: data to `out`, progress and notices to `err`. */
export interface Terminal {
  readonly out: (text: string) => void | Promise<void>;
  readonly err: (text: string) => void;
  /** Columns that a line may have. */
  readonly columns: number;
  readonly colour: boolean;
  /** Whether somebody watches `err`. */
  readonly watched: boolean;
  readonly now: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the program was called, for hints that can be typed. */
  readonly command: string;
}

const looks = {
  bold: 'bold',
  dim: 'dim',
  red: 'red',
  yellow: 'yellow',
  green: 'green',
  cyan: 'cyan',
  alarm: ['red', 'bold'],
} as const;

/** A line as text: every piece harmless, coloured when asked. */
export function paint(line: Line, colour: boolean): string {
  return line
    .map((piece) => {
      if (typeof piece === 'string') return plainText(piece);
      const text = plainText(piece.text);
      const look = looks[piece.as];
      return colour && text !== ''
        ? styleText(typeof look === 'string' ? look : [...look], text, { validateStream: false })
        : text;
    })
    .join('')
    .trimEnd();
}

/** Prints lines to standard output. */
export async function print(terminal: Terminal, lines: Iterable<Line>): Promise<void> {
  const text = [...lines].map((line) => `${paint(line, terminal.colour)}\n`).join('');
  if (text !== '') await terminal.out(text);
}

/** Prints one line to standard error. */
export function notice(terminal: Terminal, ...line: Line): void {
  terminal.err(`${paint(line, false)}\n`);
}

/** A piece with a look. */
export function as(look: Style, text: string): Piece {
  return { text, as: look };
}
