import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Overlay, readServerSettings } from './read-server-settings.ts';
import { serverSchema } from './server-shape.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const placeOf = (name: string): string => `\${env:${name}}`;

const least = `store: portcullis.db
policy: portcullis.yaml
accounts:
  111122223333: { regions: [eu-west-1] }
sources:
  - lookup: true
`;

function read(text: string, env: Record<string, string> = {}, overlays: readonly Overlay[] = []) {
  const path = join(folder, 'server.yaml');
  writeFileSync(path, text);
  const { settings, errors } = readServerSettings({ path, overlays, env });
  return { settings, told: errors.join('\n').replaceAll(path, 'server.yaml') };
}

describe('the settings of a server', () => {
  test('six lines are enough; nothing acts unless it is said, and HTTP is answered on loopback only', () => {
    const { settings, told } = read(least);
    expect(told).toBe('');
    expect(settings).toMatchObject({
      store: join(folder, 'portcullis.db'),
      policy: [join(folder, 'portcullis.yaml')],
      accounts: [{ account: '111122223333', regions: ['eu-west-1'], readRole: null, revokeRole: null }],
      sources: [{ kind: 'lookup' }],
      acting: false,
      sweep: { full: 43_200_000, active: 3_600_000 },
      listen: { host: '127.0.0.1', port: 8440 },
      heartbeat: { webhook: null, cloudwatch: null, every: 60_000 },
    });
  });

  test('the file wins over what is usual, the environment over the file, flags over all', () => {
    const text = `${least}listen: 127.0.0.1:9000\nworkers: 3\n`;
    expect(read(text).settings).toMatchObject({ listen: { port: 9000 }, workers: 3 });
    const env = { PORTCULLIS_LISTEN: '[::1]:9001', PORTCULLIS_WORKERS: '4', PORTCULLIS_LOG_LEVEL: 'debug' };
    expect(read(text, env).settings).toMatchObject({ listen: { host: '::1', port: 9001 }, workers: 4, log: 'debug' });
    const flags = [{ key: 'listen', value: 'off', from: '--listen' }];
    expect(read(text, env, flags).settings).toMatchObject({ listen: null, workers: 4 });
  });

  test('R44: an unknown key is told with line and column, and what was probably meant', () => {
    const { settings, told } = read(`${least}heartbaet: { every: 1m }\n`);
    expect(settings).toBeNull();
    expect(told).toContain('server.yaml:7:1  unknown key `heartbaet`');
    expect(told).toContain('did you mean `heartbeat`?');
  });

  test.each([
    ['listen: 0.0.0.0:8440', 'server.yaml:7:9  `token` is needed where others than this machine may ask'],
    ['sweep: { full: 1h }', 'expected 6h to 24h'],
    ['acting: true', 'expected `revoke_role` and `restore_role` in an account'],
    ['workers: many', 'expected a whole number from 1 to 16'],
    ['heartbeat: { cloudwatch: AWS/Portcullis }', 'a namespace of CloudWatch'],
    [`token: \${env:NOT_SET}`, 'the environment variable `NOT_SET` is not set'],
    ['log: { level: loud }', 'expected error, warn, info or debug'],
  ])('%s is refused: %s', (line, message) => {
    const { settings, told } = read(`${least}${line}\n`);
    expect([settings, told]).toEqual([null, expect.stringContaining(message)]);
  });

  test.each([
    ['{ lookup: true, folder: in }', 'got lookup and folder'],
    ['{ lookup: false }', 'got none'],
    ['{ folder: in, buckets: [logs] }', '`buckets` is said of a queue'],
    ['{ sqs: portcullis }', 'expected the URL of a queue'],
  ])('a source is one way: %s', (source, message) => {
    expect(read(least.replace('lookup: true', source)).told).toContain(message);
    expect(read(least.replace('- lookup: true', `- ${source}`)).told).toContain(message);
  });

  test('revoking and restoring are two roles, and an account has both or neither', () => {
    const one = least.replace('regions: [eu-west-1]', 'regions: [eu-west-1], revoke_role: PortcullisRevoke');
    expect(read(one).told).toContain('expected both `revoke_role` and `restore_role`');
  });

  test('a secret is named by where it is kept; one that stands in the file is refused and never shown', () => {
    const token = 'planted-token-8d0d';
    const literal = read(`${least}token: ${token}\n`);
    expect(literal.told).toContain('server.yaml:7:8  a secret must not stand in the settings: write `$');
    expect(literal.told).not.toContain(token);
    const store = read(least.replace('portcullis.db', 'postgres://watcher:planted-password@db.example.com/portcullis'));
    expect(store.told).toContain('a secret must not stand in the settings');
    expect(store.told).not.toContain('planted-password');
    const kept = join(folder, 'token');
    writeFileSync(kept, `${token}\n`);
    const text = `${least.replace('portcullis.db', placeOf('STORE'))}token: \${file:${kept}}\n`;
    const { settings } = read(text, { STORE: 'postgres://watcher:pw@db.example.com/portcullis' });
    expect(settings).toMatchObject({ store: 'postgres://watcher:pw@db.example.com/portcullis', token });
    expect(settings!.secrets).toEqual(['postgres://watcher:pw@db.example.com/portcullis', token]);
  });

  test('what a variable or a flag says wrongly is told by its name', () => {
    expect(read(least, { PORTCULLIS_LISTEN: '8440' }).told).toBe(
      'PORTCULLIS_LISTEN: expected an address with a port such as `127.0.0.1:8440`, or `off`, got `8440`: did you mean `127.0.0.1:8440`?',
    );
    const flags = [{ key: 'policy', value: 7, from: '--policy' }];
    expect(readServerSettings({ path: null, overlays: flags, env: {} }).errors.join('\n')).toContain('--policy: ');
  });

  test('a file that is not there, empty, or no YAML is one clear message', () => {
    const at = (path: string) => readServerSettings({ path, overlays: [], env: {} }).errors.join('\n');
    read(least);
    expect(at(join(folder, 'sever.yaml'))).toContain(`no such file: did you mean \`${join(folder, 'server.yaml')}\`?`);
    expect(read('').told).toContain('the file is empty');
    expect(read('store: [').told).toMatch(/server\.yaml:\d+:\d+ /);
  });

  test('editors have a schema with the same keys', () => {
    expect(Object.keys(serverSchema.properties as object)).toContain('heartbeat');
    expect(serverSchema).toMatchObject({ required: ['store', 'policy', 'sources'], additionalProperties: false });
    expect(serverSchema.properties).toMatchObject({ policy: { anyOf: [{ type: 'string' }, { type: 'array' }] } });
  });
});
