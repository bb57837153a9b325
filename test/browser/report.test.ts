import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { report } from '../../src/apps/cli/report.ts';
import { callRun } from '../end-to-end/call-run.ts';
import { authorize, writeArchive } from '../end-to-end/small-archive.ts';
import { examples } from '../examples/read-week.ts';
import { findChromium, openFile, startBrowser } from './browser.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = mkdtempSync(join(tmpdir(), 'portcullis-report-'));
const file = join(folder, 'report.html');
const archive = join(examples, 'week');
const options = {
  snapshot: join(examples, 'snapshot.json'),
  policy: [join(examples, 'portcullis.yaml')],
};

beforeAll(async () => {
  await callRun(report, [archive], { ...options, out: file });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

if (findChromium() === null)
  it('are left out, since there is no Chromium here (CHROMIUM=<path> names one)', () => {
    expect(process.env.CI, 'in CI these tests must run: install chromium').toBeUndefined();
  });
else describe('the report in a browser', inBrowser);

function inBrowser(): void {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('R130: opens from disk, asks for nothing but itself, and says nothing', async () => {
    const { page, requests, said } = await openFile(browser, file);
    await openAll(page);
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(said).toEqual([]);
    await page.context().close();
  });

  it('lets nothing load or run that is not its own', async () => {
    const { page, said } = await openFile(browser, file);
    const refused: string[] = [];
    page.on('requestfailed', (request) => refused.push(`${request.url()} ${request.failure()?.errorText}`));
    await page.evaluate(`
      const image = document.createElement('img');
      image.src = 'https://192.0.2.1/x.png';
      const added = document.createElement('script');
      added.textContent = 'document.title = "ran"';
      document.body.append(image, added);
    `);
    await expect.poll(() => [refused.length, said.length > 0], { timeout: 60_000 }).toEqual([1, true]);
    await page.waitForTimeout(200);
    expect(await page.title()).not.toBe('ran');
    expect(refused).toEqual(['https://192.0.2.1/x.png csp']);
    expect(said).not.toEqual([]);
    expect(said.every((line) => /Content Security Policy/.test(line))).toBe(true);
    await page.context().close();
  });

  it.each([360, 768, 1280])('fits a screen of %i pixels with everything open', async (width) => {
    const { page } = await openFile(browser, file, { viewport: { width, height: 800 } });
    await openAll(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.context().close();
  });

  it('fits a small screen with the days of a whole year', async () => {
    const days = Array.from({ length: 12 }, (_, month) =>
      new Date(Date.UTC(2025, month, 28)).toISOString().replace('.000', ''),
    );
    const year = writeArchive(
      days.map((at, month) => authorize('sg-0123456789abcdef0', `sgr-${month}`, 22 + month, '0.0.0.0/0', { at })),
    );
    const long = join(folder, 'year.html');
    await callRun(report, [year], { policy: options.policy, out: long });
    const { page } = await openFile(browser, long, { viewport: { width: 360, height: 800 } });
    expect(await page.locator('.strip li').count()).toBe(335);
    await openAll(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('has nothing serious that axe finds, in %s', async (colorScheme) => {
    const { page } = await openFile(browser, file, { colorScheme });
    for (const row of await page
      .locator('.row > summary')
      .all()
      .then((all) => all.slice(0, 3)))
      await row.click();
    await page.locator('#inside summary').click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(bad.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
    await page.context().close();
  });

  it('is readable without JavaScript: sections, rows that open, links that lead somewhere', async () => {
    const { page } = await openFile(browser, file, { javaScriptEnabled: false });
    expect(await page.locator('h2').allTextContents()).toHaveLength(10);
    expect(await page.locator('.tools').count()).toBe(0);
    const row = page.locator('.row').first();
    expect(await row.locator('.say').isVisible()).toBe(false);
    await row.locator('summary').first().click();
    expect(await row.locator('.say').isVisible()).toBe(true);
    for (const link of await page.locator('.readers a').all())
      expect(await page.locator((await link.getAttribute('href'))!).count()).toBe(1);
    await page.context().close();
  });

  it('searches, sorts and filters by day', async () => {
    const { page } = await openFile(browser, file);
    const shown = page.locator('#broke > .rows > .row:not(.off)');
    const all = await shown.count();
    await page.fill('#q', 'prod-web 3389');
    expect(await shown.count()).toBe(0);
    await page.fill('#q', 'prod-bastion');
    expect(await shown.count()).toBeGreaterThan(1);
    for (const row of await shown.all()) expect(await row.textContent()).toContain('prod-bastion');
    await page.fill('#q', '');
    await page.selectOption('#order', 'oldest');
    const times = await page
      .locator('#broke > .rows > .row > summary time')
      .evaluateAll((all) => all.map((each) => each.getAttribute('datetime')));
    expect(times).toEqual(times.toSorted());
    await page.locator('.strip button', { hasText: '03-05' }).click();
    expect(await shown.count()).toBeGreaterThan(0);
    expect(await shown.count()).toBeLessThan(all);
    expect(await page.locator('#told').textContent()).toMatch(/on 2026-03-05$/);
    await page.getByText('all days').click();
    expect(await shown.count()).toBe(all);
    await page.context().close();
  });

  it('leads from what needs action to its row, and opens it', async () => {
    const { page } = await openFile(browser, file);
    await page.locator('.card a').first().click();
    await page.locator('.row[open] .say').first().waitFor();
    expect(await page.locator('.row[open] .say').count()).toBe(1);
    expect(await page.locator('.row[open] .matrix').first().isVisible()).toBe(true);
    await page.context().close();
  });

  it('prints to A4 with nothing cut off at the side', async () => {
    const { page } = await openFile(browser, file, { viewport: { width: 703, height: 1000 } });
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const text = pdf.toString('latin1');
    expect(text).toMatch(/\/MediaBox \[0 0 59[45]\.?\d* 84[12]\.?\d*\]/);
    const pages = text.match(/\/Type\s*\/Page\b/g)!.length;
    expect(pages).toBeGreaterThan(3);
    expect(pages).toBeLessThan(30);
    await page.emulateMedia({ media: 'print' });
    // A4 less its margins is 186 mm: 703 px of 96 to the inch.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(703);
    const cut = await page.evaluate(`
      [...document.querySelectorAll('td, th, dd, p, span, li, code')]
        .filter((each) => each.getClientRects().length > 0 && !each.closest('.hidden') && each.getBoundingClientRect().right > 704)
        .map((each) => each.outerHTML.slice(0, 80))
    `);
    expect(cut).toEqual([]);
    await page.context().close();
  });

  it('tells everything by words and symbols: no verdict is told by colour alone', () => {
    const text = readFileSync(file, 'utf8');
    for (const badge of text.match(/<b class="badge[^>]*>.*?<\/b>/g)!) expect(badge).toMatch(/<\/i> [a-z ]+<\/b>$/);
    expect(text).not.toMatch(/\sstyle="/);
  });
}

async function openAll(page: Page): Promise<void> {
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
}
