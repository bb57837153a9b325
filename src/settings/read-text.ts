import { readFileSync, statSync } from 'node:fs';

/** A text file as read, or why it could not be, as after the file's name. */
export type TextReading = { readonly text: string } | { readonly wrong: string };

/** Reads a file of UTF-8 text; a mark of byte order at its beginning is dropped. */
export function readText(path: string, mostBytes: number): TextReading {
  try {
    const about = statSync(path);
    if (about.isDirectory()) return { wrong: 'expected a file, it is a folder' };
    if (!about.isFile()) return { wrong: 'expected a file of text, it is a device or a pipe' };
    if (about.size > mostBytes) return { wrong: `it has ${about.size} bytes, at most ${mostBytes} are read` };
    const bytes = readFileSync(path);
    if (bytes.length > mostBytes) return { wrong: `it has ${bytes.length} bytes, at most ${mostBytes} are read` };
    return decode(bytes);
  } catch (error) {
    return { wrong: explain((error as NodeJS.ErrnoException).code) };
  }
}

function decode(bytes: Uint8Array): TextReading {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { wrong: `line ${firstBadLine(bytes)} is not UTF-8: save the file as UTF-8` };
  }
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from <= bytes.length; line += 1) {
    const end = bytes.indexOf(10, from);
    const part = bytes.subarray(from, end < 0 ? bytes.length : end);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(part);
    } catch {
      return line;
    }
    if (end < 0) break;
    from = end + 1;
  }
  return 1;
}

function explain(code: string | undefined): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'no such file';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read: permission was denied';
    case 'ELOOP':
      return 'its symbolic links go round in a circle';
    default:
      return `it cannot be read (${code ?? 'unknown error'})`;
  }
}
