import { afterAll, describe, expect, test } from 'vitest';
import { misspell, seeded, shapedValues, valueAt, withKey, withValue } from './mutations.ts';
import { fullPolicy, policyFolder } from './policy-folder.ts';
import { type Path, pathName, type Style, writePlaced } from './write-placed.ts';

const tried = policyFolder();
afterAll(tried.remove);

/** Where a policy names what stands elsewhere: in its sets, checks and channels, in the program, or in a file. */
const naming =
  /^\.(use|directory\.(accounts|people)|sets\.addresses\.<id>\.file|checks\.<id>\.(when\.(gained|lost)\.(peers|except|ports)|unless\.(actor|source))|baselines\.<id>\.from|exceptions\.<id>\.(check|declared)|safety\.never_touch\.set_by|notify\.<id>\.(to|zone)|channels\.<id>\.fallback)$/;

const references = shapedValues(fullPolicy).flatMap(({ path, chain, value }) =>
  naming.test(chain) && typeof value === 'string' && !/^(owner|all|any)$/.test(value) ? [{ path, value }] : [],
);

const styles: readonly Style[] = ['block', 'flow'];

describe('R56: a name that means nothing is refused where it stands', () => {
  test('the full policy names things in every place where one can', () => {
    const chains = new Set(shapedValues(fullPolicy).map(({ chain }) => chain));
    expect([...chains].filter((chain) => naming.test(chain))).toHaveLength(19);
    expect(references.length).toBeGreaterThan(30);
  });

  test.each(styles)('every reference with a slip, %s style', (style) => {
    const random = seeded(7);
    let right = 0;
    for (const { path, value } of references) {
      const slip = misspell(value, 1, random, taken);
      const broken = withValue(fullPolicy, path, slip);
      const { text, values } = writePlaced(broken, style);
      const told = tried.told(text);
      const what = `${path.join('.')} as ${slip}\n${told.map(({ block }) => block).join('\n')}`;
      expect(
        told.map(({ spot }) => spot),
        what,
      ).toContain(values.get(pathName(path)));
      if (told.some(({ spot, meant }) => spot === values.get(pathName(path)) && meant === value)) right += 1;
      else if (process.env.SHOW_SLIPS) console.info(what);
    }
    console.info(`slips in a reference: ${references.length} tried, ${right} right suggestions`);
    expect(right / references.length).toBeGreaterThanOrEqual(0.95);
  });

  test.each(styles)('a check that a test expects, %s style', (style) => {
    const path: Path = ['tests', 'management-open', 'expect', 'no-management-from-internet'];
    const broken = withKey(fullPolicy, path, 'no-managment-from-internet');
    const { text, keys } = writePlaced(broken, style);
    const [told] = tried.told(text);
    expect(told?.spot).toBe(keys.get(pathName([...path.slice(0, -1), 'no-managment-from-internet'])));
    expect(told?.meant).toBe('no-management-from-internet');
  });

  test.each([
    ['sets', 'addresses', 'office'],
    ['sets', 'ports', 'management'],
    ['sets', 'actors', 'pipeline'],
    ['checks', 'databases-from-known-places'],
    ['channels', 'mail.secops'],
  ])('what is named and no more there: %s %s %s', (...steps) => {
    const path = steps.filter((step) => step !== undefined);
    const { [path.at(-1)!]: _, ...rest } = valueAt(fullPolicy, path.slice(0, -1)) as Record<string, never>;
    const { text } = writePlaced(withValue(fullPolicy, path.slice(0, -1), rest), 'block');
    const lines = tried.told(text).map(({ spot }) => Number(spot.split(':')[0]));
    const names = new RegExp(`^ +(-|\\w+:) ${path.at(-1)}$`);
    const named = text.split('\n').flatMap((line, n) => (names.test(line) ? [n + 1] : []));
    expect(named.length).toBeGreaterThan(0);
    expect(lines).toEqual(expect.arrayContaining(named));
  });
});

const taken = shapedValues(fullPolicy).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
