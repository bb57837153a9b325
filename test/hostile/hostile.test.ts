import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markdownHead, markdownRow } from '../../src/apps/cli/format/markdown.ts';
import { markdownDecision } from '../../src/apps/cli/format/markdown-columns.ts';
import { writeSarif } from '../../src/apps/cli/format/sarif.ts';
import { packsFolder, readPolicies } from '../../src/apps/cli/open-policy.ts';
import { plainText } from '../../src/apps/cli/plain-text.ts';
import { report } from '../../src/apps/cli/report.ts';
import { scanVerb } from '../../src/apps/cli/scan.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import { findChromium, openFile, startBrowser } from '../browser/browser.ts';
import { sarifSchema } from '../builders/sarif-schema.ts';
import { callRun } from '../end-to-end/call-run.ts';
import { findMisfits } from '../end-to-end/json-schema.ts';
import { groupIds, writeHostileArchive } from './hostile-archive.ts';
import { hostileTexts } from './texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-hostile-'));
const archive = join(folder, 'records.json');
const page = join(folder, 'report.html');
const policy = join(packsFolder(), 'cis-starter@1.yaml');
const texts = Object.entries(hostileTexts);

beforeAll(() => writeHostileArchive(archive));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Characters that a terminal or an editor obeys or hides. */
const obeyed = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const unseen = (text: string) => [...new Set(text.match(obeyed) ?? [])].filter((each) => each !== '\n');

async function decisions(): Promise<readonly Decision[]> {
  const { out } = await callRun(scanVerb, [archive], { format: 'json', policy: [policy] });
  return (JSON.parse(out) as { decisions: Decision[] }).decisions;
}

describe('names, descriptions, tags, sessions and user agents that want to do harm', () => {
  it('print as text without one character that a terminal obeys', async () => {
    const { out, err } = await callRun(scanVerb, [archive], { policy: [policy], all: true });
    expect(unseen(out)).toEqual([]);
    expect(unseen(err)).toEqual([]);
    expect(out.split('\n').filter((line) => /sg-0|tcp 22/.test(line)).length).toBeGreaterThan(30);
  });

  it('are told whole in JSON and NDJSON, as themselves and as nothing else', async () => {
    for (const format of ['json', 'ndjson'] as const) {
      const { out } = await callRun(scanVerb, [archive], { format, policy: [policy] });
      expect(unseen(out)).toEqual([]);
      const all =
        format === 'json'
          ? (JSON.parse(out) as { decisions: Decision[] }).decisions
          : out
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line) as Decision);
      const opened = new Map(
        all.filter((each) => each.kind !== 'tags-changed' && each.rules.length > 0).map((each) => [each.on.id, each]),
      );
      for (const [at, [, text]] of texts.entries()) {
        const own = opened.get(groupIds[at]!)!;
        expect(own.rules.map((rule) => rule.description)).toContain(text === '' ? null : text);
        expect(Object.keys(own)).not.toContain('pwned');
      }
    }
  });

  it('are cells of CSV, none of them a formula', async () => {
    const { out } = await callRun(scanVerb, [archive], { format: 'csv', policy: [policy] });
    const rows = parse(out) as string[][];
    expect(rows.length).toBeGreaterThan(texts.length);
    for (const row of rows) {
      expect(row).toHaveLength(rows[0]!.length);
      for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@\t\r＝＋－＠]/u);
    }
  });

  it('are cells of a Markdown table that mean nothing in GitHub’s Markdown', async () => {
    const told = await decisions();
    const out =
      markdownHead('`a` | <b>', markdownDecision) + told.map((each) => markdownRow(markdownDecision, each)).join('');
    const [headline, , ...rows] = out.trimEnd().split('\n');
    expect(headline).toBe('**&#96;a&#96; &#124; &#60;b&#62;**');
    for (const row of rows) {
      const bare = row.replaceAll('<!-- -->', '\0');
      expect(bare.match(/\|/g)).toHaveLength(markdownDecision.length + 1);
      expect(bare.replace(/&#\d+;/g, '')).not.toMatch(/[<>&`[\]\\*~@#!$=]|:\/|www\.|GH-\d/i);
    }
    for (const each of told) {
      const cells = markdownRow(markdownDecision, each).split(' | ');
      const read = cells[2]!
        .replaceAll('<!-- -->', '')
        .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
      expect(read).toBe(plainText(each.on.name ?? each.on.id ?? '', 300));
    }
  });

  it('are messages of a valid SARIF log without links or placeholders', async () => {
    const judging = await readPolicies([policy], { err: () => {}, now: () => 0 } as never);
    let out = '';
    await writeSarif(
      async (text) => {
        out += text ?? '';
      },
      await decisions(),
      judging,
    );
    expect(unseen(out)).toEqual([]);
    const log = JSON.parse(out);
    expect(findMisfits(sarifSchema, log)).toEqual([]);
    expect(log.runs[0].results.length).toBeGreaterThanOrEqual(texts.length);
    for (const { message } of log.runs[0].results as { message: { text: string } }[]) {
      expect(message.text.replace(/\\[\\[\]]/g, '')).not.toMatch(/[\\[\]]/);
      expect(message.text.replace(/\{\{|\}\}/g, '')).not.toMatch(/[{}]/);
    }
    if (process.env.SARIF_OUT !== undefined) writeFileSync(process.env.SARIF_OUT, out);
  });

  it('stand in the report as text, with nothing that could be an element', async () => {
    await callRun(report, [archive], { policy: [policy], out: page, force: true });
    const text = readFileSync(page, 'utf8');
    expect(unseen(text)).toEqual([]);
    expect(text.match(/<script/gi)).toHaveLength(1);
    expect(text.match(/<style/gi)).toHaveLength(1);
    expect(text.match(/<[^>]*\son[a-z]+=/gi)).toBeNull();
    expect(text.length).toBeLessThan(1_500_000);
  });
});

const known =
  'a b body br code dd details div dl dt footer h1 h2 h3 head header html i li main meta nav ol p pre q script section span style summary table tbody td th thead time title tr ul caption'.split(
    ' ',
  );
const made = ['button', 'input', 'label', 'option', 'select'];

if (findChromium() !== null)
  describe('the same report in a browser', () => {
    it('is made of its own elements only, runs nothing, asks for nothing and says nothing', async () => {
      await callRun(report, [archive], { policy: [policy], out: page, force: true });
      const browser = await startBrowser();
      const opened = await openFile(browser, page);
      await opened.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
      await opened.page.mouse.move(300, 300);
      await opened.page.waitForTimeout(300);
      const tags = (await opened.page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].map((each) => each.localName))]",
      )) as string[];
      expect(tags.filter((tag) => !known.includes(tag) && !made.includes(tag))).toEqual([]);
      const attributes = (await opened.page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames()))]",
      )) as string[];
      expect(attributes.filter((name) => /^on|^style$|^srcdoc$|^src$/.test(name))).toEqual([]);
      expect(await opened.page.evaluate('typeof window.pwned')).toBe('undefined');
      expect(opened.requests).toHaveLength(1);
      expect(opened.said).toEqual([]);
      await browser.close();
    }, 300_000);
  });
