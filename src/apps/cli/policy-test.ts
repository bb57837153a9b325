import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Json } from '../../core/leaf/canonical.ts';
import type { PolicyTest } from '../../core/policy/policy.ts';
import { type FixtureReading, readFixture } from '../../flow/read-fixture.ts';
import { runPolicyTests, type TestResult } from '../../flow/run-policy-tests.ts';
import { openSpill } from '../../store/spill.ts';
import { counted } from './counted.ts';
import { formatOf, jsonText } from './format/write-rows.ts';
import { type OpenedPolicy, readPolicies } from './open-policy.ts';
import { policyFiles } from './policy-files.ts';
import { as, type Line, print } from './screen.ts';
import type { Run } from './verbs.ts';

/** `policy test`: runs the tests that policy files carry; those of packs that they use are not theirs to run. */
export const policyTest: Run = async (named, options, terminal) => {
  const paths = policyFiles('test', named, terminal);
  const opened = await readPolicies(paths, terminal);
  const results = await runOwnTests(paths, opened);
  const failed = results.filter(({ misses }) => misses.length > 0).length;
  const code = failed > 0 ? 1 : 0;
  if (formatOf(options) !== 'text') {
    const head = { $schema: 'portcullis:policy-test:1', digest: opened.policy.digest, passed: results.length - failed };
    await terminal.out(`${jsonText({ ...head, failed, tests: results })}\n`);
    return code;
  }
  await print(terminal, [...results.flatMap(resultLines), billLine(results.length, failed)]);
  return code;
};

/** Runs the tests of these files, with the fixtures that lie where each file says. */
export async function runOwnTests(paths: readonly string[], opened: OpenedPolicy): Promise<readonly TestResult[]> {
  const fileOf = ({ at }: PolicyTest) => paths.find((path) => namesOf(path).includes(at.slice(0, at.lastIndexOf(':'))));
  const own = opened.policy.tests.filter((test) => fileOf(test) !== undefined);
  return await runPolicyTests(own, opened, {
    openSpill,
    fixture: (test) => openFixture(join(dirname(fileOf(test)!), test.given)),
  });
}

/** How a file is named in `at`: by its path, or a pack as one names it in `use`. */
function namesOf(path: string): readonly string[] {
  return [path.replaceAll('\\', '/'), basename(path, '.yaml')];
}

function openFixture(file: string): FixtureReading {
  try {
    return readFixture(JSON.parse(readFileSync(file, 'utf8')) as Json);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { misread: code === 'ENOENT' ? `nothing at \`${file}\`` : `\`${file}\`: ${message}` };
  }
}

function resultLines({ id, at, misses }: TestResult): readonly Line[] {
  if (misses.length === 0) return [[as('green', 'ok    '), id]];
  return [
    [as('red', 'FAIL  '), as('bold', id), as('dim', `  ${at}`)],
    ...misses.flatMap(({ check, expected, got, at: line }): readonly Line[] => [
      [
        '      ',
        check === null ? '' : `${check}: `,
        `expected ${expected}, got ${got}`,
        as('dim', line === null ? '' : `  ${line}`),
      ],
    ]),
  ];
}

function billLine(count: number, failed: number): Line {
  if (count === 0) return [as('yellow', 'no tests: a policy says under `tests` what must object and what must not')];
  const passed = `${count - failed} of ${counted(count, 'test')} passed`;
  return [as(failed === 0 ? 'green' : 'red', passed)];
}
