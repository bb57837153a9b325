import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isPostgresUrl, readPostgresUrl, sayPostgresUrl } from './postgres-url.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-url-'));
const ca = join(folder, 'ca.pem');
writeFileSync(ca, 'a certificate');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = 'p%40ss:w/rd'.replace('/', '%2F');
const remote = `postgres://alice:${secret}@db.example.com:6432/ledger`;

describe('the URL of a store', () => {
  it('tells everything the driver needs', () => {
    expect(readPostgresUrl(remote)).toEqual({
      ...{ host: 'db.example.com', port: 6432, user: 'alice', password: 'p@ss:w/rd', database: 'ledger' },
      ...{ schema: 'portcullis', ssl: {}, said: 'postgres://alice@db.example.com:6432/ledger' },
    });
    expect(readPostgresUrl('postgresql://bob@[2001:db8::1]')).toMatchObject({
      ...{ host: '2001:db8::1', port: 5432, password: null, database: 'bob' },
    });
    expect(readPostgresUrl('postgres://bob@localhost/x?host=/run/postgresql&schema=other')).toMatchObject({
      ...{ host: '/run/postgresql', schema: 'other', ssl: false },
    });
    expect(['postgres://x', 'PostgreSQL://x', 'sqlite:x', '/tmp/postgres'].map(isPostgresUrl)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('means by sslmode what PostgreSQL means; what leaves the machine is verified unless told otherwise', () => {
    const tls = (query: string): unknown => (readPostgresUrl(`${remote}?${query}`) as { ssl: unknown }).ssl;
    expect(tls('sslmode=disable')).toBe(false);
    expect(tls('sslmode=require')).toEqual({ rejectUnauthorized: false });
    expect(tls('sslmode=verify-full')).toEqual({});
    expect(tls(`sslrootcert=${ca}`)).toEqual({ ca: 'a certificate' });
    for (const mode of ['require', 'verify-ca'])
      expect(tls(`sslmode=${mode}&sslrootcert=${ca}`)).toEqual({
        ca: 'a certificate',
        checkServerIdentity: expect.any(Function),
      });
    for (const local of ['localhost', '127.0.0.1', '[::1]'])
      expect(readPostgresUrl(`postgres://bob@${local}/x`)).toMatchObject({ ssl: false });
  });

  it.each([
    ['postgres://a b', 'expected a URL as `postgres://user:password@host:5432/database`'],
    ['sqlite:x', 'expected a URL as `postgres://user:password@host:5432/database`'],
    [
      `${remote}?ssl=1`,
      'expected sslmode, sslrootcert, sslcert, sslkey, host, schema in the URL of a store, got `ssl`',
    ],
    [`${remote}?sslmode=prefer`, 'expected sslmode `disable`, `require`, `verify-ca` or `verify-full`, got `prefer`'],
    [`${remote}?sslmode=verify-ca`, 'expected `sslrootcert` beside sslmode `verify-ca`'],
    [`${remote}?schema=a"b`, 'expected a schema of small letters, digits and _, got `a"b`'],
    ['postgres://db.example.com', 'expected the name of a database in the URL of a store'],
  ])('%s is refused in words that hold no secret', (url, why) => {
    expect(readPostgresUrl(url)).toBe(why);
  });

  it('names a file that is not there', () => {
    expect(readPostgresUrl(`${remote}?sslrootcert=/nowhere/ca.pem`)).toMatch(/`sslrootcert` names: ENOENT/);
  });

  it('is shown without its password', () => {
    expect(sayPostgresUrl(remote)).toBe('postgres://alice@db.example.com:6432/ledger');
    expect(sayPostgresUrl(`${remote}?odd=1`)).toBe('postgres://…');
  });
});
