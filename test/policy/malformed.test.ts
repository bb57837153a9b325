import { afterAll, describe, expect, test } from 'vitest';
import { checkShape } from '../../src/core/policy/shape/check-shape.ts';
import { policySchema } from '../../src/core/policy/shape/json-schema.ts';
import { policyShape } from '../../src/core/policy/shape/policy-shape.ts';
import { findMisfits } from '../end-to-end/json-schema.ts';
import {
  batches,
  keysOf,
  misspell,
  schemaKeys,
  seeded,
  shapedValues,
  valueAt,
  withKey,
  withValue,
  wrongValues,
} from './mutations.ts';
import { fullPolicy, policyFolder } from './policy-folder.ts';
import { sampleOf } from './sample-of.ts';
import { pathName, type Style, writePlaced } from './write-placed.ts';

const made = sampleOf(policyShape);
const policies = { 'the full policy': fullPolicy, 'the policy made of the schema': made };
const styles: readonly Style[] = ['block', 'flow'];
const ways = Object.keys(policies).flatMap((name) =>
  styles.map((style) => [name as keyof typeof policies, style] as const),
);
const tried = policyFolder();
afterAll(tried.remove);

const spotsTold = (text: string) => tried.told(text).map(({ spot }) => spot);

describe('a full policy', () => {
  test('R44: everything that the schema has is in one of the two samples', () => {
    const there = new Set([...shapedValues(fullPolicy), ...shapedValues(made)].map(({ chain }) => chain));
    expect(schemaKeys().filter((chain) => !there.has(chain))).toEqual([]);
    expect(checkShape(made, policyShape)).toEqual([]);
  });

  test('R44: is read from block and from flow style without an error', () => {
    for (const style of styles) expect(tried.told(writePlaced(fullPolicy, style).text)).toEqual([]);
  });

  test('R44: fits the JSON Schema that editors get', () => {
    expect(findMisfits(policySchema, fullPolicy)).toEqual([]);
    expect(findMisfits(policySchema, made)).toEqual([]);
  });
});

describe('R56: a slip in a key is told at the key, with the key that was meant', () => {
  const runs = ways.flatMap(([name, style], n) => [
    [name, style, 1, 3 * n + 1] as const,
    [name, style, 2, 3 * n + 2] as const,
    [name, style, 2, 3 * n + 3] as const,
  ]);
  const meant = { 1: { right: 0, all: 0 }, 2: { right: 0, all: 0 } };

  test.each(runs)('%s, %s style, %i slips, seed %i', (name, style, edits, seed) => {
    const random = seeded(seed);
    const policy = policies[name];
    const slips = keysOf(policy).flatMap(({ path, known }) => {
      const there = Object.keys(valueAt(policy, path.slice(0, -1)) as object);
      const key = String(path.at(-1));
      if (known === null) return [];
      return [{ path, key, slip: misspell(key, edits, random, [...known, ...there]) }];
    });
    for (const { path, key, slip } of slips) {
      const broken = withKey(policy, path, slip);
      const problems = checkShape(broken, policyShape);
      const what = `${path.join('.')} as ${slip}`;
      expect(
        problems.map((each) => [pathName(each.path), each.on]),
        what,
      ).toEqual([[pathName([...path.slice(0, -1), slip]), 'key']]);
      expect(findMisfits(policySchema, broken), what).not.toEqual([]);
      meant[edits].all += 1;
      if (problems[0]!.suggestion === key) meant[edits].right += 1;
      else if (process.env.SHOW_SLIPS) console.info(`${what}: ${problems[0]!.suggestion}`);
    }
    for (const batch of batches(slips, { onePerOwner: true })) {
      const broken = batch.reduce((value, { path, slip }) => withKey(value, path, slip), policy);
      const { text, keys } = writePlaced(broken, style);
      const spots = batch.map(({ path, slip }) => keys.get(pathName([...path.slice(0, -1), slip])));
      const told = tried.told(text);
      expect(told.map(({ spot }) => spot)).toEqual(spots);
      for (const [n, { meant, block }] of told.entries()) expect(block).toMatch(sayMeant(meant, batch[n]!.slip));
    }
  });

  test.each([1, 2] as const)('in at least 95 of 100 with %i slips', (edits) => {
    const { right, all } = meant[edits];
    const share = ((100 * right) / all).toFixed(1);
    console.info(`slips in a key: ${edits}; keys tried: ${all}; right suggestions: ${right} (${share} %)`);
    expect(right / all).toBeGreaterThanOrEqual(0.95);
  });
});

describe('BM-20: a value of a wrong type is refused where it stands', () => {
  test.each(Object.keys(policies))('%s: every type that is not meant, everywhere', (name) => {
    const policy = policies[name as keyof typeof policies];
    for (const { path, shape } of shapedValues(policy)) {
      for (const wrong of wrongValues(shape)) {
        const broken = withValue(policy, path, wrong);
        const what = `${path.join('.')} = ${JSON.stringify(wrong)}`;
        const problems = checkShape(broken, policyShape);
        expect(
          problems.map((each) => [pathName(each.path), each.on]),
          what,
        ).toEqual([[pathName(path), 'value']]);
        expect(findMisfits(policySchema, broken), what).not.toEqual([]);
      }
    }
  });

  test.each(ways)('%s, %s style: line and column', (name, style) => {
    const policy = policies[name];
    const wrongs = shapedValues(policy)
      .filter(({ path }) => path.length > 0)
      .map(({ path, shape }, n) => ({ path, wrong: wrongValues(shape)[n % wrongValues(shape).length]! }));
    for (const batch of batches(wrongs)) {
      const broken = batch.reduce((value, { path, wrong }) => withValue(value, path, wrong), policy);
      const inline = new Set(batch.map(({ path }) => pathName(path)));
      const { text, values } = writePlaced(broken, style, { inline });
      expect(spotsTold(text)).toEqual(batch.map(({ path }) => values.get(pathName(path))));
    }
  });
});

describe('BM-20: a key that stands twice is refused at the second', () => {
  test.each(ways)('%s, %s style', (name, style) => {
    const policy = policies[name];
    for (const batch of batches(keysOf(policy))) {
      const twice = new Set(batch.map(({ path }) => pathName(path)));
      const { text, again } = writePlaced(policy, style, { twice });
      expect(again).toHaveLength(batch.length);
      expect(spotsTold(text)).toEqual(again);
    }
  });
});

/** What a block says of a slip: the key as it stands, and then what was meant. */
function sayMeant(meant: string | null, slip: string): RegExp {
  return meant === null ? new RegExp(`unknown key \`${slip}\``) : /(unknown key|every other environment is `else`)/;
}
