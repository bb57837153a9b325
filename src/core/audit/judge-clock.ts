import { type Diagnosis, ill, unclear, well } from './diagnosis.ts';

/** How far our clock was behind AWS's, in milliseconds (below 0: ahead), and how long the answer took. */
export interface ClockRead {
  readonly behind: number;
  readonly took: number;
}

/**
 * From here on it is told: ages and spans in sentences are wrong by as much. Signatures are refused from five minutes on (AWS
 * General Reference, "Signature Version 4").
 */
const [worth, refused] = [5_000, 5 * 60_000];

/** `Date` counts whole seconds (RFC 9110, 5.6.7). */
const grain = 1_000;

/** Holds our clock against the `Date` header of an answer of AWS. */
export function judgeClock({ behind, took }: ClockRead): Diagnosis {
  const expected = 'this machine’s clock to be that of AWS, within 5 seconds';
  const off = Math.max(0, Math.abs(behind) - took / 2 - grain);
  const side = behind > 0 ? 'behind' : 'ahead';
  const seconds = Math.round(Math.abs(behind) / 1000);
  const fix = ['sudo timedatectl set-ntp true   or run chronyd'];
  if (off < worth) return well('clock', 'clock', expected, 'it agrees with that of AWS, as far as one answer tells');
  const found = `it is ${seconds} s ${side}`;
  if (off < refused)
    return unclear('clock', 'clock', expected, `${found}: ages and delays are told wrong by that`, ...fix);
  return ill('clock', 'clock', expected, `${found}: AWS refuses signatures of another time`, ...fix);
}
