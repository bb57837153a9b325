import { type Instant, writeInstant } from '../leaf/instant.ts';

/** A moment in full: `2026-01-31 09:14:07 UTC`. */
export function sayMoment(at: Instant): string {
  return `${writeInstant(at).slice(0, 19).replace('T', ' ')} UTC`;
}

/** The time of a day that is the same as, or near, another: `09:29 UTC`, with the date where that differs. */
export function sayClock(at: Instant, now: Instant): string {
  const text = writeInstant(at);
  const day = text.slice(0, 10) === writeInstant(now).slice(0, 10) ? '' : `${text.slice(0, 10)} `;
  return `${day}${text.slice(11, 16)} UTC`;
}

/** A length of time, of milliseconds: `20 s`, `14 min`, `3 h 5 min`, `12 d 4 h`. */
export function sayLength(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 || days > 13 ? `${days} d` : `${days} d ${hours % 24} h`;
}
