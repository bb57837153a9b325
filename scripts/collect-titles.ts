import { relative } from 'node:path';
import { createVitest } from 'vitest/node';

/** A test that vitest would run now: its file from the root, and its title with those of its suites. */
export interface Title {
  readonly file: string;
  readonly title: string;
}

/** What vitest finds when it loads every test file; `broken` says which files it could not load. */
export interface Titles {
  readonly titles: readonly Title[];
  readonly broken: readonly string[];
}

/**
 * Asks vitest itself for its tests, so that titles made by `each` or a loop are seen as they run, and one in a comment,
 * in a file that no run includes, or of a skipped test is not.
 */
export async function collectTitles(root: string): Promise<Titles> {
  const vitest = await createVitest({ root, watch: false, run: true, reporters: [] });
  try {
    const { testModules, unhandledErrors } = await vitest.collect([], { staticParse: false });
    const titles = testModules.flatMap((module) =>
      [...module.children.allTests()]
        .filter(isRun)
        .map(({ fullName }) => ({ file: relative(root, module.moduleId), title: fullName })),
    );
    const broken = testModules
      .filter((module) => module.errors().length > 0)
      .map(({ moduleId }) => relative(root, moduleId));
    return { titles, broken: [...broken, ...unhandledErrors.map(String)] };
  } finally {
    await vitest.close();
  }
}

function isRun(test: { readonly options: { readonly mode: string } }): boolean {
  return test.options.mode === 'run';
}
