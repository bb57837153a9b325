import { lazily } from '../../../core/verdict/lazily.ts';

/** A map whose values are worked out when they are asked for; who makes them sees to it that each is made once. */
export function lazyMap<V>(makers: ReadonlyMap<string, () => V>): ReadonlyMap<string, V> {
  const whole = lazily((): ReadonlyMap<string, V> => new Map([...makers].map(([key, make]) => [key, make()])));
  return {
    get: (key) => makers.get(key)?.(),
    has: (key) => makers.has(key),
    keys: () => makers.keys(),
    get size() {
      return makers.size;
    },
    values: () => whole().values(),
    entries: () => whole().entries(),
    forEach: (tell) => whole().forEach(tell),
    [Symbol.iterator]: () => whole()[Symbol.iterator](),
  };
}
