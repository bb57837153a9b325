import { afterAll, describe, test } from 'vitest';
import { type Moto, startMoto } from './start-moto.ts';

/** Runs tests against a moto of their own; where there is none, one test stands for them and says so. */
export async function withMoto(tests: (moto: () => Moto) => void): Promise<void> {
  const moto = await startMoto();
  if (moto === null) {
    describe('tests against moto', () => test('are left out: there is no Python to run it', () => {}));
    return;
  }
  afterAll(() => moto.stop());
  tests(() => moto);
}
