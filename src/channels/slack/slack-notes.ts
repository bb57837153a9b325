import type { Note } from '../../core/alert/alert.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import { slackLine } from './slack-text.ts';

/** The newest notes, a line each with its time (Slack itself shows the day), after a line that counts those left out. */
export function writeNotes(notes: readonly Note[], most: number): readonly string[] {
  const left = Math.max(0, notes.length - most);
  const lines = notes.slice(-most).map(({ at, say }) => `${writeInstant(at).slice(11, 19)} UTC ${slackLine(say, 300)}`);
  return left > 0 ? [`… ${left} earlier`, ...lines] : lines;
}
