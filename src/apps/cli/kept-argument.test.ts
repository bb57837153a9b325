import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { readKeptArguments } from './kept-argument.ts';

const password = 'planted-password';
const url = `postgres://watcher:${password}@192.0.2.5/portcullis`;
const folder = mkdtempSync(join(tmpdir(), 'portcullis-kept-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Where something is kept, as an argument says it. */
const kept = (place: string): string => `\${${place}}`;

describe('a ledger whose URL holds a password', () => {
  test('is named by a variable or by a file, alone or as the value of a flag', () => {
    const file = join(folder, 'url');
    writeFileSync(file, `${url}\n`);
    const args = ['verify', kept('env:LEDGER'), '--ledger', kept(`file:${file}`), `--ledger=${kept('env:LEDGER')}`];
    expect(readKeptArguments(args, { LEDGER: url })).toEqual(['verify', url, '--ledger', url, `--ledger=${url}`]);
  });

  test.each([
    [['verify', url], ''],
    [['kpi', '--ledger', url], ' at `--ledger`'],
    [['serve', '--settings', 'server.yaml', `--store=${url}`], ' at `--store`'],
    [['scan', `postgresql://watcher:${password}@[broken/portcullis`], ''],
    [['scan', `POSTGRES://:${password}@192.0.2.5/portcullis`], ''],
  ])('is refused as an argument, which the list of processes shows, and not repeated: %#', async (args, where) => {
    const { code, out, err } = await portcullis(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`portcullis: expected a URL without a password${where}: everybody on this machine can list`);
    expect(err).toContain(`'${kept('env:NAME')}' or '${kept('file:/path')}'`);
    expect(err).not.toContain(password);
  });

  test('that is not where it is said to be is complained of by its place', async () => {
    const unset = await portcullis(['verify', kept('env:NO_SUCH_LEDGER')]);
    expect([unset.code, unset.err]).toEqual([1, expect.stringContaining('`NO_SUCH_LEDGER` is not set')]);
    const gone = await portcullis(['verify', kept('file:/no/such/file')]);
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('`/no/such/file`: no such file')]);
  });
});

describe('other arguments', () => {
  test('stay as they are, a URL without a password and the place of a store too, which settings look up', () => {
    const args = [
      ...['explain', 'chg_a', '--ledger', 'postgres://watcher@192.0.2.5:5432/portcullis?sslmode=verify-full'],
      ...[
        '--store',
        kept('env:STORE'),
        `--store=${kept('env:STORE')}`,
        '--reason',
        `see ${kept('env:HOME')} at a:b@c`,
        '-',
        '',
      ],
    ];
    expect(readKeptArguments(args, {})).toEqual(args);
  });
});
