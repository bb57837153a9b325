import { expect, test } from 'vitest';
import { wellKnownPorts } from './well-known-ports.ts';

test('each port of each protocol has one name', () => {
  const keys = wellKnownPorts.map(({ protocol, port }) => `${protocol}/${port}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test('ssh, rdp and the usual stores of records are known', () => {
  const names = new Map(wellKnownPorts.map((known) => [`${known.protocol}/${known.port}`, known]));
  expect(names.get('tcp/22')).toMatchObject({ name: 'ssh', risk: 'admin' });
  expect(names.get('tcp/3389')).toMatchObject({ name: 'rdp', risk: 'admin' });
  expect(names.get('tcp/5432')).toMatchObject({ name: 'postgres', risk: 'store' });
  expect(names.get('tcp/443')).toMatchObject({ name: 'https', risk: 'none' });
});
