import type { Unreadable } from '../../core/trail/record.ts';
import { counted } from './counted.ts';
import { as, type Line } from './screen.ts';

/** Where something unreadable is: `file`, `file record 12`. */
export function sayPlace({ place }: Unreadable): string {
  return place.number === null ? place.file : `${place.file} record ${place.number}`;
}

/** The lines that tell what could not be read, the first few by name. */
export function unreadableLines(unreadable: readonly Unreadable[], total: number, most: number): readonly Line[] {
  if (total === 0) return [];
  const shown = unreadable.slice(0, most);
  return [
    [as('yellow', `Unreadable  ${counted(total, 'thing')}: the answer may lack what they hold (exit code 3)`)],
    ...shown.map((each): Line => ['  ', sayPlace(each), ': ', each.reason]),
    ...(total > shown.length
      ? [[as('dim', `  … and ${counted(total - shown.length, 'more', 'more')}; \`--json\` lists all`)]]
      : []),
  ];
}
