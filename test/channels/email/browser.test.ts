import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderMail } from '../../../src/channels/email/compose.ts';
import type { Alert } from '../../../src/core/alert/alert.ts';
import { findChromium, openFile, startBrowser } from '../../browser/browser.ts';
import { deliveryOf } from '../../contracts/channel/channel-contract.ts';
import { hostileTexts } from '../../hostile/texts.ts';
import { alertSaying } from '../any-alert.ts';
import { openAlert, revertedAlert, sampleAlerts } from '../sample-alerts.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-mail-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(alert: Alert, repeated = false): string {
  const file = join(folder, `${alert.id}.html`);
  const envelope = { channel: 'mail', from: 'portcullis@example.com', to: ['a@example.com'], domain: 'example.com' };
  writeFileSync(file, renderMail(deliveryOf(alert, { repeated }), envelope).html);
  return file;
}

if (findChromium() === null)
  it('are left out, since there is no Chromium here (CHROMIUM=<path> names one)', () => {
    expect(process.env.CI, 'in CI these tests must run: install chromium').toBeUndefined();
  });
else describe('a mail in a browser', inBrowser);

function inBrowser(): void {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('runs nothing and asks for nothing, whatever a group, a session or a tag is called', async () => {
    const texts = Object.values(hostileTexts);
    const lines = texts.map((text) => text.slice(0, 400));
    // One mail says all of them at once; in a few others one stands wherever it can.
    const some = texts.filter((_, n) => n % 6 === 0).map((text) => alertSaying(text, openAlert));
    const all = [{ ...openAlert, facts: [{ label: 'On', lines }] }, ...some].map((each, n) => ({
      ...each,
      id: `msg_${n}`,
    }));
    for (const alert of all) {
      const file = written(alert);
      const { page, requests, said } = await openFile(browser, file);
      expect([alert.place?.name?.slice(0, 60), requests, said]).toEqual([
        ...[alert.place?.name?.slice(0, 60), [pathToFileURL(file).href], []],
      ]);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator('h2', { hasText: 'What you can do' }).count()).toBe(1);
      await page.context().close();
    }
  }, 180_000);

  it.each(['light', 'dark'] as const)(
    'can be read by everybody: WCAG 2.2 AA, %s',
    async (colorScheme) => {
      for (const alert of [openAlert, revertedAlert, sampleAlerts.digest!, sampleAlerts.drill!, sampleAlerts.asked!]) {
        const { page } = await openFile(browser, written(alert, true), { colorScheme });
        const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
        expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        await page.context().close();
      }
    },
    180_000,
  );

  it('fits a phone: nothing is wider than 320 px', async () => {
    for (const alert of Object.values(sampleAlerts)) {
      const { page } = await openFile(browser, written(alert), { viewport: { width: 320, height: 600 } });
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect([alert.id, Number(wide) <= 320]).toEqual([alert.id, true]);
      await page.context().close();
    }
  }, 180_000);
}
