import type { Delivery } from '../../contracts/channel.ts';
import { bareLine } from '../bare-line.ts';

/**
 * The Message-ID of a delivery (RFC 5322, 3.6.4), by which mail programs know a copy and make a thread. The same delivery
 * has the same, whenever and however often it is tried: the first by its message alone, what interrupts anew by how often
 * it did, what is told in between by its revision.
 */
export function messageId({ alert, what, interrupts }: Delivery, domain: string): string {
  const id = bareLine(alert.id, 120).replace(/[^A-Za-z0-9_.-]/g, '-');
  const turn = what === 'again' && interrupts !== undefined ? `.i${interrupts}` : `.r${alert.revision}`;
  return `<${id}${what === 'first' ? '' : turn}@portcullis.${domain}>`;
}
