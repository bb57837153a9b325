import { escapeSlack } from './slack-text.ts';

/**
 * The blocks that our messages are made of, as Slack's Block Kit has them (docs.slack.dev/reference/block-kit). What others chose
 * stands in `plain_text` (escaped) and in the text parts of `rich_text` (as it is) alone: there Slack reads no markup, mention or link.
 */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'rich_text'; readonly elements: readonly [RichSection] }
  | { readonly type: 'section'; readonly text: Markup }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | Markup)[] };

/** Text without markup; `emoji: false` leaves `:names:` of emoji as they are. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** Text with markup, of our own words alone; `verbatim` makes Slack add no links or mentions. */
export interface Markup {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

/** One paragraph of parts, each with a style of its own. */
export interface RichSection {
  readonly type: 'rich_text_section';
  readonly elements: readonly RichPart[];
}

/** Some text in one style. */
export interface RichPart {
  readonly type: 'text';
  readonly text: string;
  readonly style?: { readonly bold: true } | { readonly code: true };
}

/** What is posted. `text` is what phones and screen readers get, and what stands where blocks are not shown. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Text without markup, as an element of a block, at most so long as Slack counts it. */
export function plainText(text: string, most?: number): PlainText {
  return { type: 'plain_text', text: escapeSlack(text, most), emoji: false };
}

/** Text with markup; it must hold nothing that others chose. */
export function markup(text: string): Markup {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** A paragraph; parts without text, which Slack refuses, are left out, and a paragraph without parts is none. */
export function paragraph(...parts: readonly RichPart[]): readonly SlackBlock[] {
  const elements = parts.filter(({ text }) => text !== '');
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
}

/** Some text as part of a paragraph. */
export function part(text: string, style?: 'bold' | 'code'): RichPart {
  if (style === undefined) return { type: 'text', text };
  return { type: 'text', text, style: style === 'bold' ? { bold: true } : { code: true } };
}
