import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { renderMail } from '../src/channels/email/compose.ts';
import type { Delivery } from '../src/contracts/channel.ts';
import { openFile, startBrowser } from '../test/browser/browser.ts';
import { digestAlert, openAlert, revertedAlert } from '../test/channels/sample-alerts.ts';

const first = { what: 'first', news: [], ref: null, repeated: false } as const;
const told: Readonly<Record<string, Delivery>> = {
  open: { ...first, alert: openAlert, now: openAlert.updatedAt },
  closed: { ...first, alert: revertedAlert, what: 'update', news: revertedAlert.history, now: revertedAlert.updatedAt },
  digest: { ...first, alert: digestAlert, now: digestAlert.at },
};
const looks: readonly (readonly [name: string, message: string, how: BrowserContextOptions])[] = [
  ['mail', 'open', { viewport: { width: 700, height: 400 } }],
  ['mail-dark', 'open', { viewport: { width: 700, height: 400 }, colorScheme: 'dark' }],
  ['mail-narrow', 'open', { viewport: { width: 360, height: 400 } }],
  ['mail-narrow-dark', 'closed', { viewport: { width: 360, height: 400 }, colorScheme: 'dark' }],
  ['mail-digest', 'digest', { viewport: { width: 700, height: 400 } }],
];

/** Takes pictures of mails as a program that follows the reader's dark mode shows them. */
export async function pictureMail(into: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  const browser = await startBrowser();
  for (const [name, message, how] of looks) {
    const file = join(folder, `${name}.html`);
    const envelope = { channel: 'mail.secops', from: 'portcullis@example.com', to: ['secops@example.com'] };
    writeFileSync(file, renderMail(told[message]!, { ...envelope, domain: 'example.com' }).html);
    const { page } = await openFile(browser, file, how);
    await page.screenshot({ path: join(into, `${name}.png`), fullPage: true });
  }
  await browser.close();
  rmSync(folder, { recursive: true });
}
