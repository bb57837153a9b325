import stringWidth from 'string-width';
import { plainText } from './plain-text.ts';
import type { Line, Piece } from './screen.ts';

/** Breaks a line of pieces into lines of a width, between words: pieces keep their looks, later lines are indented. */
export function wrapLine(line: Line, width: number, indent = ''): readonly Line[] {
  const lines: Line[] = [];
  let [done, word, gap]: [Piece[], Piece[], string] = [[], [], ''];
  const place = (): void => {
    if (word.length === 0) return;
    const begun = done.length > 0;
    if (begun && widthOf(done) + gap.length + widthOf(word) > width) {
      lines.push(done);
      done = [indent, ...word];
    } else done.push(gap, ...word);
    [word, gap] = [[], ''];
  };
  for (const piece of line) {
    const look = (text: string): Piece => (typeof piece === 'string' ? text : { ...piece, text });
    for (const part of plainText(textOf(piece)).match(/ +|[^ ]+/g) ?? []) {
      if (part.startsWith(' ')) {
        place();
        gap += part;
      } else word.push(look(part));
    }
  }
  place();
  return widthOf(line) <= width ? [line] : [...lines, done];
}

function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : piece.text;
}

function widthOf(line: Line): number {
  return line.reduce((sum, piece) => sum + stringWidth(plainText(textOf(piece))), 0);
}
