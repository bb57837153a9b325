import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { openFile, startBrowser } from '../test/browser/browser.ts';

/** `npm run pictures`: takes the pictures of docs/report.md anew, of the report of the example week. Needs Chromium. */
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
const file = join(folder, 'report.html');
const example = ['examples/week', '--snapshot', 'examples/snapshot.json', '--policy', 'examples/portcullis.yaml'];
const args = ['src/apps/cli/main.ts', 'report', ...example, '--title', 'Security group changes · shop', '--no-cache'];
spawnSync(process.execPath, [...args, '--out', file], { cwd: root, stdio: 'inherit' });

const looks: Readonly<Record<string, BrowserContextOptions & { readonly open?: true; readonly print?: true }>> = {
  wide: { viewport: { width: 1280, height: 1500 } },
  narrow: { viewport: { width: 360, height: 1500 } },
  dark: { viewport: { width: 1280, height: 1500 }, colorScheme: 'dark', open: true },
  print: { viewport: { width: 794, height: 1123 }, print: true },
};

const browser = await startBrowser();
for (const [name, { open, print, ...how }] of Object.entries(looks)) {
  const { page } = await openFile(browser, file, how);
  if (print) {
    await page.emulateMedia({ media: 'print' });
    // The margin of the paper, which a screen has not.
    await page.evaluate("document.body.style.padding = '12mm'");
  }
  if (open) {
    const row = page.locator('#broke details', { hasText: 'alice@example.com' }).first();
    await row.evaluate((each) => each.setAttribute('open', ''));
    await row.scrollIntoViewIfNeeded();
  }
  await page.screenshot({ path: join(root, 'docs/images', `report-${name}.png`) });
}
await browser.close();
rmSync(folder, { recursive: true });
