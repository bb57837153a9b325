import type { Found } from '../found.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { hasLogTail, headSize, isLogTail, readLogHead } from './log-head.ts';
import { readSpans } from './search-whole.ts';
import { keepWanted, type Wanted } from './wanted-hits.ts';

/** A key and what follows it are looked at only when so many bytes behind its `t` are there. */
const lookAhead = 64;
const lookBehind = 16;

/**
 * Searches a log file that streams by, in a window of the kernel's memory that holds at most the record that is open now and the new
 * bytes. `push` and `end` return the wanted records that closed, or `null` when the slow reader must go on after record `told`.
 */
export class WindowSearch {
  /** The number of the last record handed out. */
  told = 0;
  private readonly kernel: Kernel;
  private readonly wanted: Wanted;
  private readonly maxUnit: number;
  private end: number;
  private scanned: number;
  private started = false;
  private pending: number[] = [];

  constructor(kernel: Kernel, wanted: Wanted, maxUnit: number) {
    this.kernel = kernel;
    this.wanted = wanted;
    this.maxUnit = maxUnit;
    this.end = kernel.base;
    this.scanned = kernel.base;
  }

  /** Takes the next bytes; they may be reused afterwards. */
  push(chunk: Uint8Array): readonly Found[] | null {
    const bytes = this.kernel.room(this.end - this.kernel.base + chunk.length);
    bytes.set(chunk, this.end);
    this.end += chunk.length;
    if (!this.start(bytes, false)) return this.started ? null : this.end - this.kernel.base < headSize ? [] : null;
    const found = this.search(bytes, Math.max(this.scanned, this.end - lookAhead), false);
    if (found === null || this.end - this.kernel.base > this.maxUnit) return null;
    this.moveDown(bytes);
    return found;
  }

  /** Says that no more bytes come. */
  finish(): readonly Found[] | null {
    const bytes = this.kernel.room(this.end - this.kernel.base);
    bytes.fill(0, this.end, this.end + 128);
    return this.start(bytes, true) && hasLogTail(bytes, this.kernel.base, this.end)
      ? this.search(bytes, this.end, true)
      : null;
  }

  /** Waits for the head of the file. */
  private start(bytes: Buffer, whole: boolean): boolean {
    if (this.started) return true;
    if (!whole && this.end - this.kernel.base < headSize) return false;
    const from = readLogHead(bytes, this.kernel.base, this.end);
    if (from === null) return false;
    this.started = true;
    this.scanned = from;
    this.kernel.begin(from);
    return true;
  }

  private search(bytes: Buffer, to: number, whole: boolean): readonly Found[] | null {
    const { kernel } = this;
    const count = kernel.scan(this.scanned, to, this.end);
    if (count < 0) return null;
    const kept = keepWanted(kernel, bytes, count, this.end, this.wanted);
    this.scanned = to;
    this.pending.push(...kernel.hits().subarray(0, kept));
    if (this.pending.length > kernel.hits().length) return null;
    kernel.hits().set(this.pending);
    const spans = kernel.walk(to, this.pending.length, whole);
    const found = readSpans(kernel, bytes, spans, this.wanted);
    const used = kernel.hitsUsed();
    if (found === null || kernel.status() === 'odd') return null;
    if (spans > 0) this.told = kernel.spans()[spans * 3 - 1]!;
    this.pending = this.pending.slice(used);
    return this.isDoubtful(bytes, whole) ? this.giveUp(found) : found;
  }

  /** Keys outside the records, or anything but the end of the file behind their list. */
  private isDoubtful(bytes: Buffer, whole: boolean): boolean {
    const closed = this.kernel.status() === 'closed';
    if (closed && whole) return this.pending.length > 0 || !isLogTail(bytes, this.kernel.end(), this.end);
    return closed ? this.end - this.kernel.end() > 4096 || this.pending.length > 0 : whole && this.pending.length > 0;
  }

  /** What was found before the doubt is told again by the slow reader. */
  private giveUp(found: readonly Found[]): null {
    const first = found[0]?.number;
    if (typeof first === 'number') this.told = first - 1;
    return null;
  }

  private moveDown(bytes: Buffer): void {
    const { kernel } = this;
    const open =
      kernel.status() === 'closed' ? kernel.end() : kernel.recordStart() || Math.min(kernel.position(), kernel.end());
    const from = Math.min(open, this.scanned - lookBehind);
    const by = from - kernel.base;
    if (by <= 0) return;
    bytes.copyWithin(kernel.base, from, this.end);
    kernel.shift(by);
    this.end -= by;
    this.scanned -= by;
    this.pending = this.pending.map((hit) => (hit < 0 ? hit + by : hit - by));
  }
}
