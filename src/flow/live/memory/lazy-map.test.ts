import { expect, test } from 'vitest';
import { lazily } from '../../../core/verdict/lazily.ts';
import { lazyMap } from './lazy-map.ts';

test('a decision that nobody asks for is not written, and one that is asked for twice is written once', () => {
  const made: string[] = [];
  const maker = (key: string) => [key, lazily(() => `${key}${made.push(key)}`)] as const;
  const map = lazyMap(new Map([maker('a'), maker('b'), maker('c')]));
  expect([map.size, map.has('a'), map.has('z'), [...map.keys()]]).toEqual([3, true, false, ['a', 'b', 'c']]);
  expect(made).toEqual([]);
  expect([map.get('b'), map.get('b'), map.get('z')]).toEqual(['b1', 'b1', undefined]);
  expect([...map]).toEqual([
    ['a', 'a2'],
    ['b', 'b1'],
    ['c', 'c3'],
  ]);
  expect([...map.values()]).toEqual([...map.entries()].map(([, value]) => value));
  const told: string[] = [];
  map.forEach((value) => void told.push(value));
  expect(told).toEqual(['a2', 'b1', 'c3']);
});
