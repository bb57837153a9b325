import type { Alert } from '../core/alert/alert.ts';
import { bareLine } from './bare-line.ts';
import { unlinked } from './unlinked.ts';

/** The first word of a message where it has one: how bad it is, or that it is no reason to act. */
export function labelOf({ kind, severity }: Alert): string {
  if (kind === 'drill' || kind === 'test' || kind === 'digest') return kind.toUpperCase();
  return severity === 'none' ? 'INFO' : severity.toUpperCase();
}

/** The headline without the word that the label says already. */
export function headlineOf({ headline, kind }: Alert): string {
  const line = unlinked(bareLine(headline, 200));
  return kind === 'drill' || kind === 'test' ? line.replace(/^(drill|test): */i, '') : line;
}
