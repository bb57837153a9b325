/** A bucket and what stands before the keys that are meant. */
export interface S3Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** Reads `s3://bucket/prefix`; `null` for anything else (S3 user guide, "General purpose bucket naming rules"). */
export function readS3Url(text: string): S3Place | null {
  const parts = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text);
  return parts === null ? null : { bucket: parts[1]!, prefix: parts[2] ?? '' };
}
