import type { S3Report } from '../s3-bench.ts';
import { figure, layColumns } from './columns.ts';

/** The table of the S3 part, as text. */
export function printS3({ files, megabytes, rows }: S3Report): string {
  const cells = rows.map(({ name, seconds, beside }) => [
    name,
    figure(seconds),
    figure(megabytes / seconds),
    figure(beside),
  ]);
  return `S3 (${files} objects, ${figure(megabytes)} MB of gzip, one thread, a stand-in on the loopback)\n\n${layColumns(['read from', 's', 'MB/s of gzip', 'x disk'], cells)}`;
}
