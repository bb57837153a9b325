import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portcullis, type Ran } from './small-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-live-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ledger = join(folder, 'ledger.db');
let told: Ran;
let seconds = 0;
beforeAll(async () => {
  const began = performance.now();
  told = await portcullis(['demo', '--live', '--ledger', ledger]);
  seconds = (performance.now() - began) / 1000;
}, 120_000);

describe('demo --live', () => {
  it('R81: shows the loop at work, offline, in less than 30 seconds', () => {
    expect([told.code, told.err]).toEqual([0, '']);
    expect(seconds).toBeLessThan(30);
  });

  it.each([
    ['an operator opens ssh in the console', /CRITICAL +reverted +\d/],
    ['an attacker goes for the database', /CRITICAL +.*reverted/],
    ['Terraform replaces all rules', /HIGH +left alone: net \+192\.0\.2\.41\/32/],
    ['a controller insists on its rule', /HIGH +reverted \(\d times\)/],
    ['a developer opens ssh in dev', /MEDIUM +reverted/],
    ['another one does, nobody answers', /MEDIUM +left alone/],
    ['monitoring is locked out', /HIGH +restored/],
    ['ssh, allowed for half an hour', /permitted +closed when it expired/],
  ])('the table at the end tells of: %s', (scene, end) => {
    const line = told.out.split('\n').find((each) => each.startsWith(scene.slice(0, 20)));
    expect(line).toMatch(end);
  });

  it('R83: what is inside policy of the same call stays open', () => {
    expect(told.out.replace(/\s+/g, ' ')).toContain('of the same call stays ingress tcp/443 0.0.0.0/0');
  });

  it('R14: who uses the name of our role is told as an impostor, and judged like anybody', () => {
    expect(told.out).toMatch(/IMPOSTOR +prod-db: somebody calls under the name of our own role/);
    expect(told.out).toMatch(/reverted +prod-db: ingress tcp\/3306 198\.51\.100\.66\/32/);
  });

  it('BM-12: a rule that comes back again and again is acted on later each time, and told', () => {
    expect(told.out).toMatch(/told +prod-api: we back off, acted on \d times/);
  });

  it('R98: a question is shown with the command that answers it', () => {
    expect(told.out).toMatch(/question +revert ingress tcp\/22 198\.51\.100\.0\/24 on dev-tools\?/);
    expect(told.out).toContain(`portcullis approve pln_`);
  });

  it('the commands that it tells to type work', async () => {
    const copy = copyOf('typed');
    const end = told.out.slice(told.out.indexOf('Next  ')).replaceAll(ledger, copy);
    const commands = [...end.matchAll(/portcullis (.*?)(?: {3}.*)?\n/g)].map(([, command]) => command!);
    expect(commands).toHaveLength(5);
    for (const command of commands) {
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
      const { code, out, err } = await portcullis(words);
      expect([command, code, err]).toEqual([command, 0, '']);
      expect(out).not.toBe('');
    }
  });

  it('the same story has the same end each time, and every line fits into 80 columns', async () => {
    const again = join(folder, 'again.db');
    const { out } = await portcullis(['demo', '--live', '--ledger', again], { columns: 80 });
    const scan = async (path: string) => JSON.parse((await portcullis(['scan', path, '--json'])).out).decisions;
    expect(await scan(again)).toEqual(await scan(ledger));
    const isWide = (line: string): boolean => line.length > 80 && !line.includes(folder);
    expect(out.split('\n').filter(isWide)).toEqual([]);
  }, 120_000);

  it('as JSON: what became of each scene, and that the ledger proves', async () => {
    const { code, out } = await portcullis(['demo', '--live', '--json', '--ledger', join(folder, 'json.db')]);
    const answer = JSON.parse(out);
    expect(code).toBe(0);
    expect(answer).toMatchObject({ $schema: 'portcullis:demo-live:1', proven: true });
    const console = answer.scenes.find((each: { scene: string }) => each.scene === 'console');
    expect(console.did).toEqual(['reverted']);
    expect(console.detected < console.acted && console.acted < console.verified).toBe(true);
  }, 120_000);

  it('never writes over a ledger that is there', async () => {
    const { code, out, err } = await portcullis(['demo', '--live', '--ledger', ledger]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`portcullis: expected a new file for the ledger, \`${ledger}\` is there already\n`);
  });

  it('a speed that is none is refused', async () => {
    const { code, err } = await portcullis(['demo', '--live', '--speed', 'fast', '--ledger', join(folder, 'fast.db')]);
    expect([code, err]).toEqual([1, 'portcullis: expected a number above 0 at `--speed`, got `fast`\n']);
  });
});

function copyOf(name: string): string {
  const copy = join(folder, `${name}.db`);
  copyFileSync(ledger, copy);
  copyFileSync(`${ledger}.estate.json`, `${copy}.estate.json`);
  return copy;
}
