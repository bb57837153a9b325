import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** Where Chromium is: `CHROMIUM`, else the first one on the path; `null` where there is none. */
export function findChromium(): string | null {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM !== undefined) return CHROMIUM;
  const files = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return files.find((file) => existsSync(file)) ?? null;
}

/** How long a browser may take to start, or to do what it is asked: much of it beside others on a slow machine. */
const timeout = 120_000;

/** Starts Chromium without a window. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox', '--disable-gpu'], timeout });
}

/** A page, and what it asked for, said and threw. */
export interface Watched {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly said: readonly string[];
}

/** Opens a file from disk as somebody would by a double click. */
export async function openFile(browser: Browser, file: string, how: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...how });
  context.setDefaultTimeout(timeout);
  const page = await context.newPage();
  const [requests, said]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => undefined);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, requests, said };
}
