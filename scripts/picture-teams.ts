import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { renderCard } from '../src/channels/teams/render-card.ts';
import type { Delivery } from '../src/contracts/channel.ts';
import { startBrowser } from '../test/browser/browser.ts';
import { askedAlert, digestAlert, openAlert, revertedAlert, sampleStart } from '../test/channels/sample-alerts.ts';

const renderer = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');

interface Colours {
  readonly page: string;
  readonly card: string;
  readonly text: string;
  readonly subtle: string;
  readonly tints: Readonly<Record<'attention' | 'warning' | 'good' | 'accent' | 'emphasis', string>>;
}

const looks: Readonly<Record<'light' | 'dark', Colours>> = {
  light: {
    ...{ page: '#f5f5f5', card: '#ffffff', text: '#242424', subtle: '#616161' },
    tints: { attention: '#fdf3f4', warning: '#fff9f5', good: '#f1faf1', accent: '#ebf3fc', emphasis: '#f0f0f0' },
  },
  dark: {
    ...{ page: '#1f1f1f', card: '#292929', text: '#ffffff', subtle: '#adadad' },
    tints: { attention: '#3b0509', warning: '#4a1e04', good: '#052505', accent: '#061724', emphasis: '#333333' },
  },
};

const deliveryOf = (also: Partial<Delivery> & Pick<Delivery, 'alert'>): Delivery => ({
  ...{ what: 'first', news: [], ref: null, repeated: false, now: sampleStart + 60_000 },
  ...also,
});

const cards: readonly Delivery[] = [
  deliveryOf({ alert: openAlert }),
  deliveryOf({ alert: revertedAlert, what: 'update', news: revertedAlert.history }),
  deliveryOf({ alert: askedAlert, repeated: true }),
  deliveryOf({ alert: digestAlert }),
];

/** Takes pictures of cards as Microsoft's own renderer draws them, with colours like those of Teams. */
export async function pictureTeams(folder: string): Promise<void> {
  const browser = await startBrowser();
  const script = readFileSync(renderer, 'utf8');
  for (const [name, look, width] of [
    ['teams-light', 'light', 700],
    ['teams-dark', 'dark', 700],
    ['teams-narrow', 'light', 360],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 600 } });
    await page.setContent(`<style>${styleOf(looks[look], width)}</style>`);
    await page.addScriptTag({ content: script });
    const contents = cards.map((card) => JSON.parse(renderCard(card)).attachments[0].content as object);
    await page.evaluate(drawIn(contents, hostOf(looks[look])));
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
  await browser.close();
}

function drawIn(contents: readonly object[], host: object): string {
  return `for (const content of ${JSON.stringify(contents)}) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(host)});
    card.parse(content);
    const frame = document.createElement('div');
    frame.className = 'frame';
    frame.append(card.render());
    document.body.append(frame);
  }`;
}

/** Phones break a word that is too long; the browser's renderer does not. */
function styleOf({ page, card }: Colours, width: number): string {
  return `body { margin: 0; padding: 12px; background: ${page}; }
    .ac-textRun { overflow-wrap: ${width < 500 ? 'anywhere' : 'normal'}; }
    .frame { background: ${card}; border-radius: 6px; margin-bottom: 12px; overflow: hidden; box-shadow: 0 1px 3px #0003; }`;
}

const fontSizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 };
const fontWeights = { lighter: 300, default: 400, bolder: 600 };

function hostOf({ card, text, subtle, tints }: Colours): object {
  const colour = { default: text, subtle };
  const foregroundColors = Object.fromEntries(
    ['default', 'accent', 'good', 'warning', 'attention', 'light', 'dark'].map((each) => [each, colour]),
  );
  const backgrounds = { default: card, ...tints };
  return {
    fontTypes: {
      default: { fontFamily: "'Segoe UI', system-ui, sans-serif", fontSizes, fontWeights },
      monospace: { fontFamily: 'Consolas, monospace', fontSizes, fontWeights },
    },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    containerStyles: Object.fromEntries(
      Object.entries(backgrounds).map(([style, backgroundColor]) => [style, { backgroundColor, foregroundColors }]),
    ),
    actions: { actionsOrientation: 'horizontal', actionAlignment: 'left' },
    separator: { lineThickness: 1, lineColor: '#8886' },
  };
}
