import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/** Where a PostgreSQL server is and how to get in: what the driver is given. */
export interface PostgresPlace {
  /** A name, an address, or the folder of a socket (begins with `/`). */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
  readonly schema: string;
  /** `false`: not encrypted. */
  readonly ssl: false | ConnectionOptions;
  /** The place in words, without what is secret. */
  readonly said: string;
}

/** Tells a setting that names a store in PostgreSQL. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//i.test(text);
}

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…&sslrootcert=…&sslcert=…&sslkey=…&schema=…`, or says what
 * is wrong with it without repeating it. `sslmode` means what it means to PostgreSQL (documentation, "SSL Support", table
 * of modes), but for those that fall back to plain text without a word (`allow`, `prefer`): they are refused. Without
 * one, a connection that leaves the machine is `verify-full`.
 */
export function readPostgresUrl(text: string): PostgresPlace | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !isPostgresUrl(text)) return 'expected a URL as `postgres://user:password@host:5432/database`';
  const unknown = [...url.searchParams.keys()].find((key) => !known.has(key));
  if (unknown !== undefined) return `expected ${[...known].join(', ')} in the URL of a store, got \`${unknown}\``;
  const asked = (key: string): string | null => url.searchParams.get(key);
  const host = asked('host') ?? (decode(url.hostname.replace(/^\[(.+)\]$/, '$1')) || 'localhost');
  const schema = asked('schema') ?? 'portcullis';
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    return `expected a schema of small letters, digits and _, got \`${schema}\``;
  const ssl = readTls(asked, host);
  if (typeof ssl === 'string') return ssl;
  const user = decode(url.username);
  const database = decode(url.pathname.slice(1)) || user;
  if (database === '') return 'expected the name of a database in the URL of a store';
  const port = Number(url.port || '5432');
  const said = `postgres://${user === '' ? '' : `${user}@`}${host}:${port}/${database}`;
  return { host, port, user, password: decode(url.password) || null, database, schema, ssl, said };
}

/** The URL of a store as it may be shown and logged: never its password. */
export function sayPostgresUrl(text: string): string {
  const place = readPostgresUrl(text);
  return typeof place === 'string' ? 'postgres://…' : place.said;
}

const known = new Set(['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'schema']);

function readTls(asked: (key: string) => string | null, host: string): PostgresPlace['ssl'] | string {
  const local = host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host);
  const mode = asked('sslmode') ?? (local ? 'disable' : 'verify-full');
  if (!['disable', 'require', 'verify-ca', 'verify-full'].includes(mode))
    return `expected sslmode \`disable\`, \`require\`, \`verify-ca\` or \`verify-full\`, got \`${mode}\``;
  if (mode === 'disable') return false;
  const files: { ca?: string; cert?: string; key?: string } = {};
  for (const [key, name] of [
    ['sslrootcert', 'ca'],
    ['sslcert', 'cert'],
    ['sslkey', 'key'],
  ] as const) {
    const path = asked(key);
    if (path === null) continue;
    try {
      files[name] = readFileSync(path, 'utf8');
    } catch (error) {
      return `expected a file that \`${key}\` names: ${(error as Error).message}`;
    }
  }
  if (mode === 'require' && files.ca === undefined) return { ...files, rejectUnauthorized: false };
  if (mode === 'verify-ca' && files.ca === undefined) return 'expected `sslrootcert` beside sslmode `verify-ca`';
  return mode === 'verify-full' ? files : { ...files, checkServerIdentity: () => undefined };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
