import { join } from 'node:path';
import { renderSlack } from '../src/channels/slack/render.ts';
import { renderReply } from '../src/channels/slack/render-reply.ts';
import type { RichPart, SlackBlock, SlackMessage } from '../src/channels/slack/slack-block.ts';
import type { Delivery } from '../src/contracts/channel.ts';
import { startBrowser } from '../test/browser/browser.ts';
import { askedAlert, digestAlert, openAlert, revertedAlert } from '../test/channels/sample-alerts.ts';

interface Colours {
  readonly page: string;
  readonly text: string;
  readonly subtle: string;
  readonly line: string;
  readonly code: string;
  readonly link: string;
}

const looks: Readonly<Record<'light' | 'dark', Colours>> = {
  light: { page: '#ffffff', text: '#1d1c1d', subtle: '#616061', line: '#dddddd', code: '#c01343', link: '#1264a3' },
  dark: { page: '#1a1d21', text: '#d1d2d3', subtle: '#ababad', line: '#35373b', code: '#e8912d', link: '#1d9bd1' },
};

const first = { what: 'first', news: [], ref: null, repeated: false } as const;
const deliveryOf = (also: Partial<Delivery> & Pick<Delivery, 'alert'>): Delivery => ({
  ...first,
  now: also.alert.updatedAt,
  ...also,
});
const again = { what: 'again', news: [{ at: openAlert.at + 180_000, say: 'not acknowledged in time' }] } as const;

/** Messages as they come into a channel: one that is open, its reminder, one that was reverted with its thread, a question, a digest. */
const shown: readonly { readonly message: SlackMessage | null; readonly inThread: boolean }[] = [
  { message: renderSlack(deliveryOf({ alert: openAlert })), inThread: false },
  { message: renderReply(deliveryOf({ alert: openAlert, ...again })), inThread: true },
  { message: renderSlack(deliveryOf({ alert: revertedAlert })), inThread: false },
  {
    message: renderReply(deliveryOf({ alert: revertedAlert, what: 'update', news: revertedAlert.history })),
    inThread: true,
  },
  { message: renderSlack(deliveryOf({ alert: askedAlert })), inThread: false },
  { message: renderSlack(deliveryOf({ alert: digestAlert })), inThread: false },
];

/** Takes pictures of messages of Slack. Nothing of Slack draws blocks outside of Slack: this is a drawing of ours after its client. */
export async function pictureSlack(folder: string): Promise<void> {
  const browser = await startBrowser();
  for (const [name, look, width] of [
    ['slack-light', 'light', 700],
    ['slack-dark-narrow', 'dark', 360],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 600 } });
    await page.setContent(`<style>${styleOf(looks[look])}</style>${shown.map(drawMessage).join('')}`);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
  await browser.close();
}

function drawMessage({ message, inThread }: (typeof shown)[number]): string {
  const blocks = message?.blocks ?? [];
  return `<article class="${inThread ? 'thread' : ''}"><i>P</i><div><b>Portcullis</b> <small>APP</small>${blocks.map(drawBlock).join('')}</div></article>`;
}

function drawBlock(block: SlackBlock): string {
  switch (block.type) {
    case 'header':
      return `<h1>${drawMarks(block.text.text)}</h1>`;
    case 'section':
      return `<p>${drawMarkup(block.text.text)}</p>`;
    case 'context':
      return `<p class="context">${block.elements.map(({ text }) => drawMarkup(text)).join(' &nbsp; ')}</p>`;
    case 'rich_text':
      return `<p>${block.elements[0].elements.map(drawPart).join('')}</p>`;
  }
}

function drawPart({ text, style }: RichPart): string {
  const said = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');
  if (style === undefined) return drawMarks(said);
  return 'code' in style ? `<code>${said}</code>` : `<b>${drawMarks(said)}</b>`;
}

const marks: Readonly<Record<string, string>> = {
  ...{ '🔴': '#e01e5a', '🟠': '#f2952f', '🟡': '#ecb22e', '🔵': '#36a6f0' },
  ...{
    '✅': '#2eb67d',
    '☑️': '#2eb67d',
    '⚠️': '#ecb22e',
    '⏳': '#9b8bd9',
    '👀': '#9b8bd9',
    '📋': '#9a8468',
    '🧪': '#67c7d1',
  },
};

/** A machine that takes pictures need have no font with emoji: each becomes a dot of its colour. */
function drawMarks(text: string): string {
  const dot = (colour: string) => `<span class="mark" style="background:${colour}"></span>`;
  return Object.entries(marks).reduce((drawn, [mark, colour]) => drawn.replaceAll(mark, dot(colour)), text);
}

function drawMarkup(text: string): string {
  return text
    .replace(/<@(\w+)>/g, '<span class="mention">@$1</span>')
    .replace(/<(https?:[^|]*)\|([^>]*)>/g, '<span class="link">$2</span>');
}

function styleOf({ page, text, subtle, line, code, link }: Colours): string {
  return `body { margin: 0; padding: 12px; background: ${page}; color: ${text}; font: 15px/1.46 Lato, 'Segoe UI', system-ui, sans-serif; }
    article { display: flex; gap: 8px; padding: 8px 0; } article.thread { margin-left: 44px; border-left: 3px solid ${line}; padding-left: 12px; }
    article > i { flex: 0 0 36px; height: 36px; border-radius: 4px; background: #3f46ad; color: #fff; font: 700 20px/36px sans-serif; text-align: center; }
    article > div { min-width: 0; overflow-wrap: anywhere; } h1 { font-size: 18px; line-height: 1.33; margin: 4px 0 8px; } p { margin: 4px 0 8px; }
    small { color: ${subtle}; font-size: 10px; } .context { color: ${subtle}; font-size: 12px; } .mark { display: inline-block; width: .8em; height: .8em; border-radius: 50%; } .mention, .link { color: ${link}; }
    code { color: ${code}; border: 1px solid ${line}; border-radius: 3px; padding: 1px 3px; font: 12px Menlo, Consolas, monospace; }`;
}
