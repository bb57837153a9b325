// Compiles the archive search (AssemblyScript) and writes it as text into kernel.wasm.ts; `--check` only tells whether that file is fresh.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = new URL('../src/sources/archive/kernel/', import.meta.url);
const target = new URL('kernel.wasm.ts', folder);

/** The text of kernel.wasm.ts as the compiler makes it now. */
export async function buildKernel() {
  let wasm = null;
  const { error, stderr } = await asc.main(
    [
      'kernel.as.ts',
      '--outFile',
      'kernel.wasm',
      '-O3',
      '--converge',
      '--runtime',
      'stub',
      '--noAssert',
      '--enable',
      'simd',
      '--use',
      'abort=',
      '--initialMemory',
      '8',
    ],
    {
      readFile: (name) =>
        name.endsWith('kernel.as.ts') ? readFileSync(new URL('kernel.as.ts', folder), 'utf8') : null,
      writeFile: (name, bytes) => {
        if (name.endsWith('.wasm')) wasm = bytes;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || wasm === null)
    throw new Error(`the kernel does not compile: ${error?.message}\n${stderr.toString()}`);
  const lines = Buffer.from(wasm)
    .toString('base64')
    .match(/.{1,116}/g);
  return `/** \`kernel.as.ts\`, compiled by scripts/build-kernel.mjs: WebAssembly as base64. Do not edit; a test proves it fresh. */
export const kernelWasm = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await buildKernel();
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error('kernel.wasm.ts is stale: run node scripts/build-kernel.mjs');
    process.exitCode = 1;
  }
}
