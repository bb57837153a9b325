import { writeInstant } from '../../core/leaf/instant.ts';
import { as, type Line, paint, type Style } from '../cli/screen.ts';
import type { LogLine } from './log-line.ts';

const looks: Readonly<Record<LogLine['level'], Style>> = { error: 'red', warn: 'yellow', info: 'cyan', debug: 'dim' };

/** Ids by which one asks further. */
const shown = ['severity', 'checks', 'decision', 'action', 'account', 'region', 'source', 'who'] as const;

/** A line of the log for people: time, word, what happened, and its ids; what takes more lines is indented below. */
export function prettyLine({ level, event, message, fields }: LogLine, now: number, colour: boolean): string {
  const ids = shown.flatMap((key) => {
    const value = fields[key];
    const text = Array.isArray(value) ? value.join(',') : value;
    return text === undefined || text === null || text === '' ? [] : [`${key}=${text}`];
  });
  const [first = '', ...more] = message.split('\n');
  const line: Line = [
    as('dim', writeInstant(now).slice(11, 19)),
    '  ',
    as(looks[level], event.padEnd(15)),
    first,
    ids.length === 0 ? '' : as('dim', `  ${ids.join(' ')}`),
  ];
  return [line, ...more.map((text): Line => ['    ', text])].map((each) => paint(each, colour)).join('\n');
}
