import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readServerSettings } from './read-server-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-delivery-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(more: string, env: Readonly<Record<string, string>> = {}) {
  const path = join(folder, 'server.yaml');
  writeFileSync(path, `store: portcullis.db\npolicy: portcullis.yaml\nsources:\n  - stdin: true\n${more}`);
  const { settings, errors } = readServerSettings({ path, overlays: [], env });
  return { delivery: settings?.delivery, secrets: settings?.secrets, told: errors.join('\n') };
}

describe('R71: how messages are delivered, by the settings', () => {
  test('is as usual where nothing is said', () => {
    expect(read('').delivery).toEqual({ times: {}, every: null, proxy: null });
  });

  test('has its times, its pace, and a proxy', () => {
    const all = `delivery:
  timeout: 5s
  again: 1s
  longest: 5m
  stand_in_after: 5
  stand_in_within: 30s
  give_up: 2d
  per_minute: 30
  proxy: http://proxy.example.com:3128
  no_proxy: [jira.example.com, .internal]
`;
    expect(read(all).delivery).toEqual({
      times: {
        ...{ timeout: 5_000, backoff: 1_000, longest: 300_000, fallbackAfter: 5, fallbackWithin: 30_000 },
        deadAfter: 172_800_000,
      },
      every: 2_000,
      proxy: {
        ...{ host: 'proxy.example.com', port: 3128, authorization: null },
        except: ['jira.example.com', '.internal'],
      },
    });
  });

  test('a proxy with a password stands elsewhere, and in no log', () => {
    const { delivery, secrets } = read(`delivery: { proxy: '\${env:PROXY}' }\n`, {
      PROXY: 'http://a:b@192.0.2.1:3128',
    });
    expect(delivery!.proxy).toEqual({
      host: '192.0.2.1',
      port: 3128,
      authorization: `Basic ${btoa('a:b')}`,
      except: [],
    });
    expect(secrets).toContain('http://a:b@192.0.2.1:3128');
    const { told } = read('delivery: { proxy: "http://a:b@192.0.2.1:3128" }\n');
    expect(told).toContain('a secret must not stand in the settings');
    expect(told).not.toContain('a:b');
  });

  test('what cannot be is told at its place', () => {
    expect(read('delivery: { timeout: 10m }\n').told).toMatch(/server\.yaml:5:\d+[\s\S]*expected 1s to 2m/);
    expect(read('delivery: { give_up: 1m }\n').told).toContain('expected 1h to 7d');
    expect(read('delivery: { time_outs: 5s }\n').told).toContain('did you mean `timeout`');
    expect(read('delivery: { per_minute: 0 }\n').told).toMatch(/server\.yaml:5/);
    expect(read('delivery: { proxy: "https://192.0.2.1" }\n').told).toContain('expected a proxy such as');
    expect(read('delivery: { no_proxy: [example.com] }\n').told).toContain('expected `proxy` beside it');
    expect(read(`delivery: { proxy: '\${env:NONE}' }\n`).told).toContain('NONE');
  });
});
