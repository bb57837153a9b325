/** A line without its end, and how many bytes were used up to and with that end; `text` is `null` for a line that is too long. */
export interface Line {
  readonly text: string | null;
  readonly used: number;
}

/** Splits bytes that come in pieces into lines. */
export interface LineSplitter {
  push(piece: Uint8Array): readonly Line[];
  /** What came after the last end of a line; `null` when that is nothing. */
  rest(): string | null;
}

const newline = 0x0a;

/** Starts a splitter that holds at most one line of `longest` bytes; of a longer one only its end is looked for. */
export function startLines(longest: number): LineSplitter {
  let held: Buffer[] = [];
  let [length, used] = [0, 0];
  const add = (piece: Uint8Array): void => {
    length += piece.length;
    used += piece.length;
    if (length > longest) held = [];
    // Whoever pushed the piece may use its memory again.
    else held.push(Buffer.from(piece));
  };
  const text = (): string | null => (length > longest ? null : Buffer.concat(held).toString('utf8'));
  return {
    push(piece) {
      const lines: Line[] = [];
      let at = 0;
      for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, at)) {
        add(piece.subarray(at, end));
        lines.push({ text: text(), used: used + 1 });
        [held, length, used] = [[], 0, 0];
        at = end + 1;
      }
      if (at < piece.length) add(piece.subarray(at));
      return lines;
    },
    rest: () => (length === 0 ? null : text()),
  };
}
