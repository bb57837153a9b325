import { type Instant, readInstant } from '../../core/leaf/instant.ts';

/**
 * When a log file was delivered, by the slot in its name `<account>_CloudTrail_<region>_YYYYMMDDTHHmmZ_<16 characters>.json.gz`
 * (CloudTrail user guide, "CloudTrail log file name format"); `null` when it is named otherwise.
 */
export function slotOf(file: string): Instant | null {
  const parts = /(?:^|[/\\])[^/\\]*_CloudTrail_[a-z0-9-]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/\\]*$/.exec(file);
  return parts === null ? null : readInstant(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:00Z`);
}

/** Names that never are archives; everything else is looked at, whatever its name. */
export function holdsNoRecords(name: string): boolean {
  return /^(\..*|.*\.(md|markdown|rst|html?|pdf|png|jpe?g|gif|svg|ts|js|mjs|py|sh|ya?ml|toml|lock|sqlite|sqlite-wal|sqlite-shm)|LICEN[SC]E|NOTICE|README|CHANGELOG|Thumbs\.db|desktop\.ini|_SUCCESS)$/i.test(
    name,
  );
}
