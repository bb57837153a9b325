import { gzipSync } from 'node:zlib';

/** Packs text so that the same zlib gives the same bytes on every system: no time (zlib sets none), and no trace of the OS. */
export function pack(text: string): Buffer {
  const packed = gzipSync(text, { level: 9 });
  // RFC 1952, section 2.3: byte 9 names the operating system; 255 is `unknown`.
  packed[9] = 255;
  return packed;
}
