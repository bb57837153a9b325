import { type Kernel, markStarts, maxHits, type WalkStatus } from './kernel.ts';
import { kernelWasm } from './kernel.wasm.ts';

/** Where kernel.as.ts keeps its tables, and where content starts behind them. */
const startsAt = 0x1000;
const hitsAt = 0x4000;
const spansAt = 0x14000;
const contentAt = 0x45000;

const page = 64 * 1024;
const padding = 256;
const statuses: readonly WalkStatus[] = ['inside', 'closed', 'odd'];

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly scan: (from: number, to: number, end: number) => number;
  readonly begin: (from: number) => void;
  readonly shift: (by: number) => void;
  readonly walk: (to: number, hits: number, whole: boolean) => number;
  readonly position: () => number;
  readonly recordStart: () => number;
  readonly hitsUsed: () => number;
  readonly status: () => number;
  readonly end: () => number;
}

/** What is used of the global `WebAssembly`, which Node's types leave open. */
interface WebAssemblyCompiler {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
}

/** The search in WebAssembly SIMD, or `null` where the machine has none. */
export function startWasmKernel(): Kernel | null {
  const wasm = load();
  if (wasm === null) return null;
  let views = viewMemory(wasm.memory.buffer);
  /** The views are lost each time the memory grows. */
  const view = (): Views => {
    if (views.bytes.length === 0) views = viewMemory(wasm.memory.buffer);
    return views;
  };
  return {
    name: 'wasm',
    base: contentAt,
    room: (size) => {
      const missing = contentAt + size + padding - view().bytes.length;
      if (missing > 0) wasm.memory.grow(Math.ceil(missing / page));
      return view().bytes;
    },
    setStarts: (names) => markStarts(view().bytes.subarray(startsAt, startsAt + 8192), names),
    scan: wasm.scan,
    hits: () => view().hits,
    begin: wasm.begin,
    walk: wasm.walk,
    spans: () => view().spans,
    hitsUsed: wasm.hitsUsed,
    status: () => statuses[wasm.status()]!,
    position: wasm.position,
    recordStart: wasm.recordStart,
    end: wasm.end,
    shift: wasm.shift,
  };
}

interface Views {
  readonly bytes: Buffer;
  readonly hits: Int32Array;
  readonly spans: Int32Array;
}

function viewMemory(memory: ArrayBuffer): Views {
  return {
    bytes: Buffer.from(memory),
    hits: new Int32Array(memory, hitsAt, maxHits),
    spans: new Int32Array(memory, spansAt, maxHits * 3),
  };
}

function load(): Exports | null {
  try {
    const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyCompiler }).WebAssembly;
    return new Instance(new Module(Buffer.from(kernelWasm, 'base64')), {}).exports;
  } catch {
    return null;
  }
}
