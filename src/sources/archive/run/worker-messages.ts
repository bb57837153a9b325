import type { ReadLimits } from '../read-limits.ts';
import type { FileTask } from './file-part.ts';

/** What a reading thread is started with. */
export interface WorkerSettings {
  readonly limits: ReadLimits;
  readonly plainJavaScript: boolean;
}

/** Sent to a reading thread: files to read after those it has, or that so many characters of what it sent were taken. */
export type ToWorker =
  | { readonly kind: 'tasks'; readonly tasks: readonly FileTask[] }
  | { readonly kind: 'taken'; readonly size: number };

/** A part of a file on its way out of a thread. */
export interface WirePart {
  readonly index: number;
  readonly wire: string;
  readonly ended: { readonly bytes: number } | null;
}

/** Sent by a reading thread: parts in order. */
export interface FromWorker {
  readonly parts: readonly WirePart[];
}

/** Characters that a thread may have sent and not been told taken; then it waits. */
export const maxUnderway = 8 * 1024 * 1024;
