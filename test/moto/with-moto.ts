import { afterAll, describe, test, vi } from 'vitest';
import { type Moto, startMoto } from './start-moto.ts';

/** How long a test or a hook may take: longer than anything that it waits for, so that this fails first and says what it was. */
const longest = 400_000;

/** Runs tests against a moto of their own; where there is none, one test stands for them and says so. */
export async function withMoto(tests: (moto: () => Moto) => void): Promise<void> {
  vi.setConfig({ testTimeout: longest, hookTimeout: longest });
  const moto = await startMoto();
  if (moto === null) {
    describe('tests against moto', () => test('are left out: there is no Python to run it', () => {}));
    return;
  }
  afterAll(() => moto.stop());
  tests(() => moto);
}
