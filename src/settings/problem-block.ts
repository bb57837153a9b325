import stringWidth from 'string-width';
import { hideSecrets } from '../core/policy/shape/text/secret.ts';
import type { LineIndex, Place } from './line-index.ts';

/** Something wrong at a place of a file. */
export interface PlacedProblem {
  /** The file as shown. */
  readonly name: string;
  readonly source: LineIndex;
  readonly at: Place;
  readonly message: string;
  readonly suggestion: string | null;
  /** Secrets of the file: no line shows them. */
  readonly hidden: readonly Place[];
}

/**
 * Writes a problem as people read it: file, line and column, what is wrong, the line itself, a caret below the place,
 * and what was probably meant. Text of the file is made harmless: what a terminal could obey or hide is shown as `·`.
 */
export function writeProblem({ name, source, at, message, suggestion, hidden }: PlacedProblem): string {
  const { line, column } = source.placeOf(at.from);
  const whole = source.lineAt(line);
  const start = Math.max(whole.from, at.from - looked);
  const shown = maskLine(source.text.slice(start, Math.min(whole.to, at.from + looked)), start, hidden);
  const from = Math.min(at.from - start, shown.length);
  const to = Math.max(from, Math.min(at.to - start, shown.length));
  const cut = cutAround(
    `${start > whole.from ? '…' : ''}${shown.slice(0, from)}`,
    shown.slice(from, to),
    shown.slice(to),
  );
  const number = String(line).padStart(5);
  const meant = suggestion === null ? '' : `  did you mean \`${harmless(hideSecrets(suggestion))}\`?`;
  return [
    `${harmless(name)}:${line}:${column}  ${harmless(hideSecrets(message))}`,
    `${number} | ${cut.line}`.trimEnd(),
    `${' '.repeat(number.length)} | ${' '.repeat(cut.before)}${'^'.repeat(cut.carets)}${meant}`,
  ].join('\n');
}

/** Text that no terminal obeys: one `·` for each character that is not shown as itself. */
export function harmless(text: string): string {
  return text
    .replace(/\t/g, '  ')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(invisible, '·');
}

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u2800]|\p{Default_Ignorable_Code_Point}/gu;
const widest = 100;
const keptBefore = 40;
/** How much of a very long line is looked at to either side of the place. */
const looked = 1000;

/** A line with stars for its secrets, as long as before. */
function maskLine(line: string, start: number, hidden: readonly Place[]): string {
  let masked = line;
  for (const { from, to } of hidden) {
    const [a, b] = [Math.max(0, from - start), Math.min(line.length, to - start)];
    if (a < b) masked = `${masked.slice(0, a)}${'*'.repeat(b - a)}${masked.slice(b)}`;
  }
  const literal = /(\bsecret["']?\s*:\s*)(?!["']?\$\{)([^\s*{][^,}]*)/g;
  return hideSecrets(masked).replace(literal, (_, key: string, value: string) => key + '*'.repeat(value.length));
}

/** The part of a line that fits, around the place, with the width of what stands before the place. */
function cutAround(before: string, place: string, after: string) {
  const left = cutLeft(harmless(before), stringWidth(harmless(before + place + after)) > widest ? keptBefore : widest);
  const middle = cutRight(harmless(place), widest - stringWidth(left));
  const right = cutRight(harmless(after), widest - stringWidth(left + middle));
  return { line: left + middle + right, before: stringWidth(left), carets: Math.max(1, stringWidth(middle)) };
}

function cutLeft(text: string, room: number): string {
  return stringWidth(text) <= room
    ? text
    : `…${[...cutRight([...text].reverse().join(''), room)].reverse().join('').slice(1)}`;
}

function cutRight(text: string, room: number): string {
  if (text.length <= room && stringWidth(text) <= room) return text;
  let kept = '';
  let width = 1;
  for (const character of text.slice(0, room * 4)) {
    width += stringWidth(character);
    if (width > room) break;
    kept += character;
  }
  return `${kept}…`;
}
