import type { Json } from '../../src/core/leaf/canonical.ts';
import type { ObjectShape, Shape } from '../../src/core/policy/shape/shape.ts';
import { topicFormat, urlFormat } from '../../src/core/policy/shape/text/endpoint.ts';
import { fileFormat } from '../../src/core/policy/shape/text/file.ts';
import { accountFormat, groupFormat, packFormat, tagKey } from '../../src/core/policy/shape/text/name.ts';
import { cidrFormat, peerFormat } from '../../src/core/policy/shape/text/peer.ts';
import { secretReference } from '../../src/core/policy/shape/text/secret.ts';
import { portsFormat, serviceFormat } from '../../src/core/policy/shape/text/service.ts';
import {
  hoursFormat,
  instantFormat,
  rateFormat,
  spanFormat,
  timeFormat,
  weeklyFormat,
  zoneFormat,
} from '../../src/core/policy/shape/text/time.ts';
import type { TextFormat } from '../../src/core/policy/shape/text-format.ts';

const examples = new Map<TextFormat, string>([
  [fileFormat, 'lists/threats.txt'],
  [topicFormat, 'arn:aws:sns:eu-central-1:111122223333:security'],
  [urlFormat, 'https://siem.example.com/in'],
  [accountFormat, '111122223333'],
  [groupFormat, 'sg-0a1b2c3d'],
  [packFormat, 'admin@1'],
  [tagKey, 'protected'],
  [cidrFormat, '192.0.2.0/24'],
  [peerFormat, 'pl-0c3d4e5f'],
  [secretReference, '$' + '{env:KEY}'],
  [portsFormat, 'ssh'],
  [serviceFormat, 'tcp/5985-5986'],
  [instantFormat, '2027-03-01T18:00:00Z'],
  [rateFormat, '20/1h'],
  [spanFormat, '10m'],
  [timeFormat, '09:00'],
  [weeklyFormat, 'mon 09:00'],
  [hoursFormat, '22:00-07:00'],
  [zoneFormat, 'Europe/Berlin'],
]);

/** A value of a shape in which every key stands somewhere: where only one of several may, there is one value for each. */
export function sampleOf(shape: Shape): Json {
  return samples(shape)[0]!;
}

function samples(shape: Shape): readonly Json[] {
  switch (shape.kind) {
    case 'object':
      return samplesOfObject(shape);
    case 'cases':
      return [...samplesOfObject(shape.has), ...samplesOfObject(shape.lacks)];
    case 'map':
      return [Object.fromEntries(samples(shape.of).map((each, n) => [`my-${n}`, each]))];
    case 'per-environment': {
      const all = samples(shape.of);
      return [
        { ...Object.fromEntries(all.map((each, n) => [`site-${n}`, each])), else: all[0]! },
        ...(shape.plain ? all : []),
      ];
    }
    case 'list':
      return [samples(shape.of)];
    case 'words':
      return [shape.words[0]!];
    case 'text':
      return [examples.get(shape.format) ?? 'some'];
    case 'integer':
      return [shape.max];
    case 'boolean':
      return [true];
  }
}

function samplesOfObject({ keys, pick }: ObjectShape): readonly Json[] {
  const each = Object.entries(keys).map(([key, { shape }]) => samples(shape).map((value) => [key, value] as const));
  if (pick === 'exactly one') return each.flat().map(([key, value]) => ({ [key]: value }));
  const most = Math.max(...each.map((values) => values.length));
  return Array.from({ length: most }, (_, n) => Object.fromEntries(each.map((values) => values[n] ?? values[0]!)));
}
