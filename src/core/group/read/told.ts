import type { Json } from '../../leaf/canonical.ts';

/** Stands for a value that is known only once a plan is applied or a template is deployed: it may be anything. */
export const notTold: unique symbol = Symbol('not told');

/** A value of a declaration: absent or `null` when it is not set. */
export type Told = Json | undefined | typeof notTold;

/** Its text, numbers and booleans included; `null` when it is not set, not told, empty or no scalar. */
export function toldText(value: Told): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Whether it is set, or may be. */
export function isSet(value: Told): boolean {
  return value === notTold || (value !== undefined && value !== null && value !== '');
}
