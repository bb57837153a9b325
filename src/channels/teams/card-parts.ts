import { unlinked } from '../unlinked.ts';

/** A part of an Adaptive Card. */
export type CardPart = { readonly type: string; readonly [key: string]: unknown };

/** How a text looks; all that is left out is as usual. */
export interface Look {
  readonly size?: 'Small' | 'Default' | 'Medium' | 'Large';
  readonly weight?: 'Bolder';
  readonly isSubtle?: true;
  readonly fontType?: 'Monospace';
  readonly color?: 'Attention' | 'Warning' | 'Good' | 'Accent';
}

/** A text, and how it looks. */
export interface Run extends Look {
  readonly text: string;
}

/**
 * One paragraph. It is a `RichTextBlock`, whose texts are texts: a `TextBlock` would read Markdown in names that others chose.
 * What is left to neutralise are addresses, which clients make links of by themselves, and `{{DATE(…)}}`, which they compute.
 */
export function paragraph(
  runs: readonly Run[],
  how: { readonly spacing?: 'None' | 'Small' | 'Medium' } = {},
): CardPart {
  return {
    type: 'RichTextBlock',
    inlines: runs
      .filter(({ text }) => text !== '')
      .map(({ text, ...look }) => ({ type: 'TextRun', text: cardText(text), ...look })),
    ...how,
  };
}

/** A text of others as it may stand in a card: with no address to follow, and nothing that is computed. */
export function cardText(text: string): string {
  return unlinked(text).replace(/\{(?=\{)/g, '{ ');
}
