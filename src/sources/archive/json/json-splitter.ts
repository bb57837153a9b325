import { type Capture, startCapture } from './capture.ts';
import { byteOf, isBlank, isJson, readKey } from './token.ts';
import type { Unit } from './unit.ts';

const { quote, backslash, newline, openBrace, closeBrace, openBracket, closeBracket, comma, colon } = byteOf;

/** How to split: `lines` when every top-level value stands on a line of its own, so that a damaged line ends at its newline. */
export interface SplitOptions {
  readonly lines: boolean;
  /** Bytes that one unit may have. */
  readonly maxUnit: number;
}

/**
 * Splits JSON of any layout into units while it streams by: one value, several on lines or run together, a top-level array, an
 * object with `Records` or `Events` (each time the key occurs, though JSON.parse would drop all but the last). Checks brackets
 * only; whoever parses a unit finds the rest. Memory: one unit.
 */
export class JsonSplitter {
  private readonly options: SplitOptions;
  private readonly capture: Capture;
  /** The members of a top-level object, its lists left empty, until it closes. */
  private readonly outer: Capture;
  private state: 'top' | 'value' | 'scalar' | 'between' | 'garbage' = 'top';
  /** Brackets open around units now: 0 at the top, 1 in a top-level array, 2 in a list of a top-level object. */
  private around: 0 | 1 | 2 = 0;
  private list: 'Records' | 'Events' | null = null;
  private hadList = false;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** In a top-level object at depth 1: where its last string stands in the capture, and whether a colon followed it. */
  private key = { start: 0, end: 0, colon: false };
  private number = 0;
  private out: Unit[] = [];

  constructor(options: SplitOptions) {
    this.options = options;
    this.capture = startCapture(options.maxUnit);
    this.outer = startCapture(options.maxUnit);
  }

  /** Takes the next bytes and returns the units that end in them. The chunk may be reused afterwards. */
  push(chunk: Uint8Array): readonly Unit[] {
    for (let at = 0; at < chunk.length; ) at = this.step(chunk, at);
    return this.take();
  }

  /** Says that no more bytes come; what is still open is damage. */
  end(): readonly Unit[] {
    if (this.state === 'scalar') this.finish();
    else if (this.state === 'value') this.damage('the file ends inside this value');
    else if (this.state === 'between') this.damage('the file ends inside its list of records', false);
    else if (this.state === 'garbage') this.finishGarbage();
    return this.take();
  }

  private take(): readonly Unit[] {
    const out = this.out;
    this.out = [];
    return out;
  }

  private step(chunk: Uint8Array, at: number): number {
    switch (this.state) {
      case 'top':
        return this.stepTop(chunk, at);
      case 'between':
        return this.stepBetween(chunk, at);
      case 'value':
        return this.stepValue(chunk, at);
      case 'scalar':
        return this.stepScalar(chunk, at);
      case 'garbage':
        return this.stepGarbage(chunk, at);
    }
  }

  private stepTop(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!;
    if (isBlank(byte) || byte === comma) return at + 1;
    if (byte === openBrace) return this.startValue(at);
    if (byte === openBracket && !this.options.lines) {
      this.state = 'between';
      this.around = 1;
      return at + 1;
    }
    if (byte === openBracket) return this.startValue(at);
    this.state = 'garbage';
    return at;
  }

  private startValue(at: number): number {
    this.state = 'value';
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    this.key = { start: 0, end: 0, colon: false };
    return at;
  }

  private stepBetween(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!;
    if (isBlank(byte) || byte === comma) {
      if (byte === newline && this.options.lines) this.damage('the line ends inside its list of records', false);
      return at + 1;
    }
    if (byte === closeBracket) return this.closeList(at);
    if (byte === closeBrace) {
      this.damage('expected `,` or `]` after a record, found `}`', false);
      return at + 1;
    }
    if (byte === openBrace || byte === openBracket) return this.startValue(at);
    this.startValue(at);
    this.state = 'scalar';
    return at;
  }

  private closeList(at: number): number {
    if (this.around === 1) {
      this.around = 0;
      this.state = 'top';
      return at + 1;
    }
    this.around = 0;
    this.list = null;
    this.state = 'value';
    this.depth = 1;
    this.capture.addText(`${this.outer.take() ?? ''}[]`);
    this.key = { start: 0, end: 0, colon: false };
    return at + 1;
  }

  /** Runs to the end of the chunk or of the value. */
  private stepValue(chunk: Uint8Array, from: number): number {
    let at = from;
    let start = from;
    for (; at < chunk.length; at++) {
      if (this.inString) {
        at = this.skipString(chunk, at);
        if (at === chunk.length) break;
        if (chunk[at] === newline) return this.breakLine(chunk, start, at);
        this.inString = false;
        if (this.isOuter()) this.key.end = this.capture.length() + at + 1 - start;
        continue;
      }
      const byte = chunk[at]!;
      if (this.options.lines && byte === newline) return this.breakLine(chunk, start, at);
      if (byte === quote) {
        this.inString = true;
        if (this.isOuter()) this.key = { start: this.capture.length() + at - start, end: 0, colon: false };
      } else if (byte === openBrace || byte === openBracket) {
        if (byte === openBracket && this.isOuter() && this.key.colon) {
          this.capture.add(chunk, start, at);
          start = at;
          if (this.openList()) return at + 1;
        }
        this.depth++;
      } else if (byte === closeBrace || byte === closeBracket) {
        if (--this.depth === 0) {
          this.capture.add(chunk, start, at + 1);
          this.finish();
          return at + 1;
        }
      } else if (byte === colon && this.isOuter() && this.key.end > 0) this.key.colon = true;
      else if (byte === comma && this.isOuter()) this.key = { start: 0, end: 0, colon: false };
    }
    this.capture.add(chunk, start, at);
    return at;
  }

  /** To the quote that ends the string, to a newline that ends the line, or to the end of the chunk. */
  private skipString(chunk: Uint8Array, from: number): number {
    const stop = this.options.lines ? newline : -1;
    let { escaped } = this;
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === stop) break;
      if (escaped) escaped = false;
      else if (byte === quote) break;
      else if (byte === backslash) escaped = true;
    }
    this.escaped = escaped;
    return at;
  }

  private isOuter(): boolean {
    return this.depth === 1 && this.around === 0;
  }

  /** At a `[` after a key of a top-level object: streams its elements when the key is one of ours. */
  private openList(): boolean {
    const name = readKey(this.capture.slice(this.key.start, this.key.end));
    if (name !== 'Records' && name !== 'Events') return false;
    const before = this.capture.take();
    this.outer.take();
    if (before !== null) this.outer.addText(before);
    this.list = name;
    this.hadList = true;
    this.around = 2;
    this.state = 'between';
    return true;
  }

  private stepScalar(chunk: Uint8Array, from: number): number {
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (this.options.lines && byte === newline) return this.breakLine(chunk, from, at);
      if (this.escaped) this.escaped = false;
      else if (this.inString && byte === backslash) this.escaped = true;
      else if (byte === quote) this.inString = !this.inString;
      else if (!this.inString && (isBlank(byte) || byte === comma || byte === closeBracket || byte === closeBrace)) {
        this.capture.add(chunk, from, at);
        this.finish();
        return at;
      }
    }
    this.capture.add(chunk, from, at);
    return at;
  }

  private stepGarbage(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length && chunk[at] !== newline && chunk[at] !== openBrace) at++;
    if (this.capture.length() < 80) this.capture.add(chunk, from, Math.min(at, from + 80));
    if (at < chunk.length) this.finishGarbage();
    return at;
  }

  private finishGarbage(): void {
    const text = this.capture.take() ?? '';
    const shown = text
      .slice(0, 40)
      .replace(/[\u0000-\u001f\u007f-\u009f`]/g, ' ')
      .trim();
    this.state = 'top';
    const what = shown === '' ? 'bytes that are no text' : `\`${shown}\``;
    this.out.push({
      kind: 'damage',
      number: null,
      reason: `expected a JSON value, found ${what} after record ${this.number}`,
      text: '',
    });
  }

  private finish(): void {
    const text = this.capture.take();
    this.state = this.around === 0 ? 'top' : 'between';
    if (this.around === 0 && this.hadList) {
      this.hadList = false;
      if (text !== null && !isJson(text))
        this.out.push({
          kind: 'damage',
          number: null,
          reason: 'the part around the list of records is damaged JSON',
          text: '',
        });
      return;
    }
    this.number++;
    if (text !== null) this.out.push({ kind: 'unit', number: this.number, text, list: this.list });
    else
      this.out.push({
        kind: 'damage',
        number: this.number,
        reason: `expected at most ${this.options.maxUnit} bytes in one record, found more`,
        text: '',
      });
  }

  private breakLine(chunk: Uint8Array, start: number, at: number): number {
    this.capture.add(chunk, start, at);
    this.damage('the line ends inside this value');
    return at + 1;
  }

  /** Gives up what is open and starts afresh at the top. */
  private damage(reason: string, counts = true): void {
    const text = this.capture.take() ?? '';
    const isRecord = counts && !(this.around === 0 && this.hadList);
    if (isRecord) this.number++;
    this.out.push({ kind: 'damage', number: isRecord ? this.number : null, reason, text });
    this.state = 'top';
    this.around = 0;
    this.list = null;
    this.hadList = false;
    this.outer.take();
  }
}
