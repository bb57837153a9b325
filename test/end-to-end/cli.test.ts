import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, record, writeArchive } from './small-archive.ts';

const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'src', 'apps', 'cli', 'main.ts');
const example = join(root, 'examples', 'week');
const web = 'sg-0123456789abcdef0';
const small = writeArchive([
  create(web, 'prod-web'),
  authorize(web, 'sgr-01', 22, '0.0.0.0/0', { at: '2026-03-03T09:14:07Z' }),
]);
const home = mkdtempSync(join(tmpdir(), 'portcullis-home-'));

interface Spawning {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

function cli(args: readonly string[], { input, env }: Spawning = {}) {
  const all = { ...process.env, NO_COLOR: '', FORCE_COLOR: '', COLUMNS: '100', XDG_CACHE_HOME: home, ...env };
  return spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    env: all,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
}

describe('the command line as a program', () => {
  it('says its version, helps with every verb, and tells the first command to try', () => {
    expect(cli(['--version']).stdout.trim()).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
    const help = cli([]);
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/To begin:\n +\.\/portcullis demo/);
    const verb = cli(['help', 'exposed']);
    expect([verb.status, verb.stdout]).toEqual([0, expect.stringContaining('--egress')]);
  });

  it('a wrong verb, option or file is one clear sentence, exit code 1, and nothing on standard output', () => {
    const wrong = [
      [['sacn'], /unknown command 'sacn'\n\(Did you mean scan\?\)/],
      [['scan'], /missing required argument 'path'\nfor example: \.\/portcullis scan \.\/cloudtrail/],
      [['scan', small, '--sicne', '7d'], /unknown option '--sicne'\n\(Did you mean --since\?\)/],
      [['scan', small, '--format', 'xml'], /'xml' is invalid\. Allowed choices are text, json, ndjson, csv/],
      [['scan', 'no-such-folder'], /^portcullis: expected a file or folder, found nothing at `no-such-folder`\n$/],
      [['scan', small, '--since', 'soon'], /expected a time such as .* at `--since`, got `soon`/],
      [['scan', small, '--threads', 'many'], /expected a number of threads from 0 to 256 at `--threads`, got `many`/],
      [['scan', small, '--snapshot', main], /expected a snapshot \(JSON\) in `.*main\.ts`/],
      [['scan', small, '--json', '--format', 'csv'], /expected one of `--json` and `--format csv`, got both/],
    ] as const;
    for (const [args, sentence] of wrong) {
      const { status, stdout, stderr } = cli(args);
      expect([args.join(' '), status, stdout]).toEqual([args.join(' '), 1, '']);
      expect(stderr).toMatch(sentence);
    }
  });

  it('reads standard input, and a file beside it', () => {
    const input = `${JSON.stringify(authorize(web, 'sgr-02', 3389, '0.0.0.0/0', { at: '2026-03-04T10:00:00Z' }))}\n`;
    const { status, stdout } = cli(['scan', '-', small, '--no-cache', '--format', 'ndjson'], { input });
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(3);
  });

  it('damaged, foreign and endless input is told by file, the rest is read, and the exit code is 3', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-damage-'));
    const whole = gzipSync(readFileSync(join(small, 'log.json')));
    writeFileSync(join(folder, 'a-whole.json.gz'), whole);
    writeFileSync(join(folder, 'b-cut.json.gz'), whole.subarray(0, whole.length - 20));
    writeFileSync(join(folder, 'c-binary.json'), Buffer.from([0, 255, 1, 254, 137, 80, 78, 71]));
    mkdirSync(join(folder, 'd-loop'));
    symlinkSync(folder, join(folder, 'd-loop', 'again'));
    const { status, stdout } = cli(['scan', folder, '--no-cache', '--json']);
    expect(status).toBe(3);
    const { decisions, unreadable } = JSON.parse(stdout);
    expect(decisions).toHaveLength(2);
    const files = unreadable.map((each: { file: string }) => each.file.slice(folder.length + 1));
    expect(files).toEqual(expect.arrayContaining(['b-cut.json.gz', 'c-binary.json']));
    rmSync(folder, { recursive: true });
  });

  it('who stops reading early ends it without a word', () => {
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${main}" scan "${example}" --no-cache --format ndjson | head -n 1`],
      { cwd: root, encoding: 'utf8' },
    );
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).toBe('');
  });

  it('colour comes when it is asked for, and never says what words do not', () => {
    const plain = cli(['scan', small, '--no-cache']).stdout;
    const coloured = cli(['scan', small, '--no-cache'], { env: { FORCE_COLOR: '1' } }).stdout;
    const bare = (text: string) => text.replace(/\u001b\[\d+m/g, '').replace(/\d+(\.\d)? s\b/g, '');
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[31m');
    expect(bare(coloured)).toBe(bare(plain));
  });

  it('the index is kept in the cache folder, said once, and not at all when not wanted', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-cache-'));
    const env = { XDG_CACHE_HOME: folder };
    expect(cli(['scan', small, '--no-cache'], { env }).stderr).toBe('');
    expect(existsSync(join(folder, 'portcullis'))).toBe(false);
    expect(cli(['scan', small], { env }).stderr).toContain(
      `is kept in ${join(folder, 'portcullis')} (\`--no-cache\`: none)`,
    );
    expect(cli(['scan', small], { env }).stderr).toBe('');
  });

  it('the same scan gives the same bytes with one thread, several, and a warm index', () => {
    const outs = [['--no-cache', '--threads', '1'], ['--no-cache', '--threads', '3'], [], []].map(
      (args) => cli(['scan', example, '--json', ...args]).stdout,
    );
    expect(new Set(outs).size).toBe(1);
    expect(outs[0]!.length).toBeGreaterThan(10_000);
  });
});

describe('text of others', () => {
  const verbs = (archive: string, name: string) => [
    ['scan', archive, '--all'],
    ['scan', archive, '--json'],
    ['scan', archive, '--format', 'csv'],
    ['scan', archive, '--format', 'ndjson'],
    ['exposed', archive],
    ['exposed', archive, '--json'],
    ['log', web, archive],
    ['blame', web, archive],
    ['show', web, archive],
    ['diff', web, archive],
    ['explain', 'chg_', archive],
    ['log', name, archive],
  ];
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\x1b',
        '[31m',
        ']0;',
        '\x07',
        '\x9b',
        '\u202e',
        '\u200b',
        '\r',
        '\n',
        '\t',
        '\x7f',
        '=',
        '"',
        ',',
      ),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 40,
  });

  it('cannot write a control byte to the terminal through any verb or format', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (name, user, text) => {
        const range = { cidrIp: '0.0.0.0/0', description: text };
        const permissions = {
          items: [
            {
              ipProtocol: 'tcp',
              fromPort: 22,
              toPort: 22,
              groups: {},
              ipRanges: { items: [range] },
              prefixListIds: {},
            },
          ],
        };
        const archive = writeArchive([
          create(web, name, { user, agent: text }),
          record(
            'AuthorizeSecurityGroupIngress',
            { groupId: web, ipPermissions: permissions },
            { _return: true },
            { user, at: '2026-03-03T09:14:07Z' },
          ),
          record(
            'CreateTags',
            { resourcesSet: { items: [{ resourceId: web }] }, tagSet: { items: [{ key: text, value: name }] } },
            { _return: true },
            { user, at: '2026-03-04T09:14:07Z' },
          ),
          authorize(web, text, 443, text, { at: '2026-03-05T09:14:07Z', error: text, user: name }),
          { eventName: name, eventSource: text, eventTime: user },
        ]);
        for (const args of verbs(archive, name)) {
          const { out, err } = await portcullis([...args, '--no-cache']);
          expect(
            `${args[0]} ${(out + err).match(/[^\n\r -~\u00a0-\uffff\u{10000}-\u{10ffff}]|\r(?!\n)|[\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u)?.[0] ?? 'harmless'}`,
          ).toBe(`${args[0]} harmless`);
        }
        const { decisions } = JSON.parse((await portcullis(['scan', archive, '--no-cache', '--json'])).out);
        for (const each of decisions.slice(0, 3)) {
          const { out } = await portcullis(['explain', each.id, archive, '--no-cache']);
          expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
        }
        rmSync(archive, { recursive: true });
      }),
      { numRuns: 12 },
    );
  });
});
