import type { Found } from '../found.ts';

/** A file to read, with its place among all. */
export interface FileTask {
  readonly index: number;
  readonly file: string;
}

/** Some of what a file holds; `ended` with the bytes of the file as stored when there is no more. */
export interface FilePart {
  readonly index: number;
  readonly found: readonly Found[];
  /** The same in wire form where a thread has sent it so. */
  readonly wire: string | null;
  readonly ended: { readonly bytes: number } | null;
}

/** Reads files, in the order asked, taking tasks only as fast as parts are taken. */
export type FileReading = (tasks: Iterable<FileTask>) => AsyncGenerator<FilePart>;
