import { lookup as askSystem } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type Guard, mayConnect } from './may-connect.ts';

/** Answers all addresses of a name, as the system's resolver does. */
export type Resolve = (
  name: string,
  answer: (error: Error | null, addresses: readonly { readonly address: string; readonly family: number }[]) => void,
) => void;

/** What a lookup fails with where an address is not allowed. */
export const barred = 'PORTCULLIS_BARRED';

const bySystem: Resolve = (name, answer) =>
  askSystem(name, { all: true }, (error, addresses) => answer(error, addresses ?? []));

/**
 * A lookup for one connection: the addresses that were judged are those that are connected to, so that a name which
 * answers otherwise the next time (DNS rebinding) gains nothing. One address that is not allowed bars the name.
 */
export function guardedLookup(guard: Guard, resolve: Resolve = bySystem): LookupFunction {
  return (name, options, answer) => {
    resolve(name, (error, addresses) => {
      const [first] = addresses;
      if (error !== null || first === undefined)
        return answer(error ?? Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
      if (!addresses.every(({ address }) => mayConnect(address, guard)))
        return answer(Object.assign(new Error('an address that is not allowed'), { code: barred }), []);
      if (options.all === true) return answer(null, [...addresses]);
      return answer(null, first.address, first.family);
    });
  };
}
