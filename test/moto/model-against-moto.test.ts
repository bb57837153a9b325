import { afterAll, beforeAll, expect, test } from 'vitest';
import { askBoth, type Differing } from './ask-both.ts';
import { motoDifferences } from './differences.ts';
import { modelSide, motoSide } from './model-side.ts';
import { type MotoAccount, openAccount } from './moto-account.ts';
import { parts } from './steps.ts';
import { withMoto } from './with-moto.ts';

await withMoto((moto) => {
  let found: readonly Differing[] = [];
  let account: MotoAccount;
  const lines = () => found.flatMap(({ step, differs }) => differs.map((line) => ({ step, line })));

  beforeAll(async () => {
    account = await openAccount(moto());
    found = await askBoth(account.site, modelSide(account.site), await motoSide(account));
  });
  afterAll(() => account.close());

  test('the model answers as moto does, call by call, but for what the table has', () => {
    const unknown = lines().filter(
      ({ step, line }) => !motoDifferences.some(({ steps, shows }) => steps.test(step) && shows.test(line)),
    );
    expect(unknown.map(({ step, line }) => `${step} | ${line}`)).toEqual([]);
  });

  test('every difference of the table still shows', () => {
    const idle = motoDifferences.filter(
      ({ steps, shows }) => !lines().some(({ step, line }) => steps.test(step) && shows.test(line)),
    );
    expect(idle.map((each) => each.moto)).toEqual([]);
  });

  test('most calls are answered alike', () => {
    const total = Object.values(parts).reduce((sum, steps) => sum + steps.length, 0);
    const generic = motoDifferences.slice(0, 1);
    const differing = new Set(
      lines()
        .filter(({ line }) => !generic.some(({ shows }) => shows.test(line)))
        .map(({ step }) => step),
    );
    expect(total - differing.size).toBeGreaterThan(total / 3);
  });
});
