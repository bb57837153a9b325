import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { metricList } from '../../src/apps/server/metric-list.ts';
import { readServerSettings } from '../../src/settings/read-server-settings.ts';
import { serverShape } from '../../src/settings/server-shape.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs/serve.md'), 'utf8');

describe('docs/serve.md', () => {
  test('lists every metric as it is told', () => {
    const rows = metricList.map(({ name, type, labels, help }) => {
      const named = labels.map((label) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${type} | ${named} | ${help} |`;
    });
    expect(page.split('\n').filter((line) => /^\| `(portcullis|process)_/.test(line))).toEqual(rows);
  });

  test('lists every key of the settings, and whether it may be left out', () => {
    const keys = Object.entries(serverShape.keys).map(([key, { required }]) => (required ? key : `${key}?`));
    const told = [...page.matchAll(/^\| `([a-z]+\??)` \| /gm)].map(([, key]) => key);
    expect(told).toEqual(keys);
  });

  test('begins with settings that are enough', () => {
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    expect(yaml.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toHaveLength(6);
    expect(readServerSettings({ path: null, overlays: overlaysOf(yaml), env: {} }).errors).toEqual([]);
  });
});

function overlaysOf(yaml: string) {
  const read = parse(yaml, { stringKeys: true }) as Record<string, never>;
  return Object.entries(read).map(([key, value]) => ({ key, value, from: key }));
}

describe('examples/server', () => {
  test('the settings are sound', () => {
    const env = {
      PORTCULLIS_DATABASE: 'postgres://portcullis:pw@db.example.com/portcullis',
      PORTCULLIS_HEARTBEAT: 'https://beat.example.com/portcullis',
    };
    const { settings, errors } = readServerSettings({
      path: join(root, 'examples/server/server.yaml'),
      overlays: [],
      env,
    });
    expect(errors).toEqual([]);
    expect(settings).toMatchObject({ acting: true, policy: [join(root, 'examples/portcullis.yaml')] });
    expect(settings!.sources.map(({ kind }) => kind)).toEqual(['sqs', 'sqs', 'lookup']);
  });

  test('alerts ask for metrics that there are', () => {
    const text = readFileSync(join(root, 'examples/server/alerts.yaml'), 'utf8');
    const known = new Set<string>(metricList.map(({ name }) => name));
    const asked = [...new Set([...text.matchAll(/\bportcullis_[a-z_]+/g)].map(([name]) => name))];
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    expect(asked.length).toBeGreaterThan(5);
  });
});
