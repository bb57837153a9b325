import { gunzipSync } from 'node:zlib';

const maxBytes = 16 * 1024 ** 2;

/** Opens what CloudWatch Logs puts into `awslogs.data`: base64 of gzip of JSON text. `null` for anything else, and for what inflates to more than 16 MiB. */
export function inflateText(base64: string): string | null {
  try {
    return gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: maxBytes }).toString('utf8');
  } catch {
    return null;
  }
}
