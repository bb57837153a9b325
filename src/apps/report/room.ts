import { type Html, html } from './html.ts';

/** How much of a report is left for details: a file that is too big is read by nobody. */
export interface Room {
  /** The same HTML while there is room for it, else `null`. */
  readonly take: (part: Html) => Html | null;
  /** The same for whole decisions, which have a fifth of the room for themselves. */
  readonly takeRaw: (part: Html) => Html | null;
  /** What stands in its place. */
  readonly instead: (id: string) => Html;
  /** How many found no room. */
  readonly refused: () => number;
}

/** Starts with room for so many characters. */
export function startRoom(characters: number): Room {
  const left = { own: characters * 0.8, raw: characters * 0.2 };
  let refused = 0;
  const takeFrom = (part: Html, which: keyof typeof left): Html | null => {
    if (part.html.length > left[which]) return null;
    left[which] -= part.html.length;
    return part;
  };
  return {
    take: (part) => {
      const taken = takeFrom(part, 'own');
      if (taken === null) refused++;
      return taken;
    },
    takeRaw: (part) => takeFrom(part, 'raw'),
    instead: (id) => html`<p>More: <code>portcullis explain ${id}</code></p>`,
    refused: () => refused,
  };
}
