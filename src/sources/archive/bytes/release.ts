/** Smaller buffers may come from Node's shared pool. */
const smallest = 128 * 1024;

/**
 * Gives the memory of bytes back at once instead of with the next collection, when they are all of a buffer of their own: nobody
 * else can have a part of it. Keeps memory flat over archives of any size.
 */
export function release(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer.byteLength >= smallest && bytes.length === buffer.byteLength) (buffer as ArrayBuffer).transfer(0);
}
