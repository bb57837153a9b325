import { describe, expect, test } from 'vitest';
import type { Json } from '../core/leaf/canonical.ts';
import { channelSettings } from './channel-settings.ts';

const at = (name: string): string => `\${env:${name}}`;
const layer = (channels: Json) => ({ value: { version: 1, channels } as Json });

describe('the channels of a policy', () => {
  test('of every kind are read with what the policy says and what is usual', () => {
    const said = {
      a: { kind: 'slack', secret: at('A'), fallback: 'c' },
      b: { kind: 'pagerduty', secret: at('B'), region: 'eu' },
      c: { kind: 'smtp', secret: at('C'), to: ['secops@example.com'] },
      d: { kind: 'ses', from: 'p@example.com', to: ['secops@example.com'], region: 'eu-west-1' },
      e: { kind: 'sns', topic: 'arn:aws:sns:eu-west-1:111122223333:t', format: 'amazon-q' },
      f: { kind: 'teams', secret: at('F') },
      g: { kind: 'webhook', url: 'https://example.com/x', private: true },
      h: { kind: 'security-hub', role: 'Findings' },
    };
    expect(channelSettings([layer(said)])).toEqual([
      { name: 'a', fallback: 'c', kind: 'slack', secret: at('A'), channel: null },
      { name: 'b', fallback: null, kind: 'pagerduty', secret: at('B'), region: 'eu' },
      { name: 'c', fallback: null, kind: 'smtp', secret: at('C'), from: null, to: ['secops@example.com'] },
      {
        ...{ name: 'd', fallback: null, kind: 'ses', from: 'p@example.com', to: ['secops@example.com'] },
        ...{ region: 'eu-west-1', role: null },
      },
      { name: 'e', fallback: null, kind: 'sns', topic: said.e.topic, role: null, format: 'amazon-q' },
      { name: 'f', fallback: null, kind: 'teams', secret: at('F') },
      { name: 'g', fallback: null, kind: 'webhook', url: said.g.url, secret: null, format: 'ours', private: true },
      { name: 'h', fallback: null, kind: 'security-hub', region: null, role: 'Findings' },
    ]);
  });

  test('a later layer says the whole of a channel, as it does of every name', () => {
    const earlier = layer({
      a: { kind: 'slack', secret: at('A'), fallback: 'b' },
      b: { kind: 'teams', secret: at('B') },
    });
    const later = layer({ a: { kind: 'pagerduty', secret: at('C') } });
    expect(channelSettings([earlier, later]).map(({ name, kind, fallback }) => [name, kind, fallback])).toEqual([
      ['a', 'pagerduty', null],
      ['b', 'teams', null],
    ]);
  });

  test('what cannot send, since something it needs is missing, is left out, and none are none', () => {
    const lacking = ['slack', 'pagerduty', 'smtp', 'ses', 'sns', 'teams', 'webhook', 'pigeon'];
    expect(channelSettings([layer(Object.fromEntries(lacking.map((kind) => [kind, { kind }])))])).toEqual([]);
    expect(channelSettings([{ value: { version: 1 } }, { value: null }])).toEqual([]);
    expect(channelSettings([])).toEqual([]);
  });
});
