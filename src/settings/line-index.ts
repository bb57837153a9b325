/** A stretch of a text: offsets in UTF-16 units, the end not included. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where a line is, from 1, and where on it, from 1 in UTF-16 units as editors count. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** A text by its lines. */
export interface LineIndex {
  readonly text: string;
  /** Where an offset is. */
  readonly placeOf: (offset: number) => LinePlace;
  /** Where a line begins and ends, without its line break. */
  readonly lineAt: (line: number) => Place;
}

/** Indexes the lines of a text. Lines end with LF or CRLF. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    text,
    placeOf: (offset) => {
      const line = lineOf(offset);
      return { line: line + 1, column: offset - starts[line]! + 1 };
    },
    lineAt: (line) => {
      const from = starts[line - 1] ?? text.length;
      const end = line < starts.length ? starts[line]! - 1 : text.length;
      return { from, to: text[end - 1] === '\r' && end > from ? end - 1 : end };
    },
  };
}
