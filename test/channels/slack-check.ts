import type { SlackBlock } from '../../src/channels/slack/slack-block.ts';

/** Limits of docs.slack.dev/reference/block-kit, and of github.com/slackapi/bolt-js issue 2509 for all blocks together. */
const limits = { blocks: 50, header: 150, text: 3000, context: 10, all: 13_200, fallback: 4000 } as const;

const textKeys = { plain_text: ['emoji', 'text', 'type'], mrkdwn: ['text', 'type', 'verbatim'] } as const;

type Fields = Readonly<Record<string, unknown>>;

/** Says what Slack would not take of a message's `text` and `blocks`, and what would let a text of others act. */
export function checkSlackMessage(text: unknown, blocks: unknown): readonly string[] {
  const wrong: string[] = [];
  if (typeof text !== 'string' || text.trim() === '') wrong.push('no_text');
  else {
    if (text.length > limits.fallback) wrong.push(`msg_too_long: ${text.length}`);
    wrong.push(...checkMarkup(text, 'text'));
  }
  if (!Array.isArray(blocks) || blocks.length === 0) return [...wrong, 'invalid_blocks: none'];
  if (blocks.length > limits.blocks) wrong.push(`invalid_blocks: ${blocks.length} blocks`);
  const size = JSON.stringify(blocks).length;
  if (size > limits.all) wrong.push(`msg_blocks_too_long: ${size}`);
  return [...wrong, ...blocks.flatMap((block, i) => checkBlock(block as Fields).map((why) => `/blocks/${i}: ${why}`))];
}

function checkBlock(block: Fields): readonly string[] {
  switch (block.type) {
    case 'header':
      return [...keys(block, ['text', 'type']), ...checkText(block.text as Fields, ['plain_text'], limits.header)];
    case 'section':
      return [
        ...keys(block, ['text', 'type']),
        ...checkText(block.text as Fields, ['plain_text', 'mrkdwn'], limits.text),
      ];
    case 'context': {
      const elements = Array.isArray(block.elements) ? (block.elements as Fields[]) : [];
      const count = elements.length === 0 || elements.length > limits.context ? [`${elements.length} elements`] : [];
      return [
        ...keys(block, ['elements', 'type']),
        ...count,
        ...elements.flatMap((one) => checkText(one, ['plain_text', 'mrkdwn'], limits.text)),
      ];
    }
    case 'rich_text': {
      const elements = Array.isArray(block.elements) ? (block.elements as Fields[]) : [];
      return [
        ...keys(block, ['elements', 'type']),
        ...(elements.length === 0 ? ['no elements'] : elements.flatMap(checkSection)),
      ];
    }
    default:
      return [`unsupported type: ${String(block.type)}`];
  }
}

function checkSection(section: Fields): readonly string[] {
  const parts = Array.isArray(section.elements) ? (section.elements as Fields[]) : [];
  const wrong = [...keys(section, ['elements', 'type'])];
  if (section.type !== 'rich_text_section') wrong.push(`unsupported type: ${String(section.type)}`);
  if (parts.length === 0) wrong.push('no parts');
  for (const part of parts) {
    wrong.push(...keys(part, part.style === undefined ? ['text', 'type'] : ['style', 'text', 'type']));
    if (part.type !== 'text') wrong.push(`a part that acts: ${String(part.type)}`);
    wrong.push(...checkPlain(part.text));
    const style = JSON.stringify(part.style ?? { bold: true });
    if (style !== '{"bold":true}' && style !== '{"code":true}') wrong.push(`style ${style}`);
  }
  return wrong;
}

function checkText(
  text: Fields | undefined,
  types: readonly (keyof typeof textKeys)[],
  most: number,
): readonly string[] {
  const type = types.find((one) => one === text?.type);
  if (text === undefined || type === undefined) return [`no text of ${types.join(' or ')}`];
  const wrong = [...keys(text, textKeys[type]), ...checkPlain(text.text)];
  if (typeof text.text === 'string' && text.text.length > most)
    wrong.push(`must be at most ${most} characters, has ${text.text.length}`);
  if (typeof text.text === 'string') wrong.push(...checkMarkup(text.text, type));
  if (type === 'mrkdwn' && text.verbatim !== true) wrong.push('mrkdwn that makes links of its own');
  return wrong;
}

function checkPlain(text: unknown): readonly string[] {
  if (typeof text !== 'string' || text === '') return ['must be at least 1 character'];
  const wrong = text.isWellFormed() ? [] : ['half a character'];
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\n', ''))) wrong.push('a control character');
  if (/\p{Bidi_Control}|[\u200b\u2060\ufeff]|[\u{e0000}-\u{e007f}]/u.test(text)) wrong.push('an invisible character');
  if (/\bhttps?:\/\/|\bwww\./i.test(text.replace(/<https?:\/\/[^|>]*\|playbook>/g, '')))
    wrong.push(`a link: ${text.slice(0, 80)}`);
  return wrong;
}

/** Whatever stands between `<` and `>` acts: only ids, and the playbook, may. */
function checkMarkup(text: string, where: string): readonly string[] {
  const acts = text.match(/<[^>]*>?/g) ?? [];
  const allowed =
    where === 'mrkdwn' ? /^<(@[UW][A-Z0-9]+|!subteam\^S[A-Z0-9]+|https?:\/\/[^\s|<>]+\|playbook)>$/ : /^$/;
  const wrong = acts.filter((one) => !allowed.test(one)).map((one) => `${where} acts: ${one.slice(0, 60)}`);
  if (/&(?!(amp|lt|gt);)/.test(text)) wrong.push(`${where}: \`&\` as it is`);
  if (/@(here|channel|everyone)\b/i.test(text)) wrong.push(`${where} calls everyone`);
  return wrong;
}

function keys(object: Fields, wanted: readonly string[]): readonly string[] {
  const has = Object.keys(object).toSorted();
  return JSON.stringify(has) === JSON.stringify(wanted) ? [] : [`expected the fields ${wanted}, got ${has}`];
}

/** A message as people read it: a line for each block, markup taken away. */
export function readSlackMessage(blocks: readonly SlackBlock[]): string {
  return blocks.map(readBlock).join('\n');
}

function readBlock(block: SlackBlock): string {
  switch (block.type) {
    case 'header':
    case 'section':
      return readEscapes(block.text.text);
    case 'context':
      return block.elements.map(({ text }) => readEscapes(text)).join('  ');
    case 'rich_text':
      return block.elements[0].elements.map(({ text }) => text).join('');
  }
}

function readEscapes(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
