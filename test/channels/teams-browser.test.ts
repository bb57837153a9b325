import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCard } from '../../src/channels/teams/render-card.ts';
import { findChromium, startBrowser } from '../browser/browser.ts';
import { deliveryOf } from '../contracts/channel/channel-contract.ts';
import { hostileTexts } from '../hostile/texts.ts';
import { alertSaying } from './any-alert.ts';
import { hostileAlert, longestAlert, openAlert } from './sample-alerts.ts';

const renderer = readFileSync(
  createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'),
  'utf8',
);

if (findChromium() === null)
  it('are left out, since there is no Chromium here (CHROMIUM=<path> names one)', () => {
    expect(process.env.CI, 'in CI these tests must run: install chromium').toBeUndefined();
  });
else describe('a card of Teams, drawn by Microsoft’s renderer', inBrowser);

function inBrowser(): void {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 700, height: 900 } });
    page.on('request', (request) => asked.push(request.url()));
    await page.addScriptTag({ content: renderer });
  });
  afterAll(() => browser.close());

  const draw = async (body: string): Promise<string> => {
    const { content } = JSON.parse(body).attachments[0];
    await page.evaluate(`{
      const card = new AdaptiveCards.AdaptiveCard();
      card.parse(${JSON.stringify(content)});
      document.body.replaceChildren(card.render());
    }`);
    return await page.locator('body').innerText();
  };

  it('what others chose is text in it: nothing runs, nothing loads, nothing can be followed', async () => {
    for (const [what, text] of Object.entries(hostileTexts)) {
      const shown = await draw(renderCard(deliveryOf(alertSaying(text, openAlert))));
      expect([what, await page.evaluate('window.pwned')]).toEqual([what, undefined]);
      expect([
        what,
        await page.locator('body').locator('a, img, script, iframe, style, form, input, button').count(),
      ]).toEqual([what, 0]);
      for (const word of ['CRITICAL', 'tcp 22 (ssh)', 'no-admin-from-internet', 'portcullis explain'])
        expect(shown).toContain(word);
    }
    expect(asked).toEqual([]);
  });

  it('hostile texts are readable as they were written, but for the addresses', async () => {
    const shown = await draw(renderCard(deliveryOf(hostileAlert)));
    expect(shown).toContain('Internet can reach ssh on <!channel> <hxxps://192.0.2.1|click> *bold* `code`');
    expect(shown).toContain('"<script>window.pwned=1</script>"');
    expect(shown).toContain('[a](javascript:x)');
  });

  it('R79: the longest card shows every fact', async () => {
    const shown = await draw(renderCard(deliveryOf(longestAlert)));
    for (const label of ['What', 'On', 'Who', 'Verdict', 'Done']) expect(shown).toContain(label);
  });
}
