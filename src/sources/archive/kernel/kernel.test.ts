import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
// @ts-expect-error a script without types
import { buildKernel } from '../../../../scripts/build-kernel.mjs';
import { startPlainKernel } from './plain-kernel.ts';
import { startWasmKernel } from './wasm-kernel.ts';

test('the compiled search is the one that its source says', async () => {
  const shipped = readFileSync(new URL('kernel.wasm.ts', import.meta.url), 'utf8');
  expect(await buildKernel()).toBe(shipped);
});

test('R150: WebAssembly and plain JavaScript find the same keys at the same places', () => {
  const text =
    '"eventName":"CreateX","eventname" : "CreateY", "eventName":null,"eventName":"Other","xeventName":"CreateZ","eventName"';
  const found = [startWasmKernel()!, startPlainKernel()].map((kernel) => {
    const bytes = kernel.room(1000);
    const size = bytes.write(text, kernel.base);
    kernel.setStarts(['CreateX']);
    const count = kernel.scan(kernel.base, kernel.base + size, kernel.base + size);
    return [...kernel.hits().subarray(0, count)].map((hit) =>
      hit < 0 ? -1 : text.slice(hit - kernel.base, hit - kernel.base + 7),
    );
  });
  expect(found[0]).toEqual(['CreateX', 'CreateY', -1, -1]);
  expect(found[1]).toEqual(found[0]);
});
